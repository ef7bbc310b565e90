"""Knows where a new card goes: behind a way out, into an edge, or near a spot that is taken.

Must not know items, documents or what the card is. All boxes are in scene units.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from designer.canvas.geometry import CARD_HEIGHT, CARD_WIDTH
from designer.canvas.snapping import on_grid

if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMN, ROW = 72.0, 40.0
"""Gaps between the cards of neighbouring columns and rows."""

_CLEAR = 16.0
"""A new card keeps so far from the others."""

_MOST = 60
"""So many places are tried."""


def behind(source: QRectF, way: float, boxes: Iterable[QRectF]) -> QPointF:
    """Return the place of a card that follows another.

    Args:
        source: the card before.
        way: how many rows below the card before it would stand if there were room.
        boxes: all cards.
    """
    wish = QPointF(source.right() + COLUMN, source.top() + way * (CARD_HEIGHT + ROW))
    return free(wish, boxes)


def before(target: QRectF, boxes: Iterable[QRectF]) -> QPointF:
    """Return the place of a card that another one follows."""
    return free(QPointF(target.left() - COLUMN - CARD_WIDTH, target.top()), boxes)


def free(wish: QPointF, boxes: Iterable[QRectF]) -> QPointF:
    """Return the wish, or the nearest place below it where no card is in the way."""
    taken = [box.adjusted(-_CLEAR, -_CLEAR, _CLEAR, _CLEAR) for box in boxes]
    card = QRectF(on_grid(wish.x()), on_grid(wish.y()), CARD_WIDTH, CARD_HEIGHT)
    for _ in range(_MOST):
        if not any(box.intersects(card) for box in taken):
            break
        card.translate(0, CARD_HEIGHT + ROW)
    return card.topLeft()


def between(source: QRectF, target: QRectF) -> tuple[QPointF, float]:
    """Return the place of a card in an edge, and how far what lies beyond has to give way.

    Args:
        source: the card that the edge leaves.
        target: the card that it reaches.
    """
    gap = target.left() - source.right()
    if gap < 0:  # it leads back: nothing need move
        middle = (source.center() + target.center()) / 2
        low = max(source.bottom(), target.bottom()) + ROW
        return QPointF(on_grid(middle.x() - CARD_WIDTH / 2), on_grid(low)), 0.0
    missing = max(0.0, CARD_WIDTH + 2 * COLUMN - gap)
    x = source.right() + (gap + missing - CARD_WIDTH) / 2
    y = source.top() if missing else (source.top() + target.top()) / 2
    return QPointF(on_grid(x), on_grid(y)), on_grid(missing + 4)
