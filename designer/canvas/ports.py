"""Knows how ways in and out, their names and the boxes that add a step are painted and hit.

Must not know items or documents.
"""

from __future__ import annotations

from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from designer.canvas import text, undo_port
from designer.canvas.geometry import (
    CARD_WIDTH,
    PLUS_GAP,
    PLUS_HIT,
    PLUS_SIZE,
    PLUS_STEM,
    PORT_HIT,
    PORT_NAME_GAP,
    PORT_RADIUS,
    PORT_TOP,
    Box,
    Point,
    near,
    united,
)
from designer.canvas.port_names import BEFORE_CARD as _BEFORE_CARD
from designer.canvas.port_names import name_width, near_lines, paint_name

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from designer.canvas.face import Face
    from designer.canvas.inks import Inks
    from runtime.step import Port

IN = "in"
"""Names the way in among the ways out."""
_HOVER_RADIUS, _QUIET_RADIUS = 8.0, 3.5
_ACROSS = 5.0
"""How far the stroke across a line reaches to both sides."""
_NAME_HALF = 8.0
"""Half the height of a name, with a little paper above and below."""
BEND = 28.0
"""Least room for the bend of a line."""


def paint_ports(painter: QPainter, face: Face, inks: Inks, zoom: float) -> None:
    """Paint every way in and out of a card."""
    if face.card.enters:
        _dot(painter, face, inks, IN, (0.0, PORT_TOP), quiet=False)
    for index, port in enumerate(face.card.ports):
        place, dot = face.port_place(port.name), face.dot_place(port.name)
        quiet = face.is_quiet(port)
        if quiet and face.hover_port != port.name:
            continue
        if port.undoes and port.name in face.free and not quiet:
            undo_port.paint_bend(painter, inks, face.height)
        plus = _plus_of(face, index) if face.is_open(port) else None
        if plus is not None:
            stem = place[0] + (PORT_RADIUS if dot == place else 0) if plus != place else None
            paint_plus(painter, inks, plus, stem=stem, hot=face.hover_port == port.name)
        if plus != place or dot != place:
            _dot(painter, face, inks, port.name, dot, quiet=quiet)
        if port.undoes and not quiet:
            hot = face.hover_port == port.name
            undo_port.paint_sign(painter, inks.pen(_color(inks, hot=hot), 1.5), dot)
        named = _name(painter, face, inks, port, place, plus, zoom)
        if port.otherwise and plus != place:
            _slash(painter, face, inks, port, place, named)


def _dot(
    painter: QPainter, face: Face, inks: Inks, name: str, place: Point, *, quiet: bool
) -> None:
    hot = face.hover_port == name or (name == IN and face.target is True)
    large = undo_port.RADIUS if face.undoes(name) else PORT_RADIUS
    radius = _HOVER_RADIUS if hot else _QUIET_RADIUS if quiet else large
    painter.setPen(inks.pen(_color(inks, hot=hot), 1.25 if quiet else 2.0))
    painter.setBrush(inks.brush(inks.theme.surface))
    painter.drawEllipse(QPointF(*place), radius - 1, radius - 1)


def _color(inks: Inks, *, hot: bool) -> str:
    return inks.theme.accent if hot else inks.theme.edge


def _name(
    painter: QPainter,
    face: Face,
    inks: Inks,
    port: Port,
    place: Point,
    plus: Point | None,
    zoom: float,
) -> float:
    """Paint the name of a way out; returns how far right of it the name ends."""
    label = face.label(port)
    if not label:
        return 0.0
    above = is_near(face, name_end(face, port.name))
    grow = text.grown_at(zoom, "label")
    return paint_name(painter, face, inks, label, place, plus=plus, is_above=above, grow=grow)


def _slash(
    painter: QPainter, face: Face, inks: Inks, port: Port, place: Point, named: float
) -> None:
    """Paint the mark of the way that is left when no other fits: a stroke across its line."""
    end, reach = max(name_end(face, port.name), named + PORT_NAME_GAP), _ACROSS
    if is_near(face, end):
        end, reach = PORT_RADIUS, _ACROSS / 2
    x, y = place[0] + end + _ACROSS, place[1]
    painter.setPen(inks.pen(inks.theme.edge, 2.0))
    painter.drawLine(QPointF(x - reach / 2, y + reach), QPointF(x + reach / 2, y - reach))


def name_end(face: Face, name: str) -> float:
    """Return how far right of a way out its name ends; 0 where none is shown."""
    for port in face.card.ports:
        if port.name == name:
            return _end_of(face.label(port))
    return 0.0


def lasting_ends(face: Face) -> dict[str, float]:
    """Return how far right of each way out the name ends that always stands there; 0 for none."""
    return {port.name: _end_of(face.lasting_label(port)) for port in face.card.ports}


def shown_reach(face: Face) -> float:
    """Return how far right of a card its names reach, and the boxes behind those that are open."""
    named = ((port, _end_of(face.lasting_label(port))) for port in face.card.ports)
    more = PLUS_STEM + PLUS_SIZE
    return max((end + (more if p.name in face.free else 0) for p, end in named if end), default=0.0)


@lru_cache(maxsize=4_000)
def _end_of(label: str) -> float:
    return PORT_RADIUS + PORT_NAME_GAP + name_width(label) + PORT_NAME_GAP if label else 0.0


