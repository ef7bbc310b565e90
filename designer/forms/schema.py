"""Knows how to read a JSON Schema for a form: references, null, titles. Must not know Qt."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from runtime.definition.form_fields import ordered_fields

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue

TYPE, ADVANCED, WHEN, UNIT = "x-baton-field", "x-baton-advanced", "x-baton-when", "x-baton-unit"
"""Marks of a field: its type, whether it is folded away, when it counts, what it is counted in."""
INPUTS_OF = "x-baton-inputs-of"
"""Names the field that holds the operation whose inputs this is."""
SEGMENTS = 3
"""So many choices still stand side by side."""
_TYPES = ("object", "array", "boolean", "integer", "number", "string")
_FORMATS = {"date": "date", "date-time": "date-time", "duration": "duration"}


def opened(schema: JsonObject) -> JsonObject:
    """Return a schema with its own reference followed and "or null" left out.

    Definitions stay with it, so that what lies inside can be opened in turn. A reference that leads
    nowhere, or round in a circle, leaves a schema that says nothing.
    """
    seen: set[str] = set()
    while isinstance(reference := schema.get("$ref"), str):
        rest = {name: value for name, value in schema.items() if name != "$ref"}
        found = {} if reference in seen else _referred(schema, reference)
        seen.add(reference)
        schema = {**found, **rest}
    real = [option for option in _options(schema) if option.get("type") != "null"]
    if len(real) == 1 and "anyOf" in schema:
        rest = {name: value for name, value in schema.items() if name != "anyOf"}
        return opened({**real[0], **rest})
    if isinstance(schema.get("type"), list):
        kinds = [kind for kind in cast("list[JsonValue]", schema["type"]) if kind != "null"]
        return {**schema, "type": kinds[0] if len(kinds) == 1 else cast("JsonValue", kinds)}
    return schema


def inside(schema: JsonObject, part: JsonValue) -> JsonObject:
    """Return the schema of a part, which may refer to the definitions of the whole."""
    found = part if isinstance(part, dict) else {}
    return {**found, "$defs": schema["$defs"]} if "$defs" in schema else found


def members(schema: JsonObject) -> dict[str, JsonObject]:
    """Return the schemas of an object's fields by name, opened, in their order."""
    return {name: opened(inside(schema, part)) for name, part in ordered_fields(schema).items()}


def required(schema: JsonObject) -> frozenset[str]:
    """Return the names of the fields that must be there."""
    names = schema.get("required")
    return frozenset(str(name) for name in names) if isinstance(names, list) else frozenset()


def needed_when(schema: JsonObject) -> frozenset[str]:
    """Return the names of the fields that must be there beside some answers to others."""
    parts = schema.get("allOf")
    found: set[str] = set()
    for part in parts if isinstance(parts, list) else []:
        if isinstance(part, dict) and part.keys() == {"if", "then"}:
            then = part["then"]
            found |= required(then) if isinstance(then, dict) else frozenset()
    return frozenset(found)


def field_type(schema: JsonObject, known: frozenset[str]) -> str:
    """Return the type of a field, one of those known; "json" where nothing fits.

    Args:
        schema: opened.
        known: types that have an editor.
    """
    if INPUTS_OF in schema and "inputs" in known:
        return "inputs"
    marked = schema.get(TYPE)
    if isinstance(marked, str) and marked in known:
        return marked
    found = _plain_type(schema)
    return found if found in known else "json"


def _plain_type(schema: JsonObject) -> str:
    if isinstance(schema.get("enum"), list):
        return "enum"
    kind = schema.get("type")
    if kind == "string":
        return _FORMATS.get(str(schema.get("format")), "string")
    if kind == "object" or (kind is None and "properties" in schema):
        others = opened(inside(schema, schema.get("additionalProperties")))
        named = "named" if others.get("properties") else "json"
        return "object" if schema.get("properties") else named
    if kind == "array" and isinstance(items := schema.get("items"), dict):
        is_choice = schema.get("uniqueItems") is True and isinstance(items.get("enum"), list)
        return "several" if is_choice else "array"
    return kind if isinstance(kind, str) and kind in _TYPES else "json"


def title(schema: JsonObject, name: str) -> str:
    """Return what people call a field."""
    found = schema.get("title")
    return str(found) if found else name.replace("_", " ").strip().capitalize()


def description(schema: JsonObject) -> str:
    """Return the help for a field, in one run of text."""
    return " ".join(str(schema.get("description") or "").split())


def counts(schema: JsonObject, values: JsonObject, schemas: dict[str, JsonObject]) -> bool:
    """Return whether a field has a meaning beside the other fields of its form.

    `x-baton-when` names other fields with the values that make it count, all of them. True stands
    for any value but an empty one, and for yes of what is yes or no. A field that is left out has
    its default.
    """
    wishes = schema.get(WHEN)
    for name, wanted in (wishes if isinstance(wishes, dict) else {}).items():
        other = schemas.get(name, {})
        here = values.get(name, other.get("default"))
        accepted = wanted if isinstance(wanted, list) else [wanted]
        is_any = True in accepted and other.get("type") != "boolean" and not is_empty(here)
        if not (is_any or any(same(here, each) for each in accepted)):
            return False
    return True


def same(one: JsonValue, other: JsonValue) -> bool:
    """Return whether two values are written alike; unlike ==, it tells 1 from true and 1.0."""
    return one is other or json.dumps(one) == json.dumps(other)


def is_empty(value: JsonValue) -> bool:
    """Return whether nothing is entered; no and zero are something."""
    return value is None or value in ("", [], {})


def _options(schema: JsonObject) -> list[JsonObject]:
    found = schema.get("anyOf")
    parts = found if isinstance(found, list) else []
    return [opened(inside(schema, part)) for part in parts]


def _referred(schema: JsonObject, reference: str) -> JsonObject:
    holder: Any = schema
    for name in reference.removeprefix("#/").split("/"):
        holder = cast("JsonObject", holder).get(name) if isinstance(holder, dict) else None
    return inside(schema, holder)
