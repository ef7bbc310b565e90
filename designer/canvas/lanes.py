"""Knows a quick way of an edge down or up, along and back: the nearest height that is free.

It keeps off cards and titles, and knows nothing of other edges: each runs in a lane of its own, and
two may still meet. Must not know Qt, items or documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.canvas.corners import ABOVE, LANE, STUB, without_straights
from designer.canvas.ground import CLEAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from designer.canvas.geometry import Box, Point


def quick_way(
    start: Point, end: Point, walls: Sequence[Box], area: Box, stubs: Sequence[float], lane: float
) -> list[Point] | None:
    """Return the corners of the way, its two ends included; None when every such way is shut.

    Args:
        start: the way out.
        end: the way in.
        walls: cards and titles, with the distance that lines keep from them.
        area: what is known of them; the way does not leave it.
        stubs: how far behind the way out it turns, if it may: behind names that stand there.
        lane: how far farther from its card, and from those it goes around, the line runs.
    """
    y, y2, last = start[1], end[1], end[0] - STUB - lane
    off = LANE - CLEAR + lane
    levels = {y, *[wall[3] + off for wall in walls], *[wall[1] - off for wall in walls]}
    first, most = area[1] + CLEAR, area[3] - CLEAR
    known = [level for level in levels if first <= level <= most]
    ordered = sorted([(_cost(level, y, y2), level) for level in known])
    up = _beside(walls, last, last)
    outs = [*(stub + by for stub in stubs for by in (lane, 0.0) if stub > STUB), STUB + lane]
    for x in [start[0] + out for out in dict.fromkeys(outs)]:
        if x > area[2] - CLEAR:
            continue
        down, along = _beside(walls, x, x), _beside(walls, min(x, last), max(x, last))
        for _, level in ordered:
            if (
                _is_free(along, level, level)
                and _is_free(down, min(y, level), max(y, level))
                and _is_free(up, min(y2, level), max(y2, level))
            ):
                return without_straights(
                    [start, (x, y), (x, level), (last, level), (last, y2), end]
                )
    return None


def _cost(level: float, y: float, y2: float) -> float:
    return abs(level - y) + abs(level - y2) + (ABOVE if level < y else 0.0)


def _beside(walls: Iterable[Box], left: float, right: float) -> set[tuple[float, float]]:
    """Return from where to where those stand that a line between two places may meet.

    Those that stand in a row are told once: a long line passes dozens of them.
    """
    return {(wall[1], wall[3]) for wall in walls if left < wall[2] and wall[0] < right}


def _is_free(walls: Iterable[tuple[float, float]], top: float, bottom: float) -> bool:
    """Whether none of those that stand beside a line reaches into a part of it."""
    return not any(top < last and first < bottom for first, last in walls)
