"""Knows how a card is painted at every distance. Must not know items, scenes or documents."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPixmap

from designer.assets import icons
from designer.canvas import badges
from designer.canvas.card_words import paint_far_title, paint_words
from designer.canvas.detail import Detail, detail_at
from designer.canvas.foot_marks import paint_differs, paint_foot
from designer.canvas.geometry import CARD_WIDTH
from designer.canvas.inks import qcolor
from designer.canvas.ports import paint_ports
from designer.canvas.shapes import bar, foot, outline, round_about

if TYPE_CHECKING:
    from designer.assets.theme import Pair
    from designer.canvas.face import Face
    from designer.canvas.inks import Inks
    from designer.canvas.states import CardState

_WIDTHS = {"running": 2.0, "failed": 2.0, "waiting": 2.0, "pinned": 2.0, "ok": 1.5, "problem": 1.5}
_TINTED = frozenset({"running", "failed", "waiting"})
_DASHES = {"skipped": Qt.PenStyle.DashLine, "problem": Qt.PenStyle.DotLine}
_FADED, _STALE = 0.35, 0.7
_TILE = QRectF(14, 16, 40, 40)
_ICON, _HATCH = 22, 8
_RING = 2.0
"""Width on the screen of the line round a card that differs, seen from afar."""


def paint_card(painter: QPainter, face: Face, inks: Inks, zoom: float) -> None:
    """Paint a card with its top left corner at the origin.

    Args:
        painter: what to paint with.
        face: what it shows.
        inks: the colours.
        zoom: how large it is on the screen.
    """
    state = face.shown()
    detail = detail_at(zoom)
    solid = painter.opacity()
    if face.target is False:
        painter.setOpacity(solid * _FADED)
    elif state.stale:
        painter.setOpacity(solid * _STALE)
    if detail is Detail.BLOCKS:
        painter.fillRect(QRectF(0, 0, CARD_WIDTH, face.height), block_brush(state, face, inks))
    else:
        _ground(painter, face, state, inks)
        if detail is Detail.FULL:
            _content(painter, face, state, inks, zoom)
        else:
            paint_far_title(painter, face, state, inks, zoom)
    if state.differs and detail is not Detail.FULL:
        painter.setPen(inks.pen(inks.theme.accent, _RING / zoom))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline(face.card.shape, face.height, -_RING / zoom))
    painter.setOpacity(solid)


def block_color(state: CardState, face: Face, inks: Inks) -> str:
    """Return the one colour that a card has from afar."""
    if face.selected:
        return inks.theme.accent
    return inks.theme.edge if state.name == "idle" else inks.state(state.name).ink


def block_brush(state: CardState, face: Face, inks: Inks) -> QBrush:
    """Return the brush of a card seen from afar."""
    return inks.brush(block_color(state, face, inks))


# --- ground -----------------------------------------------------------------------------------


def _ground(painter: QPainter, face: Face, state: CardState, inks: Inks) -> None:
    """Paint the surface, the border, the bar at the left and the rings round it."""
    shape, height = face.card.shape, face.height
    if face.stacked:
        _stack(painter, face, inks)
    if face.selected:
        painter.setPen(inks.pen(inks.theme.accent, 6.0, alpha=64))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline(shape, height, -1.5))
    painter.setPen(_border(face, state, inks))
    painter.setBrush(inks.brush(*_fill(state, inks)))
    painter.drawPath(outline(shape, height))
    if state.name == "disabled":
        painter.fillPath(outline(shape, height, 1.0), _hatch(inks.theme.border))
    if shape != "trigger":
        painter.fillPath(bar(shape, height), inks.brush(inks.category(face.card.category).ink))
    if face.focused:
        painter.setPen(inks.pen(inks.theme.accent, 2.0, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline(shape, height, -4.0))


@lru_cache(maxsize=8)
def _hatch(color: str) -> QBrush:
    """Return thin slanting lines that grow with the drawing: Qt's own stay one pixel thin."""
    tile = QPixmap(2 * _HATCH, 2 * _HATCH)
    tile.setDevicePixelRatio(2)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(qcolor(color, 190), 1.0))
    for shift in (-_HATCH, 0, _HATCH):
        painter.drawLine(QPointF(shift, _HATCH), QPointF(shift + _HATCH, 0))
    painter.end()
    return QBrush(tile)


