"""Knows which comparisons suit which kind of field, and their words. Must not know Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from designer.forms.formulas.fields import Field

_WORDS = {
    "is": "is",
    "is_not": "is not",
    "more": "is more than",
    "at_least": "is at least",
    "less": "is less than",
    "at_most": "is at most",
    "contains": "contains",
    "lacks": "does not contain",
    "one_of": "is one of",
    "yes": "is yes",
    "no": "is not yes",
    "empty": "is empty",
    "filled": "is not empty",
    "given": "is known",
    "missing": "is not known",
}
_MOMENT_WORDS = {
    "more": "is after",
    "at_least": "is on or after",
    "less": "is before",
    "at_most": "is on or before",
}
_ORDER = ("more", "at_least", "less", "at_most")
_ALWAYS = ("empty", "filled")
_MOMENTS = frozenset({"date", "date-time", "time"})


def operators_for(field: Field | None, current: str = "") -> list[tuple[str, str]]:
    """Return the comparisons for a field, each with its words; the current one is among them."""
    names = [*_suitable(field)]
    if current and current not in names:
        names.append(current)
    moment = field is not None and field.format in _MOMENTS
    return [
        (name, _MOMENT_WORDS.get(name, _WORDS[name]) if moment else _WORDS[name]) for name in names
    ]


def _suitable(field: Field | None) -> tuple[str, ...]:
    if field is None or not field.type:
        return ("is", "is_not", *_ORDER, "contains", "lacks", "one_of", "yes", "no", *_ALWAYS)
    if field.many or field.type == "object":
        return _ALWAYS
    if field.type == "boolean":
        return ("yes", "no", *_ALWAYS)
    if field.format in _MOMENTS:
        return ("is", "is_not", *_ORDER, *_ALWAYS)
    if field.type in {"number", "integer"}:
        return ("is", "is_not", *_ORDER, "one_of", *_ALWAYS)
    return ("is", "is_not", "contains", "lacks", "one_of", *_ALWAYS)
