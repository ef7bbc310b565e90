"""Knows the words on a card: three lines near by, two a little further off, one from afar.

No line is painted smaller on the screen than everybody can read it, however far the drawing is
away; what has no room is left out. Must not know borders, badges or items.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from designer.canvas import text
from designer.canvas.geometry import (
    CARD_HEIGHT,
    CARD_RADIUS,
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
_TITLE, _LEAST = 13.0, 11.0
"""Pixels of a title in natural size, and of the smallest words that are painted."""
_THREE_LINES = _LEAST / _TITLE
"""Seen from further off, a title in natural size would be too small to read."""
_MARGIN = 6.0
_FEWEST = 6
"""Letters: less of a title tells nothing."""
_CUT = "…"


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
    text.line(face.card.caption, "caption", width).draw(painter, TEXT_LEFT, 46 + down)
    if status:
        painter.setPen(inks.pen(_ink(state, inks)))
        text.line(status, "status", width).draw(painter, TEXT_LEFT, 63)


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
    words, rest = ("", "") if status else _parted(face.card.title, _room(face, grow))
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


def _parted(title: str, room: int) -> tuple[str, str]:
    """Return a title in two parts of which the first fits; "" twice where it need not be parted."""
    first = text.first_part(title, "title", room)
    rest = " ".join(title.split())[len(first) :].strip()
    return (first, rest) if first and rest else ("", "")


def paint_far_title(
    painter: QPainter, face: Face, state: CardState, inks: Inks, zoom: float
) -> None:
    """Paint the title at a fixed size on the screen, as long as enough of it fits."""
    is_card = face.card.shape == "card"
    room = (CARD_WIDTH - 2 * (CARD_RADIUS if is_card else ROUND_RADIUS / 2)) * zoom
    line = text.line(face.card.title, "small", max(int(room - _MARGIN) // 4 * 4, 8))
    shown = line.static.text()
    if shown.endswith(_CUT) and len(shown) <= _FEWEST:
        return
    left = (CARD_RADIUS if face.card.shape != "trigger" else ROUND_RADIUS / 2) + _MARGIN / 2 / zoom
    painter.translate(left, face.height / 2)
    painter.scale(1 / zoom, 1 / zoom)
    ink = inks.theme.text if state.name in {"idle", "ok"} else inks.state(state.name).ink
    painter.setPen(inks.pen(ink))
    line.draw(painter, 0, line.ascent - line.height / 2)
    painter.scale(zoom, zoom)
    painter.translate(-left, -face.height / 2)