def _stack(painter: QPainter, face: Face, inks: Inks) -> None:
    """Paint the edges of cards that lie under this one."""
    painter.setPen(inks.pen(inks.theme.border))
    painter.setBrush(inks.brush(inks.theme.surface))
    for down in (8.0, 4.0):
        painter.translate(down, down)
        painter.drawPath(outline(face.card.shape, face.height))
        painter.translate(-down, -down)


def _border(face: Face, state: CardState, inks: Inks) -> QPen:
    if face.selected:
        return inks.pen(inks.theme.accent, 2.0)
    if state.name == "idle":
        return inks.pen(inks.theme.muted if face.hovered else inks.theme.border)
    style = _DASHES.get(state.name, Qt.PenStyle.SolidLine)
    return inks.pen(inks.state(state.name).ink, _WIDTHS.get(state.name, 1.0), style)


def _fill(state: CardState, inks: Inks) -> tuple[str, int]:
    if state.name in _TINTED:
        return inks.state(state.name).tint, 255
    return inks.theme.surface, 153 if state.name == "skipped" else 255


# --- content ----------------------------------------------------------------------------------


def _content(painter: QPainter, face: Face, state: CardState, inks: Inks, zoom: float) -> None:
    _tile(painter, face, inks)
    faint = painter.opacity()
    if state.stale and face.target is not False:  # what is read stays as dark as it must be
        painter.setOpacity(faint / _STALE)
    paint_words(painter, face, state, inks, zoom)
    painter.setOpacity(faint)
    if state.progress is not None:
        share = round(min(max(state.progress, 0.0), 1.0), 2)
        done = foot(face.card.shape, face.height, share)
        painter.fillPath(done, inks.brush(inks.state(state.name).ink))
    if state.name == "disabled":
        _bypass(painter, face, inks)
    paint_ports(painter, face, inks, zoom)
    badges.paint_badge(painter, state, inks, face.turn)
    badges.paint_marks(painter, state, inks, zoom)
    paint_foot(painter, face, inks, zoom)
    if state.differs:
        paint_differs(painter, face, inks, state.differs, zoom)
    if face.inside:
        badges.paint_fold(painter, face, inks, zoom)


def _tile(painter: QPainter, face: Face, inks: Inks) -> None:
    """Paint the icon on its tile: a circle where a case begins, a diamond where it turns."""
    pair = inks.category(face.card.category)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(inks.brush(pair.tint))
    center = _TILE.center()
    if face.card.shape == "trigger":
        painter.drawEllipse(center, 20, 20)
    elif face.card.diamond:
        painter.translate(center)
        painter.rotate(45)
        painter.drawRoundedRect(QRectF(-16, -16, 32, 32), 6, 6)
        painter.rotate(-45)
        painter.translate(-center)
    else:
        painter.drawRoundedRect(_TILE, 8, 8)
    _icon(painter, face, pair, center)


def _icon(painter: QPainter, face: Face, pair: Pair, center: QPointF) -> None:
    device = painter.device()
    scale = painter.worldTransform().m11()
    sharp = max(1.0, round(scale * (device.devicePixelRatio() if device else 1.0) * 2) / 2)
    size = 18 if face.card.diamond else _ICON
    picture = icons.pixmap(face.card.icon, pair.ink, size, min(sharp, 4.0))
    corner = QPointF(center.x() - size / 2, center.y() - size / 2)
    target = QRectF(corner.x(), corner.y(), size, size)
    painter.drawPixmap(target, picture, QRectF(picture.rect()))


def _bypass(painter: QPainter, face: Face, inks: Inks) -> None:
    """Paint that a case passes by a step that is off."""
    painter.setPen(inks.pen(inks.state("disabled").ink, 1.5, Qt.PenStyle.DotLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(round_about(face.height))
