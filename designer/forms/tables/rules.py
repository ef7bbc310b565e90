"""Knows a decision table as plain values, and every change of it. Must not know Qt or how it runs.

A table is `{inputs, outputs, rows: [{when, then, note}], otherwise}`. Every change returns a new
table; what is not understood in it is kept.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from runtime.expressions.cells import (
    CellError,
    ValueType,
    formulas,
    from_spreadsheet,
    read_cell,
    read_value,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from runtime.definition.json_value import JsonObject, JsonValue

Part: TypeAlias = Literal["when", "then", "note"]
PARTS = {"when": "inputs", "then": "outputs"}
TYPES = frozenset({"any", "text", "number", "money", "boolean", "date"})
_THOUSANDS = re.compile(r"(?<![\w\"-])(?<!\d\.)\d{4,}(?![\d\w\"-])")
_QUOTED = re.compile(r'"(?:[^"\\,]+)"(?:, *"(?:[^"\\,]+)")*')


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is shown.

    Attributes:
        part: whether it tests, gives, or holds remarks.
        at: its number among those of its part.
    """

    part: Part
    at: int
    title: str
    type: ValueType = "any"
    formula: str = ""

    @property
    def is_number(self) -> bool:
        """Whether its values are amounts."""
        return self.type in {"number", "money"}


def is_table(value: JsonValue) -> bool:
    """Whether a value has the form of a table."""
    if not isinstance(value, dict):
        return False
    lists = [value.get(name) for name in ("inputs", "outputs", "rows")]
    return all(
        isinstance(each, list) and all(isinstance(item, dict) for item in each) for each in lists
    )


def columns(table: JsonObject) -> list[Column]:
    """Return the columns from the left: tests, results, remarks."""
    found: list[Column] = []
    for part, place in PARTS.items():
        for at, each in enumerate(_dicts(table, place)):
            title = str(each.get("title" if part == "when" else "name") or "")
            kind = str(each.get("type"))
            of = cast("ValueType", kind if kind in TYPES else "any")
            found.append(Column(cast("Part", part), at, title, of, str(each.get("expression", ""))))
    return [*found, Column("note", 0, "Remark")]


def count(table: JsonObject) -> int:
    """Return how many rows there are."""
    return len(_dicts(table, "rows"))


def cell(table: JsonObject, row: int, column: Column) -> str:
    """Return what a cell holds; the row behind the last is what counts when none applies."""
    rows = _dicts(table, "rows")
    if row >= len(rows):
        otherwise = table.get("otherwise")
        return _at(otherwise, column.at) if column.part == "then" else ""
    if column.part == "note":
        return str(rows[row].get("note") or "")
    return _at(rows[row].get(column.part), column.at)


# --- what a cell says -----------------------------------------------------------------------------


@lru_cache(maxsize=16_384)
def trouble(text: str, column: Column) -> str:
    """Return why a cell cannot be read; "" for one that can."""
    try:
        if column.part == "when":
            read_cell(text, column.type)
        elif column.part == "then":
            read_value(text, column.type)
    except CellError as error:
        return f"{str(error)[:1].upper()}{str(error)[1:]}."
    return ""


def entered(text: str, column: Column, decimal: str = ".") -> str:
    """Return what a person wrote as a cell; what nobody can read stays as it was written."""
    if column.part == "note":
        return text
    text = text.strip()
    if not column.is_number and _is_plain(text, column):
        return text
    of: ValueType = "text" if column.type == "any" and trouble(text, column) else column.type
    cleaned = from_spreadsheet(text, of, decimal)
    if column.part == "then" and of == "text" and cleaned != text:
        cleaned = json.dumps(text, ensure_ascii=False)  # one text, whatever commas are in it
    return text if trouble(cleaned, column) else cleaned


def _is_plain(text: str, column: Column) -> bool:
    """Whether a cell holds nothing but values and tests, so that no words in it want quotes."""
    if trouble(text, column):
        return False
    if column.part == "then":
        return not read_value(text, column.type).is_formula
    return not formulas(read_cell(text, column.type))


def shown(text: str, column: Column) -> str:
    """Return how a cell reads: thousands apart, words without quotes, yes and no."""
    if column.is_number:
        return _THOUSANDS.sub(lambda hit: f"{int(hit[0]):,}", text) if '"' not in text else text
    if column.type in {"text", "any"} and _QUOTED.fullmatch(text):
        return text.replace('"', "")
    if column.type == "boolean" and text in {"true", "false"}:
        return "yes" if text == "true" else "no"
    return text


# --- changes --------------------------------------------------------------------------------------


def with_cells(
    table: JsonObject, cells: Mapping[tuple[int, int], str], *, grow: bool = False
) -> JsonObject:
    """Return the table with other cells, by row and column.

    Args:
        table: the table.
        cells: texts; those of the row behind the last are what counts when no row applies.
        grow: whether cells behind the last row make new rows instead.
    """
    shape = columns(table)
    rows = [dict(row) for row in _dicts(table, "rows")]
    most = max((row for row, _ in cells), default=-1)
    if grow:
        rows += [blank(table) for _ in range(most + 1 - len(rows))]
    otherwise = table.get("otherwise")
    for (row, at), text in cells.items():
        column = shape[at]
        if row < len(rows):
            _write(rows[row], column, text)
        elif column.part == "then":
            width = len(_dicts(table, "outputs"))
            values = _padded(otherwise, width)
            values[column.at] = text
            otherwise = values if any(values) else None
    made: JsonObject = {**table, "rows": cast("JsonValue", rows)}
    return _with_otherwise(made, otherwise)


