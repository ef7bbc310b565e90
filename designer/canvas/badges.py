"""Knows the round badge at a card's corner and the marks of a debugger. Must not know items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt

from designer.canvas import text
from designer.canvas.geometry import BADGE_RADIUS, CARD_WIDTH
from designer.document.counts import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter

    from designer.canvas.face import Face
    from designer.canvas.inks import Inks
    from designer.canvas.states import CardState

CENTER = (CARD_WIDTH - 6.0, 1.0)
"""Of the badge, from the card's top left corner."""
STOP = (6.0, 1.0)
"""Centre of the dot that says that a run stops here."""
_PIECE = 16
_FLAG_FOOT = 9.0
"""How far below the upper border of a card its flag ends."""


def paint_badge(painter: QPainter, state: CardState, inks: Inks, turn: float | None) -> None:
    """Paint the badge of a state; calm states have none."""
    draw = _GLYPHS.get(state.name)
    if draw is None and not state.stale:
        return
    color = inks.state(state.name).ink
    center = QPointF(*CENTER)
    painter.setPen(inks.pen(inks.theme.canvas, 2.0))
    hollow = state.stale or state.name == "running"
    painter.setBrush(inks.brush(inks.theme.surface if hollow else color))
    painter.drawEllipse(center, BADGE_RADIUS, BADGE_RADIUS)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if state.stale:
        painter.setPen(inks.pen(inks.theme.muted, 2.0))
        painter.drawEllipse(center, 4.5, 4.5)
    elif state.name == "running":
        _spinner(painter, inks, color, None if state.paused else turn)
    elif draw is not None:
        painter.setPen(inks.pen(inks.theme.on_accent, 1.75))
        painter.translate(center)
        draw(painter)
        painter.translate(-center)


def _spinner(painter: QPainter, inks: Inks, color: str, turn: float | None) -> None:
    """Paint three quarters of a ring that turns, or an hourglass where nothing may move."""
    if turn is None:
        painter.setPen(inks.pen(color, 1.75))
        painter.translate(*CENTER)
        _hourglass(painter)
        painter.translate(-CENTER[0], -CENTER[1])
        return
    ring = QRectF(CENTER[0] - 7, CENTER[1] - 7, 14, 14)
    painter.setPen(inks.pen(color, 2.25))
    painter.drawArc(ring, round(-turn * 360 * _PIECE), 270 * _PIECE)


def _lines(*points: tuple[float, float]) -> Callable[[QPainter], None]:
    places = [QPointF(*point) for point in points]

    def draw(painter: QPainter) -> None:
        painter.drawPolyline(places)

    return draw


_tick = _lines((-3.8, 0.2), (-1.2, 2.9), (3.8, -2.6))
_slash = _lines((-3.2, 3.2), (3.2, -3.2))
_back = _lines((-3.2, -3.2), (3.2, 3.2))
_hourglass = _lines((-3.5, -4.5), (3.5, -4.5), (-3.5, 4.5), (3.5, 4.5), (-3.5, -4.5))
_one_chevron = _lines((-3.8, -3.2), (-0.8, 0), (-3.8, 3.2))
_other_chevron = _lines((0.4, -3.2), (3.4, 0), (0.4, 3.2))
_hands = _lines((0, -3.2), (0, 0.4), (2.6, 1.8))
_needle = _lines((-3.6, 3.6), (-0.6, 0.6))
_head = _lines((-2.2, -1.6), (1.6, 2.2), (2.4, 0.4), (3.6, -0.6), (0.6, -3.6), (-0.4, -2.4))


def _cross(painter: QPainter) -> None:
    _slash(painter)
    _back(painter)


def _chevrons(painter: QPainter) -> None:
    _one_chevron(painter)
    _other_chevron(painter)


def _clock(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(0, 0), 5.2, 5.2)
    _hands(painter)


def _pin(painter: QPainter) -> None:
    _needle(painter)
    _head(painter)
    painter.drawLine(QPointF(-2.2, -1.6), QPointF(-0.4, -2.4))


def _mark(painter: QPainter) -> None:
    painter.drawLine(QPointF(0, -4.4), QPointF(0, 0.8))
    painter.drawPoint(QPointF(0, 4.2))


def _spin(painter: QPainter) -> None:
    del painter


_GLYPHS: dict[str, Callable[[QPainter], None]] = {
    "running": _spin,
    "ok": _tick,
    "failed": _cross,
    "waiting": _clock,
    "skipped": _chevrons,
    "disabled": _slash,
    "pinned": _pin,
    "problem": _mark,
}


def paint_marks(painter: QPainter, state: CardState, inks: Inks, zoom: float) -> None:
    """Paint the dot where a run stops, and the flag where one stands now."""
    if state.breakpoint:
        painter.setPen(inks.pen(inks.theme.canvas, 2.0))
        painter.setBrush(inks.brush(inks.theme.states["failed"].ink))
        painter.drawEllipse(QPointF(*STOP), 7, 7)
    if state.paused:
        _flag(painter, inks, STOP[0] + (12 if state.breakpoint else -6), zoom)


def _flag(painter: QPainter, inks: Inks, left: float, zoom: float) -> None:
    """Paint that a run stands here, as large as it can be read, upwards from the card."""
    grow, told = text.grown_at(zoom, "small"), text.line("paused here", "small")
    painter.translate(left, _FLAG_FOOT)
    painter.scale(grow, grow)
    box = QRectF(0, -20, told.width + 26, 20)
    painter.setPen(inks.pen(inks.theme.canvas, 2.0))
    painter.setBrush(inks.brush(inks.theme.accent))
    painter.drawRoundedRect(box, 10, 10)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(inks.brush(inks.theme.on_accent))
    top = box.center().y()
    painter.drawPolygon([QPointF(8, top - 4), QPointF(15, top), QPointF(8, top + 4)])
    painter.setPen(inks.pen(inks.theme.on_accent))
    told.draw(painter, 19, top + 4)
    painter.scale(1 / grow, 1 / grow)
    painter.translate(-left, -_FLAG_FOOT)


def fold_box(face: Face) -> QRectF:
    """Return where the mark is that folds and unfolds what lies inside a step."""
    told = text.line(counted(face.inside, "step"), "small")
    return QRectF((CARD_WIDTH - told.width - 30) / 2, face.height - 10, told.width + 30, 20)


def paint_fold(painter: QPainter, face: Face, inks: Inks, zoom: float) -> None:
    """Paint how many steps lie inside, and an arrow that says whether they are shown."""
    grow, box = text.grown_at(zoom, "small"), fold_box(face)
    corner = QPointF(box.center().x(), box.top())
    painter.translate(corner)
    painter.scale(grow, grow)
    box.moveTopLeft(QPointF(-box.width() / 2, 0))
    painter.setPen(inks.pen(inks.theme.edge))
    painter.setBrush(inks.brush(inks.theme.surface))
    painter.drawRoundedRect(box, 10, 10)
    painter.setPen(inks.pen(inks.theme.muted, 1.75))
    x, y = box.left() + 12, box.center().y()
    if face.stacked:
        painter.drawPolyline([QPointF(x - 2, y - 4), QPointF(x + 2, y), QPointF(x - 2, y + 4)])
    else:
        painter.drawPolyline([QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)])
    painter.setPen(inks.pen(inks.theme.muted))
    text.line(counted(face.inside, "step"), "small").draw(painter, x + 9, y + 4)
    painter.scale(1 / grow, 1 / grow)
    painter.translate(-corner)
