"""Knows how a task behaves: a person does something and says so. Must not know who it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from runtime.primitives import Due, Expr, Outcome, Person
from runtime.step import (
    OUT,
    Around,
    Finding,
    Kind,
    Port,
    deadline_findings,
    fields,
    nobody_findings,
    people_words,
    text_expr,
)
from runtime.steps.task.params import TaskParams

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject

_OVERDUE = Port("overdue", "not done in time")


class Task(Kind[TaskParams]):
    """Gives work to a person and waits until it is done."""

    name = "task"
    title = "Give somebody a task"
    summary = "A person does something by hand, fills in a form, and the case goes on."
    group = "People"
    category = "people"
    synonyms = (
        "to do",
        "manual step",
        "form",
        "assign",
        "human",
        "ask a person",
        "evidence",
        "upload",
        "checklist",
        "work item",
    )
    starter: ClassVar[JsonObject] = {"title": "", "assignees": ""}
    params = TaskParams

    def ports(self, params: TaskParams) -> tuple[Port, ...]:
        """Done, and, where the drawing says so, not done in time."""
        return (OUT, _OVERDUE) if params.when_overdue == "go_on" and params.due else (OUT,)

    def compile(self, params: TaskParams, around: Around) -> Person:
        """Asks one person; the first who answers has done it."""
        del around
        return Person(
            title=text_expr(params.title, "title"),
            assignees=Expr(params.assignees, place="assignees"),
            outcomes=(Outcome("out", "Done"),),
            facts=fields(params.facts, "facts"),
            form=params.form,
            not_requester=not params.requester_may_do,
            due=Due(params.due, calendar=params.calendar) if params.due else None,
            remind=Due(params.remind, calendar=params.calendar) if params.remind else None,
            escalate_to=(
                Expr(params.escalate_to, place="escalate_to") if params.escalate_to else None
            ),
            on_due="port" if params.when_overdue == "go_on" else "escalate",
        )

    def caption(self, params: TaskParams, around: Around) -> str:
        """Who does it."""
        del around
        return people_words(params.assignees) or (
            "People from the case" if params.assignees.strip() else self.title
        )

    def findings(self, params: TaskParams) -> tuple[Finding, ...]:
        """Nobody or nothing asked, and times that lead to nothing."""
        late = deadline_findings(params.due, params.remind, params.when_overdue, params.escalate_to)
        return (*nobody_findings(params.title, params.assignees), *late)
