"""Knows what a person should be told about a table while drawing it. Must not know how it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.expressions import MAX_TEXT, ExpressionSyntaxError
from runtime.expressions.cells import formulas, read_cell, read_value
from runtime.step import Finding, blanks
from runtime.steps.decision_table.analysis import coverage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.steps.decision_table.params import DecisionTableParams, Rules

_MOST_FOUND = 10


def findings(params: DecisionTableParams, text: str) -> tuple[Finding, ...]:
    """Returns what is wrong or unwise: formulas, size, gaps, overlaps, dead rows. Pure.

    Args:
        params: the table.
        text: the expression it becomes.
    """
    missing = {
        f"table.inputs[{n}].expression": c.expression for n, c in enumerate(params.table.inputs)
    }
    covered = coverage(params) if len(text) <= MAX_TEXT else (_too_large(text),)
    return (*blanks(missing), *_unreadable(params.table), *covered)


def _too_large(text: str) -> Finding:
    message = (
        f"The table is too large: its rules take {len(text):,} characters of at most "
        f"{MAX_TEXT:,}. Split it into two tables."
    )
    return Finding("table.too_large", "table", message, "error")


def _unreadable(table: Rules) -> list[Finding]:
    from runtime.expressions import parse  # slow to load, and most tables hold plain values only

    found: list[Finding] = []
    for field, text in _formulas(table):
        try:
            parse(text)
        except ExpressionSyntaxError as error:
            message = f"The cell cannot be read: {error.message}. Correct it."
            found.append(Finding("table.syntax", field, message, "error"))
            if len(found) == _MOST_FOUND:
                break
    return found


def _formulas(table: Rules) -> Iterator[tuple[str, str]]:
    """Yields every formula of a cell, with its place; values that stand for themselves are none."""
    for number, row in enumerate(table.rows):
        for n, (cell, column) in enumerate(zip(row.when, table.inputs, strict=True)):
            for text in formulas(read_cell(cell, column.type)):
                yield f"table.rows[{number}].when[{n}]", text
        for n, (cell, column) in enumerate(zip(row.then, table.outputs, strict=True)):
            given = read_value(cell, column.type)
            if given.is_formula:
                yield f"table.rows[{number}].then[{n}]", given.text
