"""Knows the small marks on the lower border of a card: tries again, keeps its place, differs.

Must not know documents. At the right they tell how a step is set up, so that one need not open its
settings; at the left what differs between two runs. How it stands with the step is told by state
and badge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt

from designer.canvas import text
from designer.canvas.geometry import CARD_WIDTH

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from designer.canvas.face import Face
    from designer.canvas.inks import Inks

_HIGH, _ABOVE, _RIGHT, _BETWEEN = 16.0, 5.0, 16.0, 4.0
"""Of a mark: its height, what of it lies on the card, room right of it and between."""
_SIGN = 21.0
"""Room for the sign that something is not the same."""
_ROUND = 270 * 16
"""How far the arrow of "again" turns, in sixteenths of a degree."""


def paint_foot(painter: QPainter, face: Face, inks: Inks) -> None:
    """Paint the marks of a card from right to left."""
    right = CARD_WIDTH - _RIGHT
    if face.attempts > 1:
        right = _attempts(painter, face, inks, right) - _BETWEEN
    if face.kept:
        _lock(painter, face, inks, right)


def paint_differs(painter: QPainter, face: Face, inks: Inks, words: str) -> None:
    """Paint what differs here between two runs that are compared."""
    told = text.line(words, "small", CARD_WIDTH - 2 * _RIGHT - _SIGN)
    width = told.width + _SIGN + 8
    painter.setPen(inks.pen(inks.theme.canvas, 2.0))
    painter.setBrush(inks.brush(inks.theme.accent))
    box = QRectF(_RIGHT, face.height - _ABOVE + 1, width, _HIGH + 3)
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setPen(inks.pen(inks.theme.on_accent, 1.5))
    x, y = box.left() + 12, box.center().y()
    for up in (-2.0, 2.0):
        painter.drawLine(QPointF(x - 4, y + up), QPointF(x + 4, y + up))
    painter.drawLine(QPointF(x - 2, y + 5), QPointF(x + 2, y - 5))
    told.draw(painter, box.left() + _SIGN, y + 4)


def _attempts(painter: QPainter, face: Face, inks: Inks, right: float) -> float:
    """Paint how often the step is tried; returns where the mark begins."""
    told = text.line(f"{face.attempts}\N{MULTIPLICATION SIGN}", "small")
    box = _pill(painter, face, inks, right, told.width + 27)
    middle = QPointF(box.left() + 12, box.center().y())
    painter.setPen(inks.pen(inks.theme.muted, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(middle.x() - 4, middle.y() - 4, 8, 8), 0, -_ROUND)
    tip = QPointF(middle.x() + 0.5, middle.y() - 4)
    painter.drawPolyline([tip + QPointF(-2.5, -2.5), tip, tip + QPointF(-2.5, 2.5)])
    painter.setPen(inks.pen(inks.theme.muted))
    told.draw(painter, box.left() + 20, box.center().y() + 4)
    return box.left()


def _lock(painter: QPainter, face: Face, inks: Inks, right: float) -> None:
    box = _pill(painter, face, inks, right, 24)
    middle = box.center()
    painter.setPen(inks.pen(inks.theme.muted, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(middle.x() - 2.5, middle.y() - 5, 5, 6), 0, 180 * 16)
    painter.setBrush(inks.brush(inks.theme.muted))
    painter.drawRoundedRect(QRectF(middle.x() - 4, middle.y() - 1.5, 8, 6), 1, 1)


def _pill(painter: QPainter, face: Face, inks: Inks, right: float, width: float) -> QRectF:
    box = QRectF(right - width, face.height - _ABOVE, width, _HIGH)
    painter.setPen(inks.pen(inks.theme.border))
    painter.setBrush(inks.brush(inks.theme.surface))
    painter.drawRoundedRect(box, _HIGH / 2, _HIGH / 2)
    return box
