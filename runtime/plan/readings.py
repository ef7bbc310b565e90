"""Knows every formula of a drawing together with what it reads and what it sees.

Must not judge it. Reads are cached by text, so a second look at a drawing parses nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from runtime.expressions import ExpressionSyntaxError
from runtime.expressions.lineage import reads
from runtime.plan.context import Context
from runtime.plan.formulas import formulas
from runtime.plan.problems import Edit, Fix, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.definition.json_value import JsonObject
    from runtime.expressions.usage import Reads
    from runtime.plan.drawing import Step
    from runtime.plan.formulas import Formula
    from runtime.plan.problems import Severity
    from runtime.plan.survey import Survey


@dataclass(frozen=True, slots=True)
class Reading:
    """A formula of a step.

    Attributes:
        found: what it reads, or why it cannot be read.
        schema: JSON Schema of what it sees.
        visible: steps whose output it sees.
    """

    step: Step
    formula: Formula
    found: Reads | ExpressionSyntaxError
    schema: JsonObject
    visible: frozenset[str]

    def problem(
        self,
        code: str,
        severity: Severity,
        sentence: str,
        offset: int | None,
        fix: Fix | None = None,
    ) -> Problem:
        """Make a problem here; `offset` counts from the begin of the formula."""
        formula = self.formula
        place = None if offset is None or formula.written is None else formula.offset + offset
        told = f"{self.step.title}: {sentence}"
        return Problem(code, severity, told, self.step.id, None, formula.field, place, fix)

    def renamed(self, offset: int, name: str, meant: str) -> Fix | None:
        """Return the fix that puts another name there; None where that is not surely right."""
        written, path = self.formula.written, self.formula.path
        if written is None or path is None:
            return None
        start = self.formula.offset + offset
        end = start + len(name)
        quoted = written[start - 1 : start] == "`"
        if written[start:end] != name or quoted or not _is_plain(meant):
            return None
        edit = Edit("set", ("nodes", self.step.id, *path), written[:start] + meant + written[end:])
        return Fix(f"Write “{meant}”", (edit,))


_known: WeakKeyDictionary[Survey, tuple[Reading, ...]] = WeakKeyDictionary()


def readings(survey: Survey) -> tuple[Reading, ...]:
    """Return every formula of a drawing, step by step; looked for once in each survey."""
    found = _known.get(survey)
    if found is None:
        found = _known[survey] = tuple(_found(survey))
    return found


def _found(survey: Survey) -> Iterator[Reading]:
    context = Context(survey)
    for step in survey.steps.values():
        for formula in formulas(step):
            schema = context.schema(step, saving=formula.saving)
            yield Reading(step, formula, _read(formula.text), schema, context.visible(step))


@lru_cache(maxsize=8192)
def _read(text: str) -> Reads | ExpressionSyntaxError:
    try:
        return reads(text)
    except ExpressionSyntaxError as error:
        return error


def _is_plain(path: str) -> bool:
    return all(part.removeprefix("$").isidentifier() for part in path.split("."))
