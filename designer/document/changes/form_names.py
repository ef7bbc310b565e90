"""Knows how a form changes when a field is called otherwise. Must not know who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.definition.form_fields import with_name

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue

WHEN = "x-baton-when"


def with_field_named(form: JsonObject, name: str, new: str) -> JsonObject:
    """Return a form with a field under another name, which no other has."""
    known = form.get("properties")
    properties = known if isinstance(known, dict) else {}
    asking: JsonObject = {each: _asking(s, name, new) for each, s in properties.items()}
    made = with_name({**form, "properties": asking}, name, new)
    if isinstance(names := form.get("required"), list):
        made["required"] = [new if each == name else each for each in names]
    if isinstance(parts := form.get("allOf"), list):
        made["allOf"] = [_needing(part, name, new) for part in parts]
    return made


def with_inner_field_named(form: JsonObject, way: tuple[str, ...], new: str) -> JsonObject:
    """Return a form with a field inside of fields under another name; one without it as it is.

    Args:
        form: a schema.
        way: names from the top, through groups and tables, to the field.
        new: its new name, which no other has there.
    """
    known = form.get("properties")
    properties = known if isinstance(known, dict) else {}
    first, *rest = way
    held = properties.get(first)
    if not rest:
        return with_field_named(form, first, new) if first in properties else form
    if not isinstance(held, dict):
        return form
    items = held.get("items")
    if isinstance(items, dict):
        made: JsonObject = {**held, "items": with_inner_field_named(items, tuple(rest), new)}
    else:
        made = with_inner_field_named(held, tuple(rest), new)
    return {**form, "properties": {**properties, first: made}}


def key_renamed(value: JsonValue, way: tuple[str, ...], new: str) -> JsonValue:
    """Return a value with the last name of a way changed, at the same place.

    Lists on the way are gone through. Where the new name is there as well, nothing is changed, so
    that no value is lost.
    """
    if isinstance(value, list):
        return [key_renamed(each, way, new) for each in value]
    first, *rest = way
    if not isinstance(value, dict) or first not in value:
        return value
    if rest:
        return {**value, first: key_renamed(value[first], tuple(rest), new)}
    if new in value:
        return value
    return {new if each == first else each: inner for each, inner in value.items()}


def _needing(part: JsonValue, name: str, new: str) -> JsonValue:
    """Return what must be there beside some answers, when a field is called otherwise."""
    if not isinstance(part, dict) or part.keys() != {"if", "then"}:
        return part
    return {keyword: _naming(inner, name, new) for keyword, inner in part.items()}


def _naming(schema: JsonValue, name: str, new: str) -> JsonValue:
    if not isinstance(schema, dict):
        return schema
    made: JsonObject = dict(schema)
    if isinstance(asked := schema.get("properties"), dict):
        made["properties"] = key_renamed(asked, (name,), new)
    if isinstance(names := schema.get("required"), list):
        made["required"] = [new if each == name else each for each in names]
    return made


def _asking(schema: JsonValue, name: str, new: str) -> JsonValue:
    """Return a field that counts beside another one, when that one is called otherwise."""
    wishes = schema.get(WHEN) if isinstance(schema, dict) else None
    if not isinstance(schema, dict) or not isinstance(wishes, dict) or name not in wishes:
        return schema
    return {**schema, WHEN: key_renamed(wishes, (name,), new)}
