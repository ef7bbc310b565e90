"""Knows what a task asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from pydantic import Field

from runtime.step import Assignee, FormSchema, Mapping_, Text
from runtime.step.people import DeadlineParams


class TaskParams(DeadlineParams):
    """Who does it, what they see and fill in, and until when."""

    title: Text = Field(title="What to do")
    """What is to be done, such as: Staff the project {{ data.project.name }}."""

    assignees: Assignee = Field(title="Who does it")
    """People ("user:lead") or roles ("role:planning"), one or several, or a formula giving them."""

    facts: Mapping_ = Field(default_factory=dict[str, str], title="Facts")
    """What they see, by name, each a formula."""

    form: FormSchema = Field(default_factory=dict, title="Form")
    """What they fill in; it becomes the step's result under values."""

    requester_may_do: bool = Field(
        default=True, title="Who asked may do it", json_schema_extra={"x-baton-advanced": True}
    )
    """Whether the person who started the case may do it."""
