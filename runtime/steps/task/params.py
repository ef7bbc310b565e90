"""Knows what a task asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from runtime.step import Assignee, CalendarRef, Duration, FormSchema, Mapping_, Params, Text


class TaskParams(Params):
    """Who does it, what they see and fill in, and until when."""

    title: Text = Field(title="What to do")
    """What is to be done, such as: Staff the project {{ data.project.name }}."""

    assignees: Assignee = Field(title="Who does it")
    """People ("user:ada") or roles ("role:planning"), one or several, or a formula giving them."""

    facts: Mapping_ = Field(default_factory=dict[str, str], title="Facts")
    """What they see, by name, each a formula."""

    form: FormSchema = Field(default_factory=dict, title="Form")
    """What they fill in; it becomes the step's result under values."""

    requester_may_do: bool = Field(
        default=True, title="Who asked may do it", json_schema_extra={"x-baton-advanced": True}
    )
    """Whether the person who started the case may do it."""

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
    """escalate: other people may do it too. go_on: the case leaves by the way “overdue”."""

    escalate_to: Assignee = Field(
        "",
        title="Escalate to",
        json_schema_extra={"x-baton-when": {"due": [True], "when_overdue": ["escalate"]}},
    )
    """Who may do it too once it is overdue: people, roles or a formula."""

    calendar: CalendarRef = Field(
        "", title="Calendar", json_schema_extra={"x-baton-advanced": True}
    )
    """The business calendar for the times; empty for the standard one."""
