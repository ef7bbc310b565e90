"""Knows where the way out stands that leads to what undoes a step, and how it is painted.

It hangs at the lower border of the card, so that it takes no row from the ways that a case goes.
Must not know items or documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPen

from designer.canvas.geometry import CARD_WIDTH, Point
from designer.canvas.inks import qcolor

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from designer.canvas.inks import Inks

DROP, LEFT = 16.0, 26.0
"""How far below the card its line goes on, and how far left of the corner it hangs."""
ROOM = LEFT + 12.0
"""What it takes of the lower border, from the right."""
RADIUS = 8.0
"""Of its dot: larger than others, so that the arrow on it can be seen."""
_DASHES = (8.0, 4.0, 2.0, 4.0)
"""How its line is broken, in scene units: a case goes no such way by itself."""
_QUARTER = 90 * 16


def dot_place(height: float) -> Point:
    """Return the middle of the dot on the lower border, from the card's top left corner."""
    return (CARD_WIDTH - LEFT, height)


def line_place(height: float) -> Point:
    """Return where its line goes on to the right, from the card's top left corner."""
    return (CARD_WIDTH, height + DROP)


def bend(end: Point) -> QPainterPath:
    """Return the way from the dot to where the line goes on, which is `end`."""
    x, y = end
    path = QPainterPath(QPointF(x - LEFT, y - DROP + RADIUS - 1))
    path.quadTo(QPointF(x - LEFT, y), QPointF(x - LEFT + DROP, y))
    path.lineTo(x, y)
    return path


def broken(color: str, width: float) -> QPen:
    """Return the pen of a line that leads to what undoes a step."""
    pen = QPen(qcolor(color), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([part / width for part in _DASHES])
    return pen


def paint_bend(painter: QPainter, inks: Inks, height: float) -> None:
    """Paint the way from the dot to where a name or a box stands, while no line does."""
    painter.setPen(inks.pen(inks.theme.edge, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(bend(line_place(height)))


def paint_sign(painter: QPainter, pen: QPen, center: Point) -> None:
    """Paint the arrow that turns back, on the dot."""
    x, y = center[0] + 0.5, center[1]
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawLine(QPointF(x - 3.5, y - 1.5), QPointF(x + 1, y - 1.5))
    painter.drawArc(QRectF(x - 1.5, y - 1.5, 5, 5), -_QUARTER, 2 * _QUARTER)
    painter.drawLine(QPointF(x + 1, y + 3.5), QPointF(x - 2, y + 3.5))
    tip = QPointF(x - 4, y - 1.5)
    painter.drawPolyline([tip + QPointF(2.2, -2.2), tip, tip + QPointF(2.2, 2.2)])
