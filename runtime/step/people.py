"""Knows what steps that ask people share: until when, and what then. Must not know any kind."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ConfigDict, Field

from runtime.primitives import Due, Expr
from runtime.step import Assignee, CalendarRef, Duration, Finding, Params, listed

if TYPE_CHECKING:
    from runtime.primitives import Person

_PEOPLE = re.compile(r"""["'](?:user|role):([^"']+)["']""")


def _times_last(schema: dict[str, Any]) -> None:
    """Puts what a kind asks for itself above the times, which it inherits."""
    fields: dict[str, Any] = schema.get("properties", {})
    own = {name: field for name, field in fields.items() if name not in DeadlineParams.model_fields}
    schema["properties"] = {**own, **fields}


class DeadlineParams(Params):
    """Until when people have answered, and what happens when they have not."""

    model_config = ConfigDict(json_schema_extra=_times_last)

    due: Duration = Field("", title="Due")
    """How long they have, such as 2 business days; empty for no limit."""

    remind: Duration = Field(
        "", title="Remind after", json_schema_extra={"x-baton-when": {"due": [True]}}
    )
    """When they are reminded, from the beginning on, such as 1 business day; empty for never."""

    when_overdue: Literal["escalate", "go_on"] = Field(
        "escalate",
        title="When overdue",
        json_schema_extra={
            "x-baton-when": {"due": [True]},
            "x-baton-titles": {"escalate": "Ask others too", "go_on": "Go on"},
        },
    )
    """escalate: other people are asked too. go_on: the case leaves by the way “overdue”."""

    escalate_to: Assignee = Field(
        "",
        title="Escalate to",
        json_schema_extra={"x-baton-when": {"due": [True], "when_overdue": ["escalate"]}},
    )
    """Who is asked too once it is overdue: people, roles or a formula."""

    calendar: CalendarRef = Field(
        "", title="Calendar", json_schema_extra={"x-baton-advanced": True}
    )
    """The business calendar for the times; empty for the standard one."""

    @property
    def leaves_overdue(self) -> bool:
        """Whether there is a way out for what nobody answered in time."""
        return self.when_overdue == "go_on" and bool(self.due)

    def in_time(self, asked: Person) -> Person:
        """Returns the same question with these times."""
        escalate_to = Expr(self.escalate_to, place="escalate_to") if self.escalate_to else None
        return replace(
            asked,
            due=self._moment(self.due),
            remind=self._moment(self.remind),
            escalate_to=escalate_to,
            on_due="port" if self.when_overdue == "go_on" else "escalate",
        )

    def late_findings(self) -> tuple[Finding, ...]:
        """Returns what is unwise in these times."""
        found: list[tuple[str, str, str]] = []
        goes_on = self.when_overdue == "go_on"
        if not self.due and (goes_on or self.escalate_to):
            found.append(("none", "due", "Nothing is ever overdue without a time. Say how long."))
        elif self.due and goes_on and self.escalate_to:
            what = "Nobody is asked when it is overdue: the case goes on. Choose one of the two."
            found.append(("unused", "escalate_to", what))
        if self.due and self.remind and _not_before(self.remind, self.due):
            what = "The reminder comes when it is overdue already. Remind earlier."
            found.append(("reminder", "remind", what))
        return tuple(Finding(f"deadline.{code}", field, message) for code, field, message in found)

    def _moment(self, duration: str) -> Due | None:
        return Due(duration, calendar=self.calendar) if duration else None


def nobody_findings(title: str, assignees: str) -> tuple[Finding, ...]:
    """Returns what a step that asks people still lacks, as its params name it.

    Args:
        title: what is asked.
        assignees: a formula of who is asked.
    """
    found: list[Finding] = []
    if not title.strip():
        what = "Nothing is said of what is asked. Write it in a few words."
        found.append(Finding("question.missing", "title", what, "error"))
    if not assignees.strip():
        what = "Nobody is named. Say who is asked: a person or a role."
        found.append(Finding("people.missing", "assignees", what, "error"))
    return tuple(found)


def people_words(formula: str) -> str:
    """Returns the people that a formula plainly names: "Finance, Legal"; "" when it does more."""
    rest = _PEOPLE.sub("", formula).strip(" ,[]\n\t")
    names = [name[:1].upper() + name[1:] for name in _PEOPLE.findall(formula)]
    return "" if rest else listed(names)


def who_words(formula: str, otherwise: str) -> str:
    """Returns who is asked, in words for a card; `otherwise` where nobody is named yet."""
    return people_words(formula) or ("People from the case" if formula.strip() else otherwise)


def _not_before(one: str, other: str) -> bool:
    """Whether a duration is certainly not shorter; clock and business time do not compare."""
    from runtime.calendars import parse_duration

    a, b = parse_duration(one), parse_duration(other)
    if a.is_business or b.is_business:
        both = a.is_business and b.is_business
        days = (a.business_days, a.business_seconds) >= (b.business_days, b.business_seconds)
        return both and days
    return a.days * 86_400 + a.seconds >= b.days * 86_400 + b.seconds
