"""Knows where in a step's params a field of a marked type stands: a formula, a connection.

Must not know what any mark is good for. The marks are those of the field types in `runtime.step`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.plan.drawing import Step
    from runtime.step import Params

_MARK = "x-baton-field"


@dataclass(frozen=True, slots=True)
class Marked:
    """A value in the params of a step whose field type is marked.

    Attributes:
        field: where: "params.conditions[0].when".
        path: the same as steps of a fix inside the node; None when the drawing still has params
            of an older version of the kind.
        mark: the mark of the field type: "expression".
        value: what stands there.
    """

    field: str
    path: tuple[str, ...] | None
    mark: str
    value: JsonValue


def marked(step: Step, *marks: str) -> Iterator[Marked]:
    """Yield the values in a step's params whose field types have one of these marks."""
    if step.kind is None or step.raw is None:
        return
    if _marks_in(step.kind.params).isdisjoint(marks):
        return  # the params of most kinds have few marks, and most checks look for one
    schema = params_schema(step.kind.params)
    definitions = cast("JsonObject", schema.get("$defs", {}))
    for path, mark, value in _walk(schema, step.raw, definitions, ()):
        if mark in marks:
            field = "params" + "".join(
                f"[{part}]" if isinstance(part, int) else f".{part}" for part in path
            )
            current = step.node.kind_version == step.kind.version
            way = ("params", *map(str, path)) if current else None
            yield Marked(field, way, mark, value)


@lru_cache(maxsize=256)
def params_schema(params: type[Params]) -> JsonObject:
    """Return the JSON Schema of a kind's params."""
    return cast("JsonObject", params.model_json_schema())


@lru_cache(maxsize=256)
def _marks_in(params: type[Params]) -> frozenset[str]:
    """Return the marks of all field types of a kind's params, however deep they lie."""
    found, waiting = set[str](), [cast("JsonValue", params_schema(params))]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            mark = part.get(_MARK)
            found |= {mark} if isinstance(mark, str) else set()
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return frozenset(found)


def _walk(
    schema: JsonObject, value: JsonValue, definitions: JsonObject, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str, JsonValue]]:
    mark = schema.get(_MARK)
    if isinstance(mark, str):
        yield path, mark, value
    for part in _variants(schema, definitions):
        yield from _walk(part, value, definitions, path)
    properties, items = schema.get("properties"), schema.get("items")
    if isinstance(properties, dict) and isinstance(value, dict):
        for name in value.keys() & properties.keys():
            inner = cast("JsonObject", properties[name])
            yield from _walk(inner, value[name], definitions, (*path, name))
    if isinstance(items, dict) and isinstance(value, list):
        for number, row in enumerate(value):
            yield from _walk(items, row, definitions, (*path, number))


def _variants(schema: JsonObject, definitions: JsonObject) -> Iterator[JsonObject]:
    reference = schema.get("$ref")
    if isinstance(reference, str):
        target = definitions.get(reference.rpartition("/")[2])
        if isinstance(target, dict):
            yield target
    for word in ("anyOf", "allOf", "oneOf"):
        options = schema.get(word)
        for option in options if isinstance(options, list) else []:
            if isinstance(option, dict):
                yield option
