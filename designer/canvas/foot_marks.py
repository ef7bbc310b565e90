"""Knows the small marks on the lower border of a card: time limit, tries, keeps its place, differs.

Must not know documents. At the right they tell how a step is set up, so that one need not open its
settings; at the left what differs between two runs. How it stands with the step is told by state
and badge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt

from designer.canvas import text, undo_port
from designer.canvas.geometry import CARD_WIDTH

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from designer.canvas.face import Face
    from designer.canvas.inks import Inks

_HIGH, _ABOVE, _RIGHT, _BETWEEN = 16.0, 2.0, 16.0, 4.0
"""Of a mark: its height, what of it lies on the card, room right of it and between."""
_SIGN, _END = 21.0, 8.0
"""Room for the sign that something is not the same, and behind the words."""
_LONGEST = 120
"""Of the words of a time limit; what has no room is left out."""
_ROUND = 270 * 16
"""How far the arrow of "again" turns, in sixteenths of a degree."""


def paint_foot(painter: QPainter, face: Face, inks: Inks, zoom: float) -> None:
    """Paint the marks of a card from right to left, as large as they can be read there."""
    if face.attempts <= 1 and not face.kept and not face.card.due:
        return
    grow, corner = text.grown_at(zoom, "small"), (CARD_WIDTH - _room(face), face.height - _ABOVE)
    painter.translate(*corner)
    painter.scale(grow, grow)
    right = 0.0
    if face.attempts > 1:
        right = _attempts(painter, face, inks, right) - _BETWEEN
    if face.card.due:
        right = _within(painter, face.card.due, inks, right) - _BETWEEN
    if face.kept:
        _lock(painter, inks, right)
    painter.scale(1 / grow, 1 / grow)
    painter.translate(-corner[0], -corner[1])


def _room(face: Face) -> float:
    """Return what the marks leave free at the right, also where the way hangs that undoes."""
    return undo_port.ROOM if any(port.undoes for port in face.card.ports) else _RIGHT


def paint_differs(painter: QPainter, face: Face, inks: Inks, words: str, zoom: float) -> None:
    """Paint what differs here between two runs that are compared, as large as it can be read."""
    grow, corner = text.grown_at(zoom, "small"), (_RIGHT, face.height - _ABOVE + 1)
    told = text.line(words, "small", (CARD_WIDTH - 2 * _RIGHT) / grow - _SIGN - _END)
    width = told.width + _SIGN + _END
    painter.translate(*corner)
    painter.scale(grow, grow)
    painter.setPen(inks.pen(inks.theme.canvas, 2.0))
    painter.setBrush(inks.brush(inks.theme.accent))
    box = QRectF(0, 0, width, _HIGH + 3)
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setPen(inks.pen(inks.theme.on_accent, 1.5))
    x, y = box.left() + 12, box.center().y()
    for up in (-2.0, 2.0):
        painter.drawLine(QPointF(x - 4, y + up), QPointF(x + 4, y + up))
    painter.drawLine(QPointF(x - 2, y + 5), QPointF(x + 2, y - 5))
    told.draw(painter, box.left() + _SIGN, y + 4)
    painter.scale(1 / grow, 1 / grow)
    painter.translate(-corner[0], -corner[1])


def _attempts(painter: QPainter, face: Face, inks: Inks, right: float) -> float:
    """Paint how often the step is tried; returns where the mark begins."""
    told = text.line(f"{face.attempts}\N{MULTIPLICATION SIGN}", "small")
    box = _pill(painter, inks, right, told.width + 27)
    middle = QPointF(box.left() + 12, box.center().y())
    painter.setPen(inks.pen(inks.theme.muted, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(middle.x() - 4, middle.y() - 4, 8, 8), 0, -_ROUND)
    tip = QPointF(middle.x() + 0.5, middle.y() - 4)
    painter.drawPolyline([tip + QPointF(-2.5, -2.5), tip, tip + QPointF(-2.5, 2.5)])
    painter.setPen(inks.pen(inks.theme.muted))
    told.draw(painter, box.left() + 20, box.center().y() + 4)
    return box.left()


def _within(painter: QPainter, due: str, inks: Inks, right: float) -> float:
    """Paint how long people have to answer; returns where the mark begins."""
    told = text.line(due, "small", _LONGEST)
    box = _pill(painter, inks, right, told.width + 27)
    middle = QPointF(box.left() + 12, box.center().y())
    painter.setPen(inks.pen(inks.theme.muted, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(middle, 4.5, 4.5)
    painter.drawPolyline([middle + QPointF(0, -2.5), middle, middle + QPointF(2, 1)])
    painter.setPen(inks.pen(inks.theme.muted))
    told.draw(painter, box.left() + 20, box.center().y() + 4)
    return box.left()


def _lock(painter: QPainter, inks: Inks, right: float) -> None:
    box = _pill(painter, inks, right, 24)
    middle = box.center()
    painter.setPen(inks.pen(inks.theme.muted, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(middle.x() - 2.5, middle.y() - 5, 5, 6), 0, 180 * 16)
    painter.setBrush(inks.brush(inks.theme.muted))
    painter.drawRoundedRect(QRectF(middle.x() - 4, middle.y() - 1.5, 8, 6), 1, 1)


def _pill(painter: QPainter, inks: Inks, right: float, width: float) -> QRectF:
    box = QRectF(right - width, 0, width, _HIGH)
    painter.setPen(inks.pen(inks.theme.border))
    painter.setBrush(inks.brush(inks.theme.surface))
    painter.drawRoundedRect(box, _HIGH / 2, _HIGH / 2)
    return box
