"""Knows the shape of a decision table, so that its cells are called by their column's heading.

Must not know how cells are written or what they mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runtime.definition.json_value import JsonObject, JsonValue

_SILENT: JsonObject = {"title": ""}
"""A part whose name says nothing to a reader: "row 2, Amount", not "rows, row 2, when, Amount"."""


def is_table(value: JsonObject) -> bool:
    """Whether a value has columns of inputs and outputs, and rows."""
    return all(isinstance(value.get(part), list) for part in ("inputs", "outputs", "rows"))


def table_schema(table: JsonObject, schema: JsonObject) -> JsonObject:
    """Return a schema of a table in which every cell has its column's heading as title."""
    cells: JsonObject = {
        "when": _cells(_headings(table["inputs"], "title")),
        "then": _cells(_headings(table["outputs"], "name")),
    }
    known = schema.get("properties")
    properties: JsonObject = {
        **(known if isinstance(known, dict) else {}),
        "rows": {**_SILENT, "items": {"properties": cells}},
        "otherwise": {**_cells(_headings(table["outputs"], "name")), "title": "otherwise"},
    }
    return {**schema, "properties": properties}


def _cells(headings: Iterable[str]) -> JsonObject:
    titles: list[JsonValue] = [{"title": heading} for heading in headings]
    return {"title": "", "prefixItems": titles}


def _headings(columns: JsonValue, name: str) -> list[str]:
    found = columns if isinstance(columns, list) else []
    return [
        str(column.get(name) or number) if isinstance(column, dict) else str(number)
        for number, column in enumerate(found, 1)
    ]
