"""Knows how values that a step saves get into the data of a case. Must not know the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

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
