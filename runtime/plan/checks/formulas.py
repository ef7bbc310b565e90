"""Knows whether every formula can be read, and whether what it reads is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from runtime.expressions import ExpressionSyntaxError
from runtime.expressions.functions import BUILT_INS
from runtime.plan.known_fields import KnownFields
from runtime.plan.near import did_you_mean, nearest
from runtime.plan.readings import readings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.expressions.usage import Read
    from runtime.plan.problems import Problem
    from runtime.plan.readings import Reading
    from runtime.plan.survey import Survey

_WILD = {"*", "**", "%"}


def find(survey: Survey) -> Iterator[Problem]:
    """Find formulas that cannot be read, and those that read what is not there."""
    told: set[tuple[str, str]] = set()
    schemas: dict[int, KnownFields] = {}
    for reading in readings(survey):
        # Steps of one region share a schema, which is there as long as the readings are.
        known = schemas.get(id(reading.schema))
        if known is None:
            known = schemas[id(reading.schema)] = KnownFields(reading.schema)
        for problem in _judge(survey, reading, known):
            # What a kind made of a field says the same again, and less well.
            if reading.formula.written is not None or (problem.code, problem.sentence) not in told:
                told.add((problem.code, problem.sentence))
                yield problem


def _judge(survey: Survey, reading: Reading, fields: KnownFields) -> Iterator[Problem]:
    found = reading.found
    if isinstance(found, ExpressionSyntaxError):
        sentence = f"the formula cannot be read: {found.message}"
        yield reading.problem("expression.syntax", "error", sentence, found.offset)
        return
    for each in found.fields:
        if not each.exact or not each.path:
            continue
        if each.path[0] == "steps" and len(each.path) > 1 and each.path[1] not in _WILD:
            yield from _step(survey, reading, each)
        else:
            yield from _field(reading, fields, each)
    for name in sorted(found.variables):
        yield _variable(reading, name)


def _field(reading: Reading, fields: KnownFields, each: Read) -> Iterator[Problem]:
    """Follow a path name by name; tell the first that is not there."""
    for length, name in enumerate(each.path):
        known = None if name in _WILD else fields.at(each.path[:length])
        if known is None:
            return
        if name not in known:
            yield _unknown(reading, fields, each, length)
            return


def _unknown(reading: Reading, fields: KnownFields, each: Read, length: int) -> Problem:
    name, root = each.path[length], each.path[0]
    known = fields.at(each.path[:length]) or {}
    offset = _offset(reading, each, name)
    if length == 0:
        meant = _elsewhere(fields, name) or nearest(name, known)
        sentence = f"there is no “{name}”; formulas read input, data, steps or settings."
    else:
        meant = nearest(name, known)
        sentence = f"there is no field “{name}” in {'.'.join(each.path[:length])}."
    fix = None if meant is None else reading.renamed(offset, name, meant)
    severity = "error" if length == 0 or root in {"settings", "run"} else "warning"
    sentence += did_you_mean(meant)
    return reading.problem("expression.unknown_field", severity, sentence, offset, fix)


def _elsewhere(fields: KnownFields, name: str) -> str | None:
    """Return where a name stands that was written without what it belongs to."""
    for root in ("data", "input", "settings"):
        if name in (fields.at((root,)) or {}):
            return f"{root}.{name}"
    return None


def _step(survey: Survey, reading: Reading, each: Read) -> Iterator[Problem]:
    """Tell a step that is not there, that is not seen from here, or that comes later."""
    name, here = each.path[1], reading.step
    offset, step = _offset(reading, each, name), survey.steps.get(name)
    if step is None:
        meant = nearest(name, reading.visible)
        fix = None if meant is None else reading.renamed(offset, name, meant)
        sentence = f"there is no step “{name}”.{did_you_mean(meant)}"
        yield reading.problem("expression.unknown_step", "error", sentence, offset, fix)
    elif name not in reading.visible:
        inside = survey.steps[step.node.parent or name].title
        sentence = f"the output of “{name}” is only seen inside {inside}; read the results of that."
        yield reading.problem("expression.hidden_step", "error", sentence, offset)
    elif name == here.id and reading.formula.saving:
        sentence = "what the step itself gives is read as output here."
        yield reading.problem("expression.early_step", "warning", sentence, offset)
    elif step.node.parent != here.id and not survey.may_follow(here.id, name):
        sentence = f"{step.title} has never run when a case comes here."
        yield reading.problem("expression.early_step", "warning", sentence, offset)


def _variable(reading: Reading, name: str) -> Problem:
    meant = nearest(name, BUILT_INS)
    hits = _hits(reading.formula.text, f"${name}")
    offset = hits[0] if hits else None
    fix = None
    if meant is not None and len(hits) == 1:
        fix = reading.renamed(hits[0], f"${name}", f"${meant}")
    sentence = f"there is no function or variable ${name}."
    sentence += did_you_mean(f"${meant}" if meant else None)
    return reading.problem("expression.unknown_variable", "warning", sentence, offset, fix)


def _offset(reading: Reading, each: Read, name: str) -> int:
    """Return where the name itself stands; the begin of the path when it stands there twice."""
    hits = _hits(reading.formula.text[each.offset : each.offset + each.length], name)
    return each.offset + (hits[0] if len(hits) == 1 else 0)


def _hits(text: str, name: str) -> list[int]:
    return [hit.start() for hit in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
