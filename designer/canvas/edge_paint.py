"""Knows how an edge is painted: line, arrow, names and how often it was gone. Knows no items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from designer.canvas import text
from designer.canvas.detail import Detail, detail_at
from designer.canvas.geometry import PLUS_SIZE, PORT_RADIUS, TRASH_SIZE, Box, Point
from designer.canvas.inks import qcolor
from designer.canvas.ports import paint_plus
from designer.canvas.shapes import path_of
from designer.canvas.states import EdgeState
from designer.canvas.undo_port import DROP, LEFT, bend, broken

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QPainterPath

    from designer.canvas.inks import Inks
    from designer.canvas.routing import Route

ARROW = 8.0
LABEL_WIDTH = 140
_WIDTHS = {"idle": 2.0, "ok": 2.5, "running": 2.5}
_DOTTED = frozenset({"skipped", "disabled"})
_DASHED = "running"
_DASH = (6.0, 4.0)
_NONE = EdgeState()
_MANY = 10_000
_BESIDE = PLUS_SIZE / 2 + 2.0
"""How far the box that adds and the mark that removes are from the middle of an edge."""


@dataclass(slots=True)
class Line:
    """What an edge shows.

    Attributes:
        route: its way.
        label: its name; "" for none.
        state: how it stands with it.
        selected, hovered: whether it is chosen or under the pointer.
        faded: whether it is out of question while another is drawn.
        shift: how far its dashes have moved, in scene units.
        editable: whether it offers to put a step in between.
        named: how far right of the way out it begins: behind the name that stands there.
        undoes: whether it leads to what undoes the step that it comes from.
    """

    route: Route
    label: str = ""
    state: EdgeState = _NONE
    selected: bool = False
    hovered: bool = False
    faded: bool = False
    shift: float = 0.0
    editable: bool = True
    named: float = 0.0
    undoes: bool = False
    _path: QPainterPath | None = None

    def is_told_at(self, zoom: float) -> bool:
        """Whether all of its name is painted there, if it has one."""
        whole = name_line(self.label).width == text.line(self.label, "label").width
        return whole and detail_at(zoom) is Detail.FULL and self._has_room(zoom)

    def _has_room(self, zoom: float) -> bool:
        return text.grown_at(zoom, "label") <= self.route.room

    def lead(self, route: Route) -> None:
        """Take another way."""
        self.route, self._path = route, None

    @property
    def path(self) -> QPainterPath:
        """The way as Qt has it, without the arrow's head; made when it is first asked for."""
        if self._path is None:
            self._path = path_of(self.route, PORT_RADIUS + ARROW - 1)
        return self._path


def color_of(line: Line, inks: Inks) -> str:
    """Return the colour of an edge."""
    return inks.theme.accent if line.selected else color_of_state(line.state, inks)


def color_of_state(state: EdgeState, inks: Inks) -> str:
    """Return the colour of an edge that is not selected."""
    if state.differs:
        return inks.theme.accent
    return inks.theme.edge if state.name == "idle" else inks.state(state.name).ink


def paint_edge(painter: QPainter, line: Line, inks: Inks, *, near: bool) -> None:
    """Paint an edge.

    Args:
        painter: what to paint with.
        line: what it shows.
        inks: the colours.
        near: whether there is room for text.
    """
    color = color_of(line, inks)
    solid = painter.opacity()
    painter.setOpacity(solid * (0.35 if line.faded else 1.0))
    painter.setPen(_pen(line, color, inks))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(line.path)
    if line.named:  # where the name is painted, it lies over this
        painter.drawLine(QPointF(*beginning(line)), QPointF(*line.route.points[0]))
    if line.undoes:
        painter.drawPath(bend(beginning(line)))
    _arrow(painter, line.route.points[-1], inks, color)
    if near:
        _pills(painter, line, inks, color)
        if line.hovered and line.editable:
            paint_plus(painter, inks, adding_place(line.route.middle))
            _trash(painter, inks, trash_place(line.route.middle))
    painter.setOpacity(solid)


def beginning(line: Line) -> Point:
    """Return the way out from which an edge comes, also where a name stands between."""
    x, y = line.route.points[0]
    return (x - line.named, y)


def bend_box(line: Line) -> Box:
    """Return the place of the piece between a card and the line that leads to what undoes it."""
    x, y = beginning(line)
    return (x - LEFT, y - DROP, x, y)


