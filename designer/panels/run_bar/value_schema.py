"""Knows what fields a recorded value has, so that a form can show them. Must not know Qt."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from runtime.definition.form_fields import ordered_fields
from runtime.expressions.plain_language import words_of

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue

_DEEPEST = 3
"""Objects in objects that are still shown as fields."""
_MOST = 40
"""Fields of one object: more of them make a form that nobody reads."""
_MOST_ITEMS = 12
_LONG = 80
_LONGEST = 20_000
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def schema_of(value: JsonObject, known: JsonObject) -> JsonObject:
    """Return a schema with a field for each plain member of an object.

    Lists of objects, long ones, and what lies very deep, have no field: they are edited as JSON.

    Args:
        value: the object.
        known: a schema that names some of its fields, such as the start form's; {} for none.
    """
    return {**_object(value, known, _DEEPEST), **_definitions(known)}


def _definitions(known: JsonObject) -> JsonObject:
    return {"$defs": known["$defs"]} if "$defs" in known else {}


def _object(value: JsonObject, known: JsonObject, depth: int) -> JsonObject:
    told = ordered_fields(known)
    names = dict.fromkeys([*(name for name in told if name in value), *value])
    fields: JsonObject = {}
    for name in islice(names, _MOST):
        field = _field(name, value[name], told.get(name), depth)
        if field:
            fields[name] = field
    return {"type": "object", "properties": fields}


def _field(name: str, value: JsonValue, told: JsonValue, depth: int) -> JsonObject:
    known = told if isinstance(told, dict) else {}
    if known and not isinstance(value, dict | list):
        return known
    title = {"title": str(known.get("title") or _named(name))}
    if isinstance(value, dict):
        inner = _object(value, known, depth - 1) if value and depth > 1 else {}
    else:
        inner = _list(value) if isinstance(value, list) else _plain(value)
    return {**inner, **title} if inner else {}


def _named(name: str) -> str:
    words = words_of(name)
    return words[:1].upper() + words[1:]


def _plain(value: JsonValue) -> JsonObject:
    match value:
        case bool():
            return {"type": "boolean"}
        case int() | float():
            return {"type": "number"}
        case str():
            return _text(value)
        case _:
            return {}


def _text(text: str) -> JsonObject:
    if len(text) > _LONGEST:
        return {}
    if _DATE.fullmatch(text):
        return {"type": "string", "format": "date"}
    is_long = len(text) > _LONG or "\n" in text
    return {"type": "string", "format": "multiline"} if is_long else {"type": "string"}


def _list(items: list[JsonValue]) -> JsonObject:
    """A short list of plain values of one sort has a field."""
    sorts = {type(item) for item in islice(items, _MOST_ITEMS + 1)}
    inner = _plain(items[0]) if len(sorts) == 1 and len(items) <= _MOST_ITEMS else {}
    return {"type": "array", "items": inner} if inner else {}
