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
    return made


def key_renamed(value: JsonValue, name: str, new: str) -> JsonValue:
    """Return an object with one of its names changed, at the same place; other values as they are.

    Where the new name is there as well, nothing is changed, so that no value is lost.
    """
    if not isinstance(value, dict) or name not in value or new in value:
        return value
    return {new if each == name else each: inner for each, inner in value.items()}


def _asking(schema: JsonValue, name: str, new: str) -> JsonValue:
    """Return a field that counts beside another one, when that one is called otherwise."""
    wishes = schema.get(WHEN) if isinstance(schema, dict) else None
    if not isinstance(schema, dict) or not isinstance(wishes, dict) or name not in wishes:
        return schema
    return {**schema, WHEN: key_renamed(wishes, name, new)}
