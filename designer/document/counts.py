"""Knows how a number of things is said. Must not know which things."""

from __future__ import annotations


def counted(number: int, word: str) -> str:
    """Return so many of what a word names: "1 step", "1,200 steps"."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"