def _pen(line: Line, color: str, inks: Inks) -> QPen:
    if line.selected:
        return broken(color, 3.0) if line.undoes else inks.pen(color, 3.0)
    name = line.state.name
    width = _WIDTHS.get(name, 2.0) + (0.5 if line.hovered else 0.0)
    if name in _DOTTED:
        return inks.pen(color, width, Qt.PenStyle.DotLine)
    if name == _DASHED or (line.state.differs and not line.state.count):
        pen = QPen(qcolor(color), width)
        pen.setDashPattern([part / width for part in _DASH])
        pen.setDashOffset(-line.shift / width)
        return pen
    return broken(color, width) if line.undoes else inks.pen(color, width)


def _arrow(painter: QPainter, end: Point, inks: Inks, color: str) -> None:
    x, y = end[0] - PORT_RADIUS, end[1]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(inks.brush(color))
    head = (QPointF(x, y), QPointF(x - ARROW, y - ARROW / 2), QPointF(x - ARROW, y + ARROW / 2))
    painter.drawPolygon(head)


# --- text on the line -------------------------------------------------------------------------


def _pills(painter: QPainter, line: Line, inks: Inks, color: str) -> None:
    x, y = line.route.middle
    if line.label:
        grow = text.growth(painter, "label")
        words = name_line(line.label)
        if grow <= line.route.room:
            _pill(painter, inks, words, (x, y), inks.theme.canvas, inks.theme.muted)
            y += words.height * grow + 4
    if line.state.count > 1:
        words = text.line(told(line.state.count), "small")
        _pill(painter, inks, words, (x, y), inks.state(line.state.name).tint, color)
    if line.state.breakpoint:
        painter.setPen(inks.pen(inks.theme.canvas, 2.0))
        painter.setBrush(inks.brush(inks.theme.states["failed"].ink))
        painter.drawEllipse(QPointF(*stop_place(line)), 7, 7)


def _pill(
    painter: QPainter, inks: Inks, words: text.Line, center: Point, ground: str, ink: str
) -> None:
    """Paint words on paper, as large as they can be read there."""
    grow = text.growth(painter, "label")
    width, height = words.width * grow + 12, words.height * grow + 2
    box = QRectF(center[0] - width / 2, center[1] - height / 2, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(inks.brush(ground, 217))
    painter.drawRoundedRect(box, height / 2, height / 2)
    painter.setPen(inks.pen(ink))
    corner = QPointF(box.left() + 6, center[1] - words.height * grow / 2)
    text.draw_grown(painter, words, corner, grow)


def name_size(label: str) -> tuple[float, float]:
    """Return how wide and high the name of an edge is, with the paper behind it."""
    words = name_line(label)
    return (words.width + 12, words.height + 2)


def name_line(label: str) -> text.Line:
    """Return the name of an edge as it is painted: no word of it is cut, but for endless ones."""
    words = text.worded(label, "label", LABEL_WIDTH)
    return words if words is not None else text.line(label, "label", LABEL_WIDTH)


def told(count: int) -> str:
    """Return a count as it stands on an edge: short."""
    return f"{count}" if count < _MANY else f"{count // 1000}k"


def stop_place(line: Line) -> Point:
    """Return where the dot is that says that a run stops on the way."""
    x, y = line.route.points[0]
    return (x + 20, y)


def adding_place(middle: Point) -> Point:
    """Return the middle of the box that puts a step into an edge."""
    return (middle[0] - _BESIDE, middle[1])


def trash_place(middle: Point) -> Point:
    """Return the middle of the mark that removes an edge."""
    return (middle[0] + _BESIDE, middle[1])


def _trash(painter: QPainter, inks: Inks, center: Point) -> None:
    half = TRASH_SIZE / 2 + 3
    box = QRectF(center[0] - half, center[1] - half, 2 * half, 2 * half)
    painter.setPen(inks.pen(inks.theme.edge, 1.25))
    painter.setBrush(inks.brush(inks.theme.surface))
    painter.drawRoundedRect(box, 5, 5)
    painter.translate(*center)
    painter.setPen(inks.pen(inks.theme.text, 1.25))
    painter.drawLine(QPointF(-5, -3.5), QPointF(5, -3.5))
    painter.drawPolyline([QPointF(-2, -3.5), QPointF(-2, -5.5), QPointF(2, -5.5), QPointF(2, -3.5)])
    sides = [QPointF(-3.8, -3.5), QPointF(-3.2, 5.5), QPointF(3.2, 5.5), QPointF(3.8, -3.5)]
    painter.drawPolyline(sides)
    painter.translate(-center[0], -center[1])
