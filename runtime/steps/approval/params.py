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
    """A formula that names people ("user:ada") or roles ("role:finance"): one, or a list."""

    facts: Mapping_ = Field(default_factory=dict[str, str], title="Facts")
    """What they see, by name, each a formula. It is kept as evidence of what the decision rests on.
    """

    form: FormSchema = Field(default_factory=dict, title="Form")
    """What they fill in besides the decision."""

    needed: int = Field(1, title="How many must approve", ge=1, le=100)
    """How many different people must approve, such as 2 of the 3 who are asked."""

    refusals: int = Field(1, title="How many refusals refuse", ge=1, le=100)
    """How many different people must refuse to refuse it. Usually 1: one no is enough."""

    requester_may_decide: bool = Field(default=False, title="Who asked may decide")
    """Whether the person who started the case may decide it. Usually not."""

    reason_on_reject: bool = Field(default=True, title="A refusal needs a reason")
    """Whether one sentence must be written to refuse."""

    due: Duration = Field("", title="Due")
    """How long they have, such as P2BD for two business days; empty for no limit."""

    remind: Duration = Field("", title="Remind after")
    """When they are reminded, counted from the beginning, such as P1BD; empty for never."""

    when_overdue: Literal["escalate", "go_on"] = Field("escalate", title="When overdue")
    """escalate: other people may decide too. go_on: the case leaves by the way “overdue”."""

    escalate_to: Assignee = Field("", title="Escalate to")
    """Who may decide too once it is overdue: a formula that names people or roles."""

    calendar: CalendarRef = Field("", title="Calendar")
    """The business calendar for the times; empty for the standard one."""
