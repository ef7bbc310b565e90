"""Knows which known name a misspelt one was meant to be. Must not know what the names name."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like this one, None when none is like it."""
    return _nearest(name, frozenset(known))


@lru_cache(maxsize=2_000)  # one misspelt name is often in many formulas, and looking is slow
def _nearest(name: str, known: frozenset[str]) -> str | None:
    by_shape = {_shape(found): found for found in sorted(known)}
    close = get_close_matches(_shape(name), by_shape, n=1, cutoff=0.65)
    return by_shape[close[0]] if close else None


def did_you_mean(name: str | None) -> str:
    """Return the end of a sentence that offers a name, or nothing."""
    return f" Did you mean “{name}”?" if name else ""


def _shape(name: str) -> str:
    # Capitals, spaces and underscores are what people get wrong without seeing it.
    return "".join(letter for letter in name.casefold() if letter.isalnum()) or name
