"""Knows how to compare two plain values field by field and row by row. Must not know steps.

Rows are compared as a person would: the same row found again by its `id` or by its content, so
one row put in above does not make all the others differ.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, cast

from runtime.definition.diff.changes import Change, name_words, same, spell
from runtime.definition.diff.tables import is_table, table_schema
from runtime.definition.form_fields import ORDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.definition.json_value import JsonObject, JsonValue

MISSING = object()
"""Stands for a field that one of the two sides does not have."""

_Side = object
_SCHEMA_CODES = {"input", "data"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where two values are compared.

    Attributes:
        code: first part of the change's code: "param", "setting" …
        where: place for programs.
        subject: start of each sentence: “Check margin” …
        words: titles of the fields on the way, outermost first.
        schema: JSON Schema of the value, where it is known.
        root: the schema that holds `$defs`.
    """

    code: str
    where: str
    subject: str = ""
    words: tuple[str, ...] = ()
    schema: JsonObject | None = None
    root: JsonObject | None = None

    def inside(self, name: str) -> Place:
        """Return the place of a field, called by its title where the schema has one."""
        schema = _field_schema(self.schema, name, self.root)
        title = (schema or {}).get("title")
        word = title if isinstance(title, str) else name_words(name)
        if name == "properties" and self.code in _SCHEMA_CODES:
            word = ""  # a person reads "case data, amount", not "case data, properties, amount"
        elif name == ORDER:
            word = "order of the fields"
        return self._at(f".{name}", word, schema)

    def row(self, number: int) -> Place:
        """Return the place of an item of a list, counted from 1."""
        return self._at(f"[{number - 1}]", f"row {number}", _item_schema(self.schema, self.root))

    def cell(self, number: int) -> Place:
        """Return the place of a cell of a row, counted from 0, called by its column."""
        schema = self.columns[number]
        return self._at(f"[{number}]", str(schema.get("title") or f"column {number + 1}"), schema)

    def of_table(self, table: JsonObject) -> Place:
        """Return the same place, knowing the columns of the table that stands there."""
        return replace(self, schema=table_schema(table, self.schema or {}))

    @property
    def columns(self) -> list[JsonObject]:
        """Schemas of the cells of a list that is a row of a table."""
        found = (self.schema or {}).get("prefixItems")
        items = found if isinstance(found, list) else []
        return [item for item in items if isinstance(item, dict)]

    def change(self, verb: str, sentence: str, old: object, new: object) -> Change:
        """Make a change here; `sentence` follows the subject and the words on the way."""
        start = ": ".join(part for part in (self.subject, ", ".join(self.words)) if part)
        joint = " " if start else ""
        return Change(
            f"{self.code}.{verb}", self.where, f"{start}{joint}{sentence}", _shown(old), _shown(new)
        )

    def _at(self, step: str, word: str, schema: JsonObject | None) -> Place:
        where = f"{self.where}{step}" if self.where else step.lstrip(".")
        words = (*self.words, word) if word else self.words
        return Place(self.code, where, self.subject, words, schema, self.root)


def field_changes(old: _Side, new: _Side, place: Place) -> Iterator[Change]:
    """Compare two plain values, either of which may be `MISSING`."""
    if old is MISSING or new is MISSING:
        yield from _come_or_gone(old, new, place)
        return
    before, after = cast("JsonValue", old), cast("JsonValue", new)
    if same(before, after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        place = place.of_table(after) if is_table(after) and is_table(before) else place
        for name in sorted(before.keys() | after.keys()):
            ends = before.get(name, MISSING), after.get(name, MISSING)
            yield from field_changes(*ends, place.inside(name))
    elif isinstance(before, list) and isinstance(after, list):
        yield from _list_changes(before, after, place)
    else:
        yield place.change("changed", f"{spell(before)} → {spell(after)}", before, after)


def _come_or_gone(old: _Side, new: _Side, place: Place) -> Iterator[Change]:
    if new is not MISSING:
        yield place.change("added", f"added: {spell(cast('JsonValue', new))}", None, new)
    else:
        yield place.change("removed", f"removed (was {spell(cast('JsonValue', old))})", old, None)


def _list_changes(old: list[JsonValue], new: list[JsonValue], place: Place) -> Iterator[Change]:
    if _are_rows(old + new):
        yield from _row_changes(old, new, place)
    elif len(old) == len(new) == len(place.columns):
        for number, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from field_changes(before, after, place.cell(number))
    else:
        yield place.change("changed", f"{spell(old)} → {spell(new)}", old, new)


def _are_rows(items: list[JsonValue]) -> bool:
    return bool(items) and all(isinstance(item, dict | list) for item in items)


def _row_changes(old: list[JsonValue], new: list[JsonValue], place: Place) -> Iterator[Change]:
    before, after = _marks(old, new)
    if sorted(before) == sorted(after) and before != after:
        yield place.change("moved", "rows stand in another order", old, new)
        by_mark = dict(zip(before, old, strict=True))
        for number, (mark, row) in enumerate(zip(after, new, strict=True), 1):
            yield from field_changes(by_mark[mark], row, place.row(number))
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _, first, end, start, stop in matcher.get_opcodes():
        yield from _block_changes(old[first:end], new[start:stop], (first, start), place)


def _block_changes(
    old: list[JsonValue], new: list[JsonValue], offsets: tuple[int, int], place: Place
) -> Iterator[Change]:
    """Pair the rows of one stretch; what is left over was put in or taken out."""
    paired = min(len(old), len(new))
    for index in range(paired):
        yield from field_changes(old[index], new[index], place.row(offsets[1] + index + 1))
    for index in range(paired, len(new)):
        yield from field_changes(MISSING, new[index], place.row(offsets[1] + index + 1))
    for index in range(paired, len(old)):
        yield from field_changes(old[index], MISSING, place.row(offsets[0] + index + 1))


def _marks(old: list[JsonValue], new: list[JsonValue]) -> tuple[list[str], list[str]]:
    """Return what a row is recognised by: its id where all have different ones, else all of it."""
    sides = [_ids(rows) for rows in (old, new)]
    if None not in sides:
        return cast("tuple[list[str], list[str]]", tuple(sides))
    return _contents(old), _contents(new)


def _ids(rows: list[JsonValue]) -> list[str] | None:
    found = [row.get("id") for row in rows if isinstance(row, dict)]
    ids = [value for value in found if isinstance(value, str)]
    return ids if len(set(ids)) == len(rows) else None


def _contents(rows: list[JsonValue]) -> list[str]:
    return [json.dumps(row, sort_keys=True) for row in rows]


def _field_schema(
    schema: JsonObject | None, name: str, root: JsonObject | None
) -> JsonObject | None:
    properties = (schema or {}).get("properties")
    found = properties.get(name) if isinstance(properties, dict) else None
    return _resolved(found, root)


def _item_schema(schema: JsonObject | None, root: JsonObject | None) -> JsonObject | None:
    return _resolved((schema or {}).get("items"), root)


def _resolved(schema: JsonValue, root: JsonObject | None) -> JsonObject | None:
    if not isinstance(schema, dict):
        return None
    reference, definitions = schema.get("$ref"), (root or {}).get("$defs")
    if isinstance(reference, str) and isinstance(definitions, dict):
        target = definitions.get(reference.rpartition("/")[2])
        return {**target, **schema} if isinstance(target, dict) else schema
    return schema


def _shown(value: object) -> JsonValue:
    return None if value is MISSING else cast("JsonValue", value)