def blank(table: JsonObject) -> JsonObject:
    """Return a row that every value passes."""
    tests: list[JsonValue] = ["-" for _ in _dicts(table, "inputs")]
    results: list[JsonValue] = ["" for _ in _dicts(table, "outputs")]
    return {"when": tests, "then": results}


def with_rows(table: JsonObject, at: int, rows: Sequence[JsonObject]) -> JsonObject:
    """Return the table with rows put in before one."""
    old = _dicts(table, "rows")
    return {**table, "rows": cast("JsonValue", [*old[:at], *rows, *old[at:]])}


def rows_of(table: JsonObject, at: Iterable[int]) -> list[JsonObject]:
    """Return some rows; what is behind the last is none."""
    old = _dicts(table, "rows")
    return [old[n] for n in at if n < len(old)]


def without_rows(table: JsonObject, gone: Iterable[int]) -> JsonObject:
    """Return the table without some rows; one blank row at least is left."""
    leaving = set(gone)
    left = [row for n, row in enumerate(_dicts(table, "rows")) if n not in leaving]
    return {**table, "rows": cast("JsonValue", left or [blank(table)])}


def moved_rows(table: JsonObject, first: int, last: int, by: int) -> JsonObject:
    """Return the table with rows from first to last moved; at an end they stay."""
    rows = _dicts(table, "rows")
    if not 0 <= first + by <= last + by < len(rows):
        return table
    block = rows[first : last + 1]
    rest = rows[:first] + rows[last + 1 :]
    at = first + by
    return {**table, "rows": cast("JsonValue", [*rest[:at], *block, *rest[at:]])}


def with_column(table: JsonObject, part: Part, at: int, column: JsonObject) -> JsonObject:
    """Return the table with a column put in before another of its part."""
    filling = "-" if part == "when" else ""
    return _reshaped(table, part, lambda old, new: [*old[:at], new or filling, *old[at:]], column)


def with_heading(table: JsonObject, part: Part, at: int, column: JsonObject) -> JsonObject:
    """Return the table with another heading of a column."""
    heads = list(_dicts(table, PARTS[part]))
    heads[at] = column
    return {**table, PARTS[part]: cast("JsonValue", heads)}


def without_column(table: JsonObject, part: Part, at: int) -> JsonObject:
    """Return the table without a column; the last one of its part stays."""
    if part not in PARTS or len(_dicts(table, PARTS[part])) <= 1:
        return table
    return _reshaped(table, part, lambda old, _: [*old[:at], *old[at + 1 :]])


def moved_column(table: JsonObject, part: Part, at: int, by: int) -> JsonObject:
    """Return the table with a column moved among those of its part."""
    if part not in PARTS or not 0 <= at + by < len(_dicts(table, PARTS[part])):
        return table

    def moved(old: list[Any], _: object) -> list[Any]:
        rest = old[:at] + old[at + 1 :]
        return [*rest[: at + by], old[at], *rest[at + by :]]

    return _reshaped(table, part, moved)


def _reshaped(
    table: JsonObject,
    part: Part,
    change: Callable[[list[Any], Any], list[Any]],
    column: JsonObject | None = None,
) -> JsonObject:
    width = len(_dicts(table, PARTS[part]))
    made: JsonObject = {
        **table,
        PARTS[part]: change(list(_dicts(table, PARTS[part])), column),
        "rows": [
            {**row, part: change(_padded(row.get(part), width), None)}
            for row in _dicts(table, "rows")
        ],
    }
    if part == "then" and table.get("otherwise") is not None:
        made["otherwise"] = change(_padded(table["otherwise"], width), None)
    return made


def _with_otherwise(table: JsonObject, otherwise: JsonValue) -> JsonObject:
    if otherwise is None and "otherwise" not in table:
        return table
    if otherwise is None:
        return {name: value for name, value in table.items() if name != "otherwise"}
    return {**table, "otherwise": otherwise}


def _write(row: JsonObject, column: Column, text: str) -> None:
    if column.part == "note":
        if text or "note" in row:
            row["note"] = text
        return
    values = _padded(row.get(column.part), column.at + 1)
    values[column.at] = text
    row[column.part] = values


def _padded(value: JsonValue, width: int) -> list[JsonValue]:
    values = list(value) if isinstance(value, list) else []
    return [*values, *cast("list[JsonValue]", [""] * (width - len(values)))]


def _at(value: JsonValue, at: int) -> str:
    if not isinstance(value, list) or at >= len(value) or value[at] is None:
        return ""
    return str(value[at])


def _dicts(table: JsonObject, name: str) -> list[JsonObject]:
    return cast("list[JsonObject]", table.get(name) or [])
