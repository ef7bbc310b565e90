"""Knows how to look a path up in a JSON Schema of hostile origin. Must not know expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.definition.json_value import JsonObject, JsonValue

_DEEPEST = 20
_WORDS = ("allOf", "anyOf", "oneOf")


def fields_at(schema: JsonObject, path: tuple[str, ...]) -> dict[str, list[JsonObject]] | None:
    """Return the fields that a value at a path has, with their schemas; None when any may be.

    Lists are looked through, as JSONata does.
    """
    return KnownFields(schema).at(path)


class KnownFields:
    """Looks many paths up in one schema, each part of the way once."""

    def __init__(self, schema: JsonObject) -> None:
        self._schema = schema
        self._found: dict[tuple[str, ...], dict[str, list[JsonObject]] | None] = {
            (): _fields([schema], schema)
        }

    def at(self, path: tuple[str, ...]) -> dict[str, list[JsonObject]] | None:
        """Return the same as `fields_at`."""
        if path not in self._found:
            around, name = self.at(path[:-1]), path[-1]
            schemas = None if around is None else around.get(name)
            self._found[path] = None if schemas is None else _fields(schemas, self._schema)
        return self._found[path]


def at(schema: JsonObject, path: tuple[str, ...]) -> list[JsonObject]:
    """Return the schemas that a value at a path may follow; none when nothing is known of it."""
    *way, name = path
    inside = fields_at(schema, tuple(way))
    return [
        shape
        for found in (inside or {}).get(name, [])
        for shape in _shapes(found, schema, _DEEPEST)
    ]


def _fields(schemas: list[JsonObject], root: JsonObject) -> dict[str, list[JsonObject]] | None:
    merged: dict[str, list[JsonObject]] = {}
    closed = False
    for schema in schemas:
        for shape in _shapes(schema, root, _DEEPEST):
            if shape.get("additionalProperties", False) not in (False, None):
                return None
            properties = shape.get("properties")
            if isinstance(properties, dict):
                closed = True
                for name, inner in properties.items():
                    merged.setdefault(name, []).append(inner if isinstance(inner, dict) else {})
    return merged if closed else None


def _shapes(schema: JsonObject, root: JsonObject, depth: int) -> Iterator[JsonObject]:
    if depth == 0:
        return
    yield schema
    inner: list[JsonValue] = [schema.get("items")]
    for word in _WORDS:
        options = schema.get(word)
        inner += options if isinstance(options, list) else []
    reference = schema.get("$ref")
    if isinstance(reference, str):
        # Where it leads is not looked up here, so anything may stand there.
        yield {"additionalProperties": True}
    for option in inner:
        if isinstance(option, dict):
            yield from _shapes(option, root, depth - 1)
