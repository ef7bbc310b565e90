"""Knows one change and how values are spelled in it. Must not know what is compared."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonValue

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two definitions.

    Attributes:
        code: what kind of difference, for programs: "step.added", "param.changed" …
        where: step id, or place such as "settings.limit"; "" for the workflow itself.
        sentence: the difference in words, without a full stop.
        old: the earlier value, None when there was none.
        new: the later value, None when there is none.
    """

    code: str
    where: str
    sentence: str
    old: JsonValue = None
    new: JsonValue = None


def same(old: JsonValue, new: JsonValue) -> bool:
    """Whether two values are written alike; 1, 1.0 and true differ here, unlike in Python."""
    return old == new and _text(old) == _text(new)


def spell(value: JsonValue) -> str:
    """Spell a value for a sentence: 10,000 · “Legal” · yes · nothing."""
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,}"
    if isinstance(value, str):
        return f"“{_short(value)}”"
    return _short(_text(value))


def name_words(name: str) -> str:
    """Make words of a field's name: "max_delay" becomes "max delay"."""
    return name.replace("_", " ").strip() or name


def _text(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
