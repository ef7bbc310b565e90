"""Knows what an approval asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from pydantic import Field

from runtime.step import Assignee, FormSchema, Mapping_, Text
from runtime.step.people import DeadlineParams


class ApprovalParams(DeadlineParams):
    """Who decides, on which facts, how many, and until when."""

    title: Text = Field(title="Question")
    """What is asked, such as: Approve the margin of {{ data.client.name }}."""

    assignees: Assignee = Field(title="Who decides")
    """People ("user:lead") or roles ("role:finance"), one or several, or a formula giving them."""

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
