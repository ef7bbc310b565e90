"""Knows how values get into the data of a case, and out of it. Must not know the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from runtime.definition.json_value import JsonObject, JsonValue


def saved(data: JsonValue, saves: Mapping[str, JsonValue]) -> JsonValue:
    """Returns the data with values saved; what is not on their paths is shared, not copied.

    Args:
        data: of the case.
        saves: values by path ("deal.amount"), as events record them.
    """
    for path, value in saves.items():
        data = _with(data, path.split("."), value)
    return data


def _with(document: JsonValue, path: list[str], value: JsonValue) -> JsonObject:
    base: JsonObject = dict(document) if isinstance(document, dict) else {}
    head, rest = path[0], path[1:]
    base[head] = _with(base.get(head), rest, value) if rest else value
    return base


def without(data: JsonValue, paths: Iterable[str]) -> JsonValue:
    """Returns the data without what lies at some paths; what is not there is no matter."""
    for path in paths:
        data = _without(data, path.split("."))
    return data


def _without(document: JsonValue, path: list[str]) -> JsonValue:
    if not isinstance(document, dict) or path[0] not in document:
        return document
    if len(path) > 1:
        return {**document, path[0]: _without(document[path[0]], path[1:])}
    return {name: value for name, value in document.items() if name != path[0]}


def standing(data: JsonValue, paths: Iterable[str]) -> JsonObject:
    """Returns what stands at some paths; a path at which nothing does is left out."""
    found: JsonObject = {}
    for path in paths:
        here = data
        for name in path.split("."):
            if not isinstance(here, dict) or name not in here:
                break
            here = here[name]
        else:
            found[path] = here
    return found
