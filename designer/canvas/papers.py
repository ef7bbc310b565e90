"""Knows the papers that a note can be written on. Must not know notes or where they lie.

A paper is kept by the name of its colour; what it looks like is the theme's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from designer.assets.theme import Pair

if TYPE_CHECKING:
    from collections.abc import Mapping

    from designer.assets.theme import Theme

PAPERS: Final[Mapping[str, str]] = {
    "": "Yellow",
    "blue": "Blue",
    "teal": "Teal",
    "green": "Green",
    "orange": "Orange",
    "pink": "Pink",
    "purple": "Purple",
    "grey": "Grey",
}
"""Name of a paper to what a person reads; "" is the usual one."""

_TINT_OF: Final[Mapping[str, str]] = {
    "blue": "system",
    "teal": "data",
    "green": "time",
    "orange": "trigger",
    "pink": "ai",
    "purple": "logic",
    "grey": "end",
}


def paper_of(theme: Theme, color: str) -> Pair:
    """Return ink and paper of a note; of one with an unknown colour, the usual ones."""
    found = theme.categories.get(_TINT_OF.get(color, ""))
    return Pair(theme.text, found.tint) if found else Pair(theme.paper_ink, theme.paper)


def edge_of(theme: Theme, color: str) -> str:
    """Return the colour of the line round a paper, by which it differs from cards beside it."""
    found = theme.categories.get(_TINT_OF.get(color, ""))
    return found.ink if found else theme.paper_ink