def is_left_out(face: Face, name: str, zoom: float) -> bool:
    """Whether the name of a way out is not beside it, or not whole, or may be so from afar."""
    label = next((face.label(port) for port in face.card.ports if port.name == name), "")
    if zoom < 1 or not label:
        return True
    end = _end_of(label)
    if is_near(face, end):
        return not near_lines(label, face.room)
    return name_width(label) != text.line(label, "label").width


def is_near(face: Face, end: float) -> bool:
    """Whether the next card stands too near for a name that ends there, and a line behind it."""
    return end > 0 and face.room < end + BEND


def _plus_of(face: Face, index: int) -> Point:
    """Return the middle of the box that adds a step: the way out itself where a line is near."""
    name = face.card.ports[index].name
    return face.port_place(name) if name in face.crossed else usual_plus(face, index)


def usual_plus(face: Face, index: int) -> Point:
    """Return where the box that adds a step is, if no line is: behind a way out or its name.

    Where the next card stands too near, it is the way out itself: of one that is needed for all of
    those, so that they stand in a row, and of others each for itself, since they come and go.
    """
    here = face.card.ports[index]
    if face.room < inf:
        row = [port for port in face.card.ports if port.needed] if here.needed else [here]
        most = max(_gap(face, port.name) for port in row if port.name in face.free or port is here)
        if most + PLUS_SIZE + _BEFORE_CARD > face.room:
            return face.port_place(here.name)
    return (CARD_WIDTH + _gap(face, here.name) + PLUS_SIZE / 2, face.port_place(here.name)[1])


def _gap(face: Face, name: str) -> float:
    """Return how far behind a way out the box begins where there is room."""
    return max(PLUS_GAP, _full_end(face, name) + PLUS_STEM)


def _full_end(face: Face, name: str) -> float:
    """Return how far right of a way out its name ends when the pointer is at the card."""
    return next((_end_of(face.full_label(p)) for p in face.card.ports if p.name == name), 0.0)


def names(face: Face) -> dict[str, Box]:
    """Return the places of names that always stand in line with their ways out, as `marks` does."""
    found: dict[str, Box] = {}
    for port in face.card.ports:
        end, y = _end_of(face.lasting_label(port)), face.port_place(port.name)[1]
        if end and not is_near(face, end):
            found[port.name] = (CARD_WIDTH, y - _NAME_HALF, CARD_WIDTH + end, y + _NAME_HALF)
    return found


def marks(face: Face) -> dict[str, Box]:
    """Return what lines of others keep off beside each way out, from the card's top left corner.

    It is the name that always stands there and the box that adds a step, also where that one
    comes only with the pointer.
    """
    found: dict[str, Box] = {}
    for index, port in enumerate(face.card.ports):
        end, y = _end_of(face.lasting_label(port)), face.port_place(port.name)[1]
        reach = CARD_WIDTH + end + PORT_NAME_GAP
        places = [(CARD_WIDTH, y - _NAME_HALF, reach, y + _NAME_HALF)] if end else []
        if is_near(face, end) and port.name not in face.free:
            high = 2 * _NAME_HALF * len(near_lines(face.lasting_label(port), face.room))
            top = y - high if y <= PORT_TOP else y
            places = [(CARD_WIDTH, top, CARD_WIDTH + min(end, face.room), top + high)]
        if port.name in face.free and not port.undoes:  # it goes to its dot where a line is
            x, y = usual_plus(face, index)
            half = PLUS_SIZE / 2
            places.append((x - half, y - half, x + half, y + half))
        if places:
            found[port.name] = united(places)
    return found


def paint_plus(
    painter: QPainter, inks: Inks, center: Point, *, stem: float | None = None, hot: bool = False
) -> None:
    """Paint the box that adds a step.

    Args:
        painter: what to paint with.
        inks: the colours.
        center: middle of the box.
        stem: where the line that leads to it begins; None for no line.
        hot: whether the pointer is over it.
    """
    x, y = center
    half = PLUS_SIZE / 2
    if stem is not None:
        painter.setPen(inks.pen(inks.theme.edge, 1.5))
        painter.drawLine(QPointF(stem, y), QPointF(x - half, y))
    painter.setPen(inks.pen(inks.theme.accent if hot else inks.theme.edge, 1.25))
    painter.setBrush(inks.brush(inks.theme.surface))
    painter.drawRoundedRect(QRectF(x - half, y - half, PLUS_SIZE, PLUS_SIZE), 5, 5)
    painter.setPen(inks.pen(inks.theme.accent if hot else inks.theme.text, 1.5))
    painter.drawLine(QPointF(x - 4, y), QPointF(x + 4, y))
    painter.drawLine(QPointF(x, y - 4), QPointF(x, y + 4))


def port_hit(face: Face, point: Point) -> str | None:
    """Return the way out, or "in", that is meant by a point; from the card's top left corner."""
    if face.card.enters and near(point, (0.0, PORT_TOP), PORT_HIT):
        return IN
    places = [(near_by(point, face.dot_place(port.name)), port) for port in face.card.ports]
    hits = [(far, port.name) for far, port in places if far is not None]
    return min(hits)[1] if hits else None


def near_by(point: Point, place: Point) -> float | None:
    """Return how far a point is from a way out, None where it is out of reach."""
    return abs(point[1] - place[1]) if near(point, place, PORT_HIT) else None


def plus_hit(face: Face, point: Point) -> str | None:
    """Return the way out whose box that adds a step is meant by a point."""
    for index, port in enumerate(face.card.ports):
        if face.is_open(port) and near(point, _plus_of(face, index), min(PLUS_HIT, 12.0)):
            return port.name
    return None
