"""Knows how a value of the case reads for people, shortly. Must not know Qt or who shows it."""

from __future__ import annotations

import json
from itertools import islice
from math import isfinite
from typing import TYPE_CHECKING

from runtime.expressions.plain_language import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runtime.definition.json_value import JsonValue

_LONGEST = 200
_COLUMNS = 8
_ROWS = 100
_NAMED = 5


def words(value: JsonValue, longest: int = _LONGEST) -> str:
    """Return a value on one line: yes, 150,000, "Client C · EMEA", 3 items."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, str):
        return _cut(" ".join(value[: 4 * longest].split()), longest) or "empty text"
    if isinstance(value, list):
        return _list(value, longest)
    return _cut(_object(value, longest), longest)


def number(value: float) -> str:
    """Return a number with its thousands apart, none of its digits lost."""
    if isinstance(value, int):
        return f"{value:,}" if abs(value) < 10**40 else f"{value:e}"
    if not isfinite(value):
        return "not a number"
    return f"{value:,.12g}"


def table(value: JsonValue) -> tuple[tuple[str, ...], list[tuple[str, ...]]] | None:
    """Return headings and rows of a list of several items; None for anything else."""
    if not isinstance(value, list) or len(value) <= 1:
        return None
    items = value[:_ROWS]
    if not all(isinstance(item, dict) for item in items):
        return ("Value",), [(words(item),) for item in items]
    names: dict[str, None] = {}
    for item in items:
        if isinstance(item, dict):
            names |= dict.fromkeys(item)
    shown = list(islice(names, _COLUMNS))
    rows = [
        tuple(words(item[name]) if name in item else "" for name in shown)
        for item in items
        if isinstance(item, dict)
    ]
    return tuple(map(words_of, shown)), rows


def as_text(value: JsonValue) -> str:
    """Return a value of a wrong form as text that shows all of it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _list(value: Sequence[JsonValue], longest: int) -> str:
    if not value:
        return "an empty list"
    if len(value) == 1:
        return f"1 item: {words(value[0], longest)}"
    plain = not any(isinstance(item, dict | list) for item in islice(value, 20))
    if plain and len(value) <= _NAMED:
        return _cut(", ".join(words(item, 60) for item in value), longest)
    return f"{len(value):,} items"


def _object(value: dict[str, JsonValue], longest: int) -> str:
    if not value:
        return "nothing in it"
    parts: list[str] = []
    for name, inner in islice(value.items(), 6):
        nested = isinstance(inner, dict | list)
        parts.append(f"{words_of(name[:60])} {'…' if nested else words(inner, 40)}")
        if sum(map(len, parts)) > longest:
            break
    return " · ".join(parts)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
