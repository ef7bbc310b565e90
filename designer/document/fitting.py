"""Knows which parts of a value a form still has fields for. Must not know who filled them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue


def fitting(value: JsonValue, schema: JsonObject) -> JsonValue:
    """Return a value without what the form has no field for: nobody would see that it is sent.

    Args:
        value: what a form was filled in with once; its fields may be called otherwise by now.
        schema: the form as it is; what it leaves open is kept.
    """
    items, properties = schema.get("items"), schema.get("properties")
    if isinstance(value, list) and isinstance(items, dict):
        return [fitting(each, items) for each in value]
    if not isinstance(value, dict) or not isinstance(properties, dict):
        return value
    if schema.get("additionalProperties", False) not in (False, None):
        return value
    return {
        name: fitting(each, inner) if isinstance(inner, dict) else each
        for name, each in value.items()
        if (inner := properties.get(name)) is not None
    }
