"""Knows what an approval asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from runtime.step import Assignee, CalendarRef, Duration, FormSchema, Mapping_, Params, Text


class ApprovalParams(Params):
    """Who decides, on which facts, how many, and until when."""

    title: Text = Field(title="Question")
    """What is asked, such as: Approve the margin of {{ data.client.name }}."""

    assignees: Assignee = Field(title="Who decides")
    """People ("user:ada") or roles ("role:finance"), one or several, or a formula giving them."""

    facts: Mapping_ = Field(default_factory=dict[str, str], title="Facts")
    """What they see, by name, each a formula. It is kept as evidence of what the decision rests on.
    """

    form: FormSchema = Field(default_factory=dict, title="Form")
    """What they fill in besides the decision."""

    needed: int = Field(1, title="How many must approve", ge=1, le=100)
    """How many different people must approve, such as 2 of the 3 who are asked."""

    refusals: int = Field(
        1,
        title="How many refusals refuse",
        ge=1,
        le=100,
        json_schema_extra={"x-baton-advanced": True},
    )
    """How many different people must refuse to refuse it. Usually 1: one no is enough."""

    requester_may_decide: bool = Field(
        default=False, title="Who asked may decide", json_schema_extra={"x-baton-advanced": True}
    )
    """Whether the person who started the case may decide it. Usually not."""

    reason_on_reject: bool = Field(default=True, title="A refusal needs a reason")
    """Whether one sentence must be written to refuse."""

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
    """escalate: other people may decide too. go_on: the case leaves by the way “overdue”."""

    escalate_to: Assignee = Field(
        "",
        title="Escalate to",
        json_schema_extra={"x-baton-when": {"due": [True], "when_overdue": ["escalate"]}},
    )
    """Who may decide too once it is overdue: people, roles or a formula."""

    calendar: CalendarRef = Field(
        "", title="Calendar", json_schema_extra={"x-baton-advanced": True}
    )
    """The business calendar for the times; empty for the standard one."""
