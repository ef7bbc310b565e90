"""Knows whether a step gives another workflow what that takes, and reads what it hands back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.expressions import ExpressionSyntaxError
from runtime.plan.near import did_you_mean, nearest
from runtime.plan.param_fields import marked
from runtime.plan.problems import Edit, Fix, Problem
from runtime.plan.readings import readings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.expressions.usage import Read
    from runtime.plan.called import Called
    from runtime.plan.drawing import Step
    from runtime.plan.param_fields import Marked
    from runtime.plan.readings import Reading
    from runtime.plan.survey import Survey

_WILD = {"*", "**", "%"}
_NAMED = 3
"""Names of a path that leads into a result: steps, the step, the field."""


def find(survey: Survey) -> Iterator[Problem]:
    """Find what is called otherwise in the workflow that a step runs."""
    known = survey.drawing.called
    runs: dict[str, Called] = {}
    for step in survey.steps.values() if known else ():
        for each in marked(step, "workflow"):
            if isinstance(each.value, str) and each.value in known:
                runs[step.id] = known[each.value]
                yield from _given(step, known[each.value])
    if runs:
        for reading in readings(survey):
            yield from _handed_back(reading, runs)


def _given(step: Step, called: Called) -> Iterator[Problem]:
    """Tell what the other workflow is given under a name that its start form does not have."""
    for mapping in marked(step, "mapping"):
        given = mapping.value
        if called.takes is None or not isinstance(given, dict):
            continue
        unknown = [name for name in given if name not in called.takes]
        free = called.takes - given.keys()
        for name in unknown:
            meant = _meant(name, unknown, free)
            sentence = (
                f"{step.title} gives “{name}”, which “{called.name}” does not ask for: the value "
                f"is lost.{did_you_mean(meant)}"
            )
            fix = _renamed(step, mapping, name, meant) if meant else None
            field = f"{mapping.field}.{name}"
            yield Problem("called.not_taken", "warning", sentence, step.id, field=field, fix=fix)


def _meant(name: str, unknown: list[str], free: frozenset[str]) -> str | None:
    """Return the field that was meant: one like it, else the only one that is left over."""
    found = nearest(name, free)
    return found or (next(iter(free)) if len(unknown) == len(free) == 1 else None)


def _renamed(step: Step, mapping: Marked, name: str, meant: str) -> Fix | None:
    given = mapping.value
    if mapping.path is None or not isinstance(given, dict):
        return None
    made = {meant if each == name else each: text for each, text in given.items()}
    return Fix(f"Give it as “{meant}”", (Edit("set", ("nodes", step.id, *mapping.path), made),))


def _handed_back(reading: Reading, runs: dict[str, Called]) -> Iterator[Problem]:
    """Tell what is read of a result that does not have it."""
    if isinstance(reading.found, ExpressionSyntaxError):
        return
    for each in reading.found.fields:
        found = _result(reading, each)
        called = runs.get(found[0]) if found else None
        if not found or called is None or called.gives is None or found[1] in _WILD | called.gives:
            continue
        meant = nearest(found[1], called.gives)
        text = reading.formula.text[each.offset : each.offset + each.length]
        offset = each.offset + max(text.rfind(found[1]), 0)
        fix = reading.renamed(offset, found[1], meant) if meant else None
        sentence = f"“{called.name}” hands back no “{found[1]}”.{did_you_mean(meant)}"
        yield reading.problem("called.not_given", "warning", sentence, offset, fix)


def _result(reading: Reading, each: Read) -> tuple[str, str] | None:
    """Return which step's result is read, and which name in it; None for anything else."""
    path = each.path
    if not each.exact:
        return None
    if path[:1] == ("steps",) and len(path) >= _NAMED:
        return path[1], path[2]
    if path[:1] == ("output",) and len(path) > 1 and reading.formula.saving:
        return reading.step.id, path[1]
    return None
