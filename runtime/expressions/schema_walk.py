"""Knows how to follow a path through a JSON Schema. Must not know expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from runtime.definition.form_fields import ordered_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runtime.definition.json_value import JsonValue

_ALTERNATIVES = ("allOf", "anyOf", "oneOf")
_MAX_DEPTH = 20


def properties_at(
    schema: Mapping[str, JsonValue], path: tuple[str, ...]
) -> dict[str, Mapping[str, JsonValue]]:
    """Returns name and schema of each field that a value at the path may have.

    Lists are looked through, as JSONata does; `$ref` inside the document is followed.
    """
    found: list[Mapping[str, JsonValue]] = list(_shapes(schema, schema, 0))
    for name in path:
        found = [
            shape
            for each in found
            if name in _properties(each)
            for shape in _shapes(_properties(each)[name], schema, 0)
        ]
    merged: dict[str, Mapping[str, JsonValue]] = {}
    for each in found:
        merged |= _properties(each)
    return merged


def described(schema: Mapping[str, JsonValue], root: Mapping[str, JsonValue]) -> tuple[str, str]:
    """Returns kind and title (or description) of a field's schema."""
    for shape in _shapes(schema, root, 0):
        kind = shape.get("type")
        kinds = [str(each) for each in kind] if isinstance(kind, list) else [str(kind or "")]
        text = shape.get("title") or shape.get("description") or ""
        return " or ".join(each for each in kinds if each and each != "null"), str(text)
    return "", ""


def _shapes(
    schema: Mapping[str, JsonValue], root: Mapping[str, JsonValue], depth: int
) -> Iterator[Mapping[str, JsonValue]]:
    """Yields the schema with references, lists and alternatives opened."""
    if depth > _MAX_DEPTH:
        return
    reference = schema.get("$ref")
    if isinstance(reference, str):
        yield from _shapes(_referenced(reference, root), root, depth + 1)
        return
    yield schema
    for word in _ALTERNATIVES:
        options = schema.get(word)
        for option in options if isinstance(options, list) else ():
            yield from _shapes(_mapping(option), root, depth + 1)
    items = schema.get("items")
    if isinstance(items, dict):
        yield from _shapes(items, root, depth + 1)


def _properties(schema: Mapping[str, JsonValue]) -> dict[str, Mapping[str, JsonValue]]:
    return {name: _mapping(each) for name, each in ordered_fields(schema).items()}


def _referenced(reference: str, root: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    if not reference.startswith("#/"):
        return {}
    found: JsonValue = cast("JsonValue", root)
    for part in reference[2:].split("/"):
        found = _mapping(found).get(part.replace("~1", "/").replace("~0", "~"))
    return _mapping(found)


def _mapping(value: JsonValue) -> dict[str, JsonValue]:
    return value if isinstance(value, dict) else {}
