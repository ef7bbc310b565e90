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
    """A formula that names people ("user:ada") or roles ("role:resource-manager"): one, or a list.
    """

    facts: Mapping_ = Field(default_factory=dict[str, str], title="Facts")
    """What they see, by name, each a formula."""

    form: FormSchema = Field(default_factory=dict, title="Form")
    """What they fill in; it becomes the step's result under values."""

    requester_may_do: bool = Field(default=True, title="Who asked may do it")
    """Whether the person who started the case may do it."""

    due: Duration = Field("", title="Due")
    """How long they have, such as P2BD for two business days; empty for no limit."""

    remind: Duration = Field("", title="Remind after")
    """When they are reminded, counted from the beginning, such as P1BD; empty for never."""

    when_overdue: Literal["escalate", "go_on"] = Field("escalate", title="When overdue")
    """escalate: other people may do it too. go_on: the case leaves by the way “overdue”."""

    escalate_to: Assignee = Field("", title="Escalate to")
    """Who may do it too once it is overdue: a formula that names people or roles."""

    calendar: CalendarRef = Field("", title="Calendar")
    """The business calendar for the times; empty for the standard one."""
