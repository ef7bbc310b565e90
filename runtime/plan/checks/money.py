"""Knows whether money is compared as what it is: to the cent, and not as a float."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.expressions import ExpressionSyntaxError
from runtime.plan.known_fields import at
from runtime.plan.readings import readings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.expressions.usage import Read
    from runtime.plan.problems import Problem
    from runtime.plan.readings import Reading
    from runtime.plan.survey import Survey

_MONEY = {"money", "decimal"}
"""Formats in the schemas of input and case data, and types of settings, that mean money."""


def find(survey: Survey) -> Iterator[Problem]:
    """Find comparisons for equality in which a bare field of money stands."""
    for reading in readings(survey):
        if isinstance(reading.found, ExpressionSyntaxError):
            continue
        told: set[int] = set()
        for comparison in reading.found.comparisons:
            for each in () if comparison.with_text else comparison.fields:
                if each.offset not in told and _is_money(reading, each):
                    told.add(each.offset)
                    yield _bare(reading, each, comparison.operator)


def _is_money(reading: Reading, each: Read) -> bool:
    shapes = at(reading.schema, each.path) if each.path else []
    return any(shape.get("format") in _MONEY for shape in shapes)


def _bare(reading: Reading, each: Read, operator: str) -> Problem:
    sentence = (
        "money is compared as a float, where 0.1 + 0.2 is not 0.3; write "
        f"$round({each.text}, 2) and the like on both sides of “{operator}”."
    )
    return reading.problem("expression.money_float", "warning", sentence, each.offset)
