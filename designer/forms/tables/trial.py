"""Knows how a table is tried with values: the formulas for it, and what the answers say. No Qt."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from designer.forms.tables import rules
from runtime.expressions.cells import CellError, condition, read_cell, read_value, typed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.definition.json_value import JsonObject, JsonValue


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one set of values.

    Attributes:
        inputs: what the input columns hold, from the left.
        fitting: rows that apply.
        counting: rows that made the result.
        result: the output; None where there is none.
        why: why there is none, for people.
    """

    inputs: tuple[JsonValue, ...] = ()
    fitting: frozenset[int] = frozenset()
    counting: frozenset[int] = frozenset()
    result: JsonValue = None
    why: str = ""


def literal(text: str, column: rules.Column) -> str:
    """Return a value that was typed to try as a formula.

    Raises:
        CellError: it does not fit the column.
    """
    return read_value(rules.entered(text, _giving(column)), column.type).text


def _giving(column: rules.Column) -> rules.Column:
    return rules.Column("then", column.at, column.title, column.type)


def with_values(table: JsonObject, values: Mapping[int, str]) -> JsonObject:
    """Return the table with typed values in place of the formulas of some input columns.

    Raises:
        CellError: a value does not fit its column.
    """
    heads = [dict(each) for each in cast("list[JsonObject]", table["inputs"])]
    shape = rules.columns(table)
    for at, text in values.items():
        if at < len(heads) and text.strip():
            heads[at]["expression"] = literal(text, shape[at])
    return {**table, "inputs": cast("JsonValue", heads)}


def fitting_formula(table: JsonObject) -> str:
    """Return a formula that gives the values of the inputs and the numbers of rows that apply.

    Rows with a cell that cannot be read are left out.
    """
    tests = [each for each in rules.columns(table) if each.part == "when"]
    lines = [
        f"$c{each.at} := ($v := ({each.formula.strip() or 'null'}); "
        f"$v != null ? {typed('$v', each.type)})"
        for each in tests
    ]
    hits = [line for row in range(rules.count(table)) if (line := _row(table, row, tests))]
    found = ", ".join(f"$exists($c{each.at}) ? $c{each.at} : null" for each in tests)
    return "(" + "; ".join([*lines, f'{{"inputs": [{found}], "fit": [{", ".join(hits)}]}}']) + ")"


def _row(table: JsonObject, row: int, tests: list[rules.Column]) -> str:
    try:
        parts = [
            condition(read_cell(rules.cell(table, row, each), each.type), f"$c{each.at}")
            for each in tests
        ]
    except CellError:
        return ""
    joined = " and ".join(part for part in parts if part)
    return f"({joined}) ? {row}" if joined else str(row)


def unreadable(table: JsonObject) -> str:
    """Return which row keeps the table from giving a result; "" for none."""
    shape = rules.columns(table)
    for row in range(rules.count(table)):
        for each in shape:
            if each.part != "note" and rules.trouble(rules.cell(table, row, each), each):
                return f"A cell of row {row + 1} cannot be read, so there is no result yet."
    return ""


def rows_in(answer: object) -> tuple[tuple[JsonValue, ...], frozenset[int]]:
    """Return the inputs and the rows that apply, of the helper's answer to that formula."""
    value = _value(answer)
    if not isinstance(value, dict):
        return (), frozenset()
    inputs, fit = value.get("inputs"), value.get("fit")
    return tuple(inputs) if isinstance(inputs, list) else (), _numbers(fit, 0)


def verdict_in(answer: object) -> tuple[JsonValue, frozenset[int], str]:
    """Return the result, the rows that made it, and why there is none, of the whole table."""
    value = _value(answer)
    if not isinstance(value, dict) or "output" not in value:
        return None, frozenset(), _error(answer)
    because = value.get("because")
    rows = because.get("rows") if isinstance(because, dict) else None
    return value["output"], _numbers(rows, 1), ""


def of_the_last_line(found: Trial, table: JsonObject) -> frozenset[int]:
    """Return the line behind the rows where it made the result; none where rows did."""
    counts = found.result is not None and not (found.fitting or found.counting or found.why)
    known = counts and table.get("otherwise") is not None
    return frozenset({rules.count(table)}) if known else frozenset()


def _numbers(found: JsonValue, first: int) -> frozenset[int]:
    numbers = found if isinstance(found, list) else []
    return frozenset(int(n) - first for n in numbers if isinstance(n, int | float))


def _first(answer: object) -> JsonObject:
    if isinstance(answer, list) and answer and isinstance(answer[0], dict):
        return cast("JsonObject", answer[0])
    return cast("JsonObject", answer) if isinstance(answer, dict) else {}


def _value(answer: object) -> JsonValue:
    return _first(answer).get("value")


def _error(answer: object) -> str:
    first = _first(answer)
    error = first.get("error") or first.get("failed") or ""
    return error if isinstance(error, str) else json.dumps(error)
