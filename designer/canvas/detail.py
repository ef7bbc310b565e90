"""Knows how much is drawn at which zoom. Must not know what is drawn."""

from __future__ import annotations

from enum import IntEnum

_TITLES_BELOW, BLOCKS_BELOW = 0.5, 0.25


class Detail(IntEnum):
    """From far to near."""

    BLOCKS = 0
    """Rectangles in the colour of the state; edges are straight lines one pixel wide."""
    TITLES = 1
    """Cards with their title alone, at a fixed size on the screen."""
    FULL = 2


def detail_at(zoom: float) -> Detail:
    """Return how much is drawn; a little under a limit counts as the limit."""
    zoom += 1e-6
    if zoom >= _TITLES_BELOW:
        return Detail.FULL
    return Detail.TITLES if zoom >= BLOCKS_BELOW else Detail.BLOCKS
