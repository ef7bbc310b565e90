"""Knows how the name of a way out is painted, so that it can be read at every distance.

Seen from further off than in natural size it is painted larger, where there is room for all of it
beside the card. No word of it is ever cut: the pointer tells what is left out.
Must not know items or documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt

from designer.canvas import text
from designer.canvas.geometry import (
    PLUS_SIZE,
    PORT_NAME_GAP,
    PORT_NAME_WIDTH,
    PORT_RADIUS,
    PORT_STEP,
    PORT_TOP,
    Point,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from designer.canvas.face import Face
    from designer.canvas.inks import Inks

BEFORE_CARD = PORT_RADIUS + 2.0
"""What names and boxes leave free of the room before the next card: its way in."""
_ARROW = 10.0
"""What a name leaves free of a line, so that one sees where it leads."""
_LIFT = 2.0
"""How far above a line a name stands where there is no room for both beside each other."""
_PAPER = 3.0


class _Room(NamedTuple):
    """Where a name begins behind its way out, and how wide it may be, in units of the scene."""

    left: float
    width: float


def name_width(label: str) -> float:
    """Return how wide the name of a way out is in natural size, where there is room beside it."""
    return _laid(label).width


def _laid(label: str) -> text.Line:
    words = text.worded(label, "label", PORT_NAME_WIDTH)
    return words if words is not None else text.line(label, "label", PORT_NAME_WIDTH)


def near_lines(label: str, room: float) -> tuple[text.Line, ...]:
    """Return a name where the next card is near: whole, in one line or two; () where not.

    Args:
        label: the name.
        room: how far right of the way out the next card stands.
    """
    return _in_lines(label, room - 2 * BEFORE_CARD)


def _in_lines(label: str, width: float) -> tuple[text.Line, ...]:
    whole = text.line(label, "label")
    if whole.width <= width:
        return (whole,)
    parts = [text.line(part, "label") for part in text.parted(label, "label", width)]
    return tuple(parts) if parts[0].width and parts[1].width <= width else ()


def paint_name(
    painter: QPainter,
    face: Face,
    inks: Inks,
    label: str,
    place: Point,
    *,
    plus: Point | None,
    is_above: bool,
    grow: float,
) -> float:
    """Paint the name of a way out: in its line, or where a card is too near, above the line.

    It is whole, or ends after a word where it is longer than any room; where neither is possible it
    is left out.

    Args:
        painter: what to paint with, at the card's top left corner.
        face: what the card shows.
        inks: the colours.
        label: the name.
        place: the way out.
        plus: the box that adds a step; None where there is none.
        is_above: whether the next card is too near for name and line.
        grow: how much larger than in natural size it is painted, to be read.

    Returns:
        How far right of the way out it ends; 0 where it is left out.
    """
    room = _room(face, place, plus, grow, is_above=is_above)
    lines = _lines(label, room.width, grow)
    if not lines:
        return 0.0
    high = sum(line.height for line in lines) * grow
    side = -1.0 if place[1] <= PORT_TOP else 1.0  # the line of a lower way out leads up from it
    middle = place[1] + (side * (high / 2 + _LIFT) if is_above and plus is None else 0.0)
    paper = high if is_above or len(lines) > 1 else min(high, PORT_STEP)
    corner = QPointF(place[0] + room.left, middle - high / 2)
    widest = max(line.width for line in lines) * grow
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(inks.brush(inks.theme.canvas))
    around = QRectF(corner.x() - _PAPER, middle - paper / 2, widest + 2 * _PAPER, paper)
    painter.drawRoundedRect(around, 4, 4)
    painter.setPen(inks.pen(inks.theme.muted))
    for line in lines:
        text.draw_grown(painter, line, corner, grow)
        corner += QPointF(0, line.height * grow)
    return room.left + widest


def _lines(label: str, room: float, grow: float) -> tuple[text.Line, ...]:
    if grow > 1:
        whole = text.line(label, "label")
        return (whole,) if whole.width * grow <= room else ()
    laid = _laid(label)
    return (laid,) if laid.width <= room else _in_lines(label, room)


def _room(face: Face, place: Point, plus: Point | None, grow: float, *, is_above: bool) -> _Room:
    left, most = PORT_RADIUS + PORT_NAME_GAP, PORT_NAME_WIDTH * grow
    if plus == place:
        left = PLUS_SIZE / 2 + PORT_NAME_GAP
        return _Room(left, min(face.room - left - BEFORE_CARD, most))
    if plus is not None:
        return _Room(left, min(plus[0] - PLUS_SIZE / 2 - place[0] - left - _PAPER, most))
    if is_above:
        return _Room(left, face.room - 2 * BEFORE_CARD)
    if grow > 1:
        most = min(most, face.beside - left - BEFORE_CARD - _ARROW)
    return _Room(left, most)
