"""Knows how a task behaves: a person does something and says so. Must not know who it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from runtime.primitives import Expr, Outcome, Person
from runtime.step import (
    OUT,
    UNDO,
    Around,
    Finding,
    Kind,
    Port,
    fields,
    text_expr,
)
from runtime.step.people import nobody_findings, who_words
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
        """Done, where the drawing says so not done in time, and what undoes it."""
        return (OUT, _OVERDUE, UNDO) if params.leaves_overdue else (OUT, UNDO)

    def compile(self, params: TaskParams, around: Around) -> Person:
        """Asks one person; the first who answers has done it."""
        del around
        asked = Person(
            title=text_expr(params.title, "title"),
            assignees=Expr(params.assignees, place="assignees"),
            outcomes=(Outcome("out", "Done"),),
            facts=fields(params.facts, "facts"),
            form=params.form,
            not_requester=not params.requester_may_do,
        )
        return params.in_time(asked)

    def caption(self, params: TaskParams, around: Around) -> str:
        """Who does it."""
        del around
        return who_words(params.assignees, self.title)

    def findings(self, params: TaskParams) -> tuple[Finding, ...]:
        """Nobody or nothing asked, and times that lead to nothing."""
        return (*nobody_findings(params.title, params.assignees), *params.late_findings())
