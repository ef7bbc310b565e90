"""Knows what a JSON value is. Must not know what any value means."""

from __future__ import annotations

from typing import TypeAlias, Union

JsonValue: TypeAlias = Union[  # noqa: UP007 - a recursive alias needs the string form on Python 3.11
    bool, int, float, str, list["JsonValue"], dict[str, "JsonValue"], None
]
JsonObject: TypeAlias = dict[str, JsonValue]
