"""Knows where a dragged card comes to rest: on the grid, and in line with its neighbours.

Must not know documents or gestures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF

if TYPE_CHECKING:
    from collections.abc import Sequence

GRID = 8.0
"""Places are multiples of this, in scene units."""

PULL = 6.0
"""How near a line must be, in scene units, to pull a card onto it."""

_NEAR = 1_200.0
"""Neighbours further away than this draw no line: a guide across the whole drawing says nothing."""

_TINY = 1e-6
_SAME = 0.5
"""Lines closer than this are one."""


@dataclass(frozen=True, slots=True)
class Snap:
    """Where something comes to rest.

    Attributes:
        by: how far it moves from where it was picked up.
        guides: lines to show, in scene units.
    """

    by: QPointF
    guides: tuple[QLineF, ...] = ()


def on_grid(value: float) -> float:
    """Return the nearest line of the grid."""
    return round(value / GRID) * GRID


def snap(start: QRectF, by: QPointF, neighbours: Sequence[QRectF]) -> Snap:
    """Return where a card that was dragged so far comes to rest.

    Args:
        start: the card, or what surrounds all that is dragged, when it was picked up.
        by: how far the pointer went.
        neighbours: the cards that stay.
    """
    moved = start.translated(by)
    near = [other for other in neighbours if _distance(other, moved) <= _NEAR]
    x, y = _pulled(moved, near, 0), _pulled(moved, near, 1)
    to_x = on_grid(moved.x() + (x or 0.0))
    to_y = on_grid(moved.y() + (y or 0.0))
    rests = QRectF(to_x, to_y, moved.width(), moved.height())
    guides = (*_guides(rests, near, 0, wanted=x is not None),)
    guides += (*_guides(rests, near, 1, wanted=y is not None),)
    return Snap(QPointF(to_x - start.x(), to_y - start.y()), guides)


def _lines(rect: QRectF, axis: int) -> tuple[float, float, float]:
    """Return near edge, middle and far edge of a card on one axis."""
    if axis == 0:
        return rect.left(), rect.center().x(), rect.right()
    return rect.top(), rect.center().y(), rect.bottom()


def _pulled(moved: QRectF, near: Sequence[QRectF], axis: int) -> float | None:
    """Return how far a neighbour's line pulls a card; None where none is close enough.

    Only like lines meet: top with top, middle with middle. Places stay on the grid, so a line
    that would lead off the grid does not pull.
    """
    here = _lines(moved, axis)
    low = here[0]
    ways = [
        theirs - ours
        for other in near
        for ours, theirs in zip(here, _lines(other, axis), strict=True)
        if abs(theirs - ours) <= PULL and _is_on_grid(low + theirs - ours)
    ]
    return min(ways, key=abs) if ways else None


def _is_on_grid(value: float) -> bool:
    return abs(value - on_grid(value)) < _TINY


def _guides(rests: QRectF, near: Sequence[QRectF], axis: int, *, wanted: bool) -> list[QLineF]:
    """Return one line for each way the resting card is in line with neighbours."""
    found: list[QLineF] = []
    for at in (1, 0, 2) if wanted else ():
        line = _lines(rests, axis)[at]
        fellows = [other for other in near if abs(_lines(other, axis)[at] - line) < _SAME]
        if fellows:
            found.append(_through([rests, *fellows], line, axis))
            break
    return found


def _through(cards: Sequence[QRectF], line: float, axis: int) -> QLineF:
    ends = [_lines(card, 1 - axis) for card in cards]
    low, high = min(end[0] for end in ends) - GRID, max(end[2] for end in ends) + GRID
    return QLineF(line, low, line, high) if axis == 0 else QLineF(low, line, high, line)


def _distance(one: QRectF, other: QRectF) -> float:
    way = one.center() - other.center()
    return abs(way.x()) + abs(way.y())
