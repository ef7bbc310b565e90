"""Knows whether every formula can be read, and whether what it reads is there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runtime.expressions import ExpressionSyntaxError
from runtime.plan.context import Context
from runtime.plan.formulas import formulas, read
from runtime.plan.known_fields import at, fields_at
from runtime.plan.near import did_you_mean, nearest
from runtime.plan.problems import Edit, Fix, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.definition.json_value import JsonObject
    from runtime.expressions.usage import Read, Reads
    from runtime.plan.drawing import Step
    from runtime.plan.formulas import Formula
    from runtime.plan.survey import Survey

_WILD = {"*", "**", "%"}
_MONEY = {"money", "decimal"}


@dataclass(frozen=True, slots=True)
class _Place:
    """A formula of a step, with the schema of what it sees."""

    survey: Survey
    step: Step
    formula: Formula
    schema: JsonObject
    visible: frozenset[str]

    def problem(
        self, code: str, severity: str, sentence: str, offset: int | None, fix: Fix | None = None
    ) -> Problem:
        """Make a problem here; `offset` counts from the begin of the formula."""
        formula = self.formula
        place = None if offset is None or formula.written is None else formula.offset + offset
        return Problem(
            code,
            "error" if severity == "error" else "warning",
            f"{self.step.title}: {sentence}",
            self.step.id,
            field=formula.field,
            offset=place,
            fix=fix,
        )


def find(survey: Survey) -> Iterator[Problem]:
    """Find formulas that do not parse, that read what is not there, or compare money as floats."""
    context = Context(survey)
    for step in survey.steps.values():
        told: set[tuple[str, str]] = set()
        for formula in formulas(step):
            schema = context.schema(step, saving=formula.saving)
            place = _Place(survey, step, formula, schema, context.visible(step))
            for problem in _judge(place):
                # What a kind made of a field says the same again, and less well.
                if formula.written is not None or (problem.code, problem.sentence) not in told:
                    told.add((problem.code, problem.sentence))
                    yield problem


def _judge(place: _Place) -> Iterator[Problem]:
    found = read(place.formula.text)
    if isinstance(found, ExpressionSyntaxError):
        sentence = f"the formula cannot be read: {found.message}"
        yield place.problem("expression.syntax", "error", sentence, found.offset)
        return
    for each in found.fields:
        if each.exact and each.path:
            yield from _known(place, each)
    yield from _money(place, found)


def _known(place: _Place, each: Read) -> Iterator[Problem]:
    """Follow a path name by name; tell the first that is not there."""
    if each.path[0] == "steps" and len(each.path) > 1 and each.path[1] not in _WILD:
        problem = _step_known(place, each)
        if problem is not None:
            yield problem
        return
    for length, name in enumerate(each.path):
        if name in _WILD:
            return
        known = fields_at(place.schema, each.path[:length])
        if known is None:
            return
        if name not in known:
            yield _unknown(place, each, length, set(known))
            return


def _unknown(place: _Place, each: Read, length: int, known: set[str]) -> Problem:
    name, inside = each.path[length], ".".join(each.path[:length])
    offset, fix = _offset(place, each, name), None
    if length == 0:
        meant = _elsewhere(place, name) or nearest(name, known)
        sentence = f"there is no “{name}”; formulas read input, data, steps or settings."
    else:
        meant = nearest(name, known)
        sentence = f"there is no field “{name}” in {inside}."
    if meant is not None:
        fix = _rename(place, offset, name, meant)
    serious = length == 0 or each.path[0] in {"settings", "run"}
    severity, code = ("error" if serious else "warning"), "expression.unknown_field"
    return place.problem(code, severity, sentence + did_you_mean(meant), offset, fix)


def _elsewhere(place: _Place, name: str) -> str | None:
    """Return where a name stands that was written without what it belongs to."""
    for root in ("data", "input", "settings"):
        if name in (fields_at(place.schema, (root,)) or {}):
            return f"{root}.{name}"
    return None


def _step_known(place: _Place, each: Read) -> Problem | None:
    name, survey = each.path[1], place.survey
    offset = _offset(place, each, name)
    if name not in survey.steps:
        meant = nearest(name, place.visible)
        sentence = f"there is no step “{name}”.{did_you_mean(meant)}"
        fix = None if meant is None else _rename(place, offset, name, meant)
        return place.problem("expression.unknown_step", "error", sentence, offset, fix)
    if name not in place.visible:
        inside = survey.steps[survey.steps[name].node.parent or name].title
        sentence = f"the output of “{name}” is only seen inside {inside}; read the results of that."
        return place.problem("expression.hidden_step", "error", sentence, offset)
    inner = survey.steps[name].node.parent == place.step.id
    if inner or survey.may_follow(place.step.id, name):
        return None
    if name == place.step.id and place.formula.saving:
        sentence = "the step's own output is read as output here."
        return place.problem("expression.early", "warning", sentence, offset)
    sentence = f"{survey.steps[name].title} has never run when a case comes here."
    return place.problem("expression.early", "warning", sentence, offset)


def _offset(place: _Place, each: Read, name: str) -> int:
    """Return where the name itself stands; the begin of the path when it stands there twice."""
    hits = _hits(place.formula.text[each.offset : each.offset + each.length], name)
    return each.offset + (hits[0] if len(hits) == 1 else 0)


def _hits(text: str, name: str) -> list[int]:
    return [hit.start() for hit in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]


def _rename(place: _Place, offset: int, name: str, meant: str) -> Fix | None:
    """Put another name at that place, where the name stands there as it is."""
    formula = place.formula
    if formula.written is None or formula.path is None:
        return None
    if not all(part.isidentifier() for part in meant.split(".")):
        return None
    start = formula.offset + offset
    end = start + len(name)
    if formula.written[start:end] != name or formula.written[start - 1 : start] == "`":
        return None
    text = formula.written[:start] + meant + formula.written[end:]
    edit = Edit("set", ("nodes", place.step.id, *formula.path), text)
    return Fix(f"Write “{meant}”", (edit,))


def _money(place: _Place, found: Reads) -> Iterator[Problem]:
    told: set[int] = set()
    for comparison in found.comparisons:
        for each in () if comparison.with_text else comparison.fields:
            shapes = at(place.schema, each.path) if each.path else []
            if each.offset not in told and any(shape.get("format") in _MONEY for shape in shapes):
                told.add(each.offset)
                sentence = (
                    f"money is compared as a float, so 0.1 + 0.2 is not 0.3; write "
                    f"$round({each.text}, 2) on both sides of “{comparison.operator}”."
                )
                yield place.problem("expression.money_float", "warning", sentence, each.offset)
