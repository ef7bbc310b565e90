"""Knows whether what is to be undone can be, and is asked for. Must not know what any undo does."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from runtime.plan.problems import Edit, Fix, Problem
from runtime.primitives import CallPlan, Undo
from runtime.step import UNDO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.definition.json_value import JsonValue
    from runtime.plan.drawing import Step
    from runtime.plan.survey import Survey

_STEPS = ("params", "steps")


def find(survey: Survey) -> Iterator[Problem]:
    """Find steps that undo what no line leads back from, and lines that nothing ever asks for."""
    lines = {edge.source for edge in survey.definition.edges() if edge.port == UNDO.name}
    drawn = {name for name in lines if UNDO in (survey.steps[name].ports or ())}
    undoing = [step for step in survey.steps.values() if isinstance(step.primitive, Undo)]
    for step in undoing:
        if not drawn and not _calls(survey):
            yield _nothing(step)
        for name in cast("Undo", step.primitive).steps:
            if name in survey.steps and drawn and name not in drawn:
                yield _not_drawn(survey, step, name)
    if drawn and not undoing:
        yield _never(survey, min(drawn))


def _calls(survey: Survey) -> bool:
    """Whether other workflows are run, in which something may be done that can be undone."""
    return any(isinstance(step.primitive, CallPlan) for step in survey.steps.values())


def _nothing(step: Step) -> Problem:
    sentence = (
        f"{step.title} finds nothing to undo; draw a line “{UNDO.title}” from each step that can "
        "be taken back to the step that does so."
    )
    return Problem("undo.nothing", "warning", sentence, step.id)


def _not_drawn(survey: Survey, step: Step, name: str) -> Problem:
    title = survey.steps[name].title
    sentence = (
        f"{step.title} is to undo {title}, from which no line “{UNDO.title}” leads; draw one, or "
        "take it off the list."
    )
    rest: list[JsonValue] = [each for each in cast("Undo", step.primitive).steps if each != name]
    fix = Fix(f"Take {title} off the list", (Edit("set", ("nodes", step.id, *_STEPS), rest),))
    # An empty list means everything, which nobody may choose by a click on something else.
    where = ".".join(_STEPS)
    return Problem(
        "undo.undrawn", "warning", sentence, step.id, field=where, fix=fix if rest else None
    )


def _never(survey: Survey, name: str) -> Problem:
    sentence = (
        f"Nothing here asks that {survey.steps[name].title} is undone; draw a step that undoes "
        "what was done where that is wanted, unless a workflow that runs this one does it."
    )
    return Problem("undo.never", "hint", sentence, name)
