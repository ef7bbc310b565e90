"""Knows the words on a card: three lines near by, two a little further off, its title from afar.

No line is painted smaller on the screen than everybody can read it, however far the drawing is
away; what has no room is left out. Must not know borders, badges or items.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from designer.canvas import text
from designer.canvas.geometry import (
    CARD_HEIGHT,
    CARD_WIDTH,
    ROUND_RADIUS,
    TEXT_LEFT,
    TEXT_WIDTH,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from designer.canvas.face import Face
    from designer.canvas.inks import Inks
    from designer.canvas.states import CardState
    from designer.canvas.text import Line

_OLD = "results are old"
_TITLE = 13.0
"""Pixels of a title in natural size."""
_THREE_LINES = text.LEAST / _TITLE
"""Seen from further off, a title in natural size would be too small to read."""
_BAR, _MARGIN = 4.0, 2.0
"""Of a card seen from afar: its bar in its own units, and pixels at both sides of its title."""
_FEWEST = 2
"""Letters: less of a title tells nothing."""


def paint_words(painter: QPainter, face: Face, state: CardState, inks: Inks, zoom: float) -> None:
    """Paint title, caption and state; without a state the two lines stand in the middle.

    Args:
        painter: what to paint with, at the card's top left corner.
        face: what the card shows.
        state: how it stands with it.
        inks: the colours.
        zoom: how large it is on the screen.
    """
    status = _OLD if state.stale and state.name != "running" else state.line
    if zoom < _THREE_LINES:
        _two_lines(painter, face, state, status, inks, zoom)
        return
    down, width = 0.0 if status else 5.0, _width(face)
    title = text.line(face.card.title, "title", width)
    _title(painter, title, state, inks, 28 + down)
    painter.setPen(inks.pen(inks.theme.muted))
    _line(painter, face, face.card.caption, "caption", zoom, 46 + down)
    if status:
        painter.setPen(inks.pen(_ink(state, inks)))
        _line(painter, face, status, "status", zoom, 63)


def _line(
    painter: QPainter, face: Face, words: str, role: text.Role, zoom: float, baseline: float
) -> None:
    """Paint a line under the title, large enough to be read."""
    grow = text.grown_at(zoom, role)
    line = text.line(words, role, _room(face, grow) if grow > 1 else _width(face))
    text.draw_grown(painter, line, QPointF(TEXT_LEFT, baseline - line.ascent * grow), grow)


def _width(face: Face) -> int:
    return TEXT_WIDTH - (20 if face.card.shape == "end" else 0)


def _ink(state: CardState, inks: Inks) -> str:
    plain = state.stale or state.name == "idle"
    return inks.theme.muted if plain else inks.state(state.name).ink


def _title(painter: QPainter, title: Line, state: CardState, inks: Inks, baseline: float) -> None:
    """Paint a title; one of a step that is off is crossed out."""
    painter.setPen(inks.pen(inks.theme.text))
    title.draw(painter, TEXT_LEFT, baseline)
    if state.name == "disabled":
        y = baseline - title.ascent * 0.32
        painter.drawLine(QPointF(TEXT_LEFT, y), QPointF(TEXT_LEFT + title.width, y))


def _two_lines(
    painter: QPainter, face: Face, state: CardState, status: str, inks: Inks, zoom: float
) -> None:
    """Paint the title, and under it the state, the rest of the title or the caption, to be read."""
    grow, grow_below = _THREE_LINES / zoom, 1 / zoom
    words, rest = ("", "") if status else text.parted(face.card.title, "title", _room(face, grow))
    title = text.line(words or face.card.title, "title", _room(face, grow))
    if rest:
        below, grow_below = text.line(rest, "title", _room(face, grow)), grow
    else:
        below = text.line(status or face.card.caption, "status", _room(face, grow_below))
    high, low = title.height * grow, below.height * grow_below
    top = (CARD_HEIGHT - high - low) / 2
    painter.translate(TEXT_LEFT, top)
    painter.scale(grow, grow)
    painter.translate(-TEXT_LEFT, 0)
    _title(painter, title, state, inks, title.ascent)
    painter.translate(TEXT_LEFT, 0)
    painter.scale(grow_below / grow, grow_below / grow)
    ink = _ink(state, inks) if status else inks.theme.text if rest else inks.theme.muted
    painter.setPen(inks.pen(ink))
    below.draw(painter, 0, high / grow_below + below.ascent)
    painter.scale(1 / grow_below, 1 / grow_below)
    painter.translate(-TEXT_LEFT, -top)


def _room(face: Face, grow: float) -> int:
    """Return the room for a line that is painted so much larger, in steps: each is laid out."""
    return max(int(_width(face) / grow) // 4 * 4, 8)


def paint_far_title(
    painter: QPainter, face: Face, state: CardState, inks: Inks, zoom: float
) -> None:
    """Paint the title at a fixed size on the screen, on two lines where the card is so high."""
    left, right = _far_edges(face)
    room = int((CARD_WIDTH - left - right) * zoom - 2 * _MARGIN) // 2 * 2
    lines = _far_lines(face.card.title, room, face.height * zoom)
    if not lines:
        return
    top = face.height / 2 - sum(line.height for line in lines) / 2 / zoom
    ink = inks.theme.text if state.name in {"idle", "ok"} else inks.state(state.name).ink
    painter.setPen(inks.pen(ink))
    for line in lines:
        text.draw_grown(painter, line, QPointF(left + _MARGIN / zoom, top), 1 / zoom)
        top += line.height / zoom


def _far_edges(face: Face) -> tuple[float, float]:
    """Return what a card takes at its left and right beside its title, seen from afar."""
    round_end = ROUND_RADIUS / 4
    left = round_end if face.card.shape == "trigger" else _BAR
    return left, round_end if face.card.shape == "end" else 0.0


def _far_lines(title: str, room: int, height: float) -> list[Line]:
    """Return as much of a title as fits; nothing where that would tell nothing."""
    whole = text.line(title, "label", max(room, 8))
    if height >= 2 * whole.height:
        first, rest = text.parted(title, "label", room)
        if first and rest:
            return [text.line(part, "label", room) for part in (first, rest)]
    return [] if text.is_cut(whole, _FEWEST) else [whole]
