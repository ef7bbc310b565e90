"""Knows how an edge stands in the scene and what of it a point means. Must not know documents."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPathStroker, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem

from designer.canvas import text
from designer.canvas.detail import Detail, detail_at
from designer.canvas.edge_paint import (
    Line,
    adding_place,
    bend_box,
    name_size,
    paint_edge,
    stop_place,
    trash_place,
)
from designer.canvas.geometry import PLUS_SIZE, TRASH_SIZE, Box, Point, near
from designer.canvas.routing import LARGEST_NAME, line_hits, pieces
from designer.canvas.shapes import rect_of

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QPainterPath
    from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

    from designer.canvas.inks import Inks
    from designer.canvas.routing import Route
    from designer.canvas.states import EdgeState

EDGE_Z = 0.0
"""Where Qt puts items of itself."""
_MOST = 2.0**32
_MARGIN = 14.0
_HIT = 14.0
_NO_PEN = QPen(Qt.PenStyle.NoPen)


class EdgeItem(QGraphicsRectItem):
    """One edge. It stands at the origin; its way is in the scene's units.

    Args:
        key: of the edge.
        line: what it shows.
        inks: the colours.

    Attributes:
        source, target: what it joins on the canvas: the steps, or what stands for them.
    """

    def __init__(self, key: str, line: Line, inks: Inks) -> None:
        super().__init__()
        self.key = key
        self.line = line
        self.inks = inks
        self.source = self.target = ""
        self._hit: QPainterPath | None = None
        mark = crc32(key.encode())
        self._level = EDGE_Z + mark / _MOST  # which of two lies above does not depend on the hour
        self.setPen(_NO_PEN)
        self.setZValue(self._level)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)

    # --- looks --------------------------------------------------------------------------------

    def lead(self, route: Route) -> None:
        """Take another way."""
        if route != self.line.route or self.rect().isNull():
            self.line.lead(route)
            self._hit = None
            self.setRect(self._bounds())
            self.update()

    def set_label(self, label: str) -> None:
        """Show another name."""
        if label != self.line.label:
            self.line.label = label
            self.setRect(self._bounds())
            self.update()

    def set_state(self, state: EdgeState) -> bool:
        """Show a state; returns whether it looks otherwise than before."""
        if state == self.line.state:
            return False
        self.line.state = state
        self.update()
        return True

    def set_hover(self, *, on: bool) -> None:
        """Show that the pointer is over the edge: it offers to add a step and to go away."""
        if on != self.line.hovered:
            self.line.hovered = on
            self._hit = None
            self.setZValue(self._level + (2 if on else 0))
            self.update()

    def set_faded(self, *, on: bool) -> None:
        """Show that the edge is out of question while another is drawn."""
        if on != self.line.faded:
            self.line.faded = on
            self.update()

    def set_editable(self, *, on: bool) -> None:
        """Whether it offers to add a step when the pointer is over it."""
        self.line.editable = on

    def move_on(self, turned: float, travelled: float) -> None:
        """Show the next moment of a run that goes this way: its dashes travel."""
        del turned
        self.line.shift = travelled
        self.update()

    def box(self) -> Box:
        """Return the place of the line, in the scene."""
        xs, ys = zip(*self.line.route.points, strict=True)
        return (min(xs), min(ys), max(xs), max(ys))

    def runs_through(self, box: Box) -> bool:
        """Whether the line runs through a box in the scene."""
        return any(line_hits(one, other, box) for one, other in pieces(self.line.route))

    def _bounds(self) -> QRectF:
        box = rect_of(self.box()).adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
        if self.line.undoes:
            box = box.united(rect_of(bend_box(self.line)).adjusted(-4, -4, 4, 4))
        if self.line.label:
            x, y = self.line.route.middle
            wide = LARGEST_NAME * name_size(self.line.label)[0] + 4
            box = box.united(QRectF(x - wide / 2, y - 20, wide, 88))
        return box

    def mark_selected(self) -> None:
        """Note whether the item is selected; Qt repaints it by itself."""
        self.line.selected = self.isSelected()
        self.setZValue(self._level + (1 if self.line.selected else 0))

    # --- places -------------------------------------------------------------------------------

    def plus_at(self, place: QPointF) -> bool:
        """Whether a point in the scene means to put a step in between."""
        return self.line.editable and near(
            _point(place), adding_place(self.line.route.middle), PLUS_SIZE / 2 + 1
        )

    def trash_at(self, place: QPointF) -> bool:
        """Whether a point in the scene means to remove the edge."""
        center = trash_place(self.line.route.middle)
        return self.line.editable and near(_point(place), center, TRASH_SIZE / 2 + 3)

    def stop_at(self, place: QPointF) -> bool:
        """Whether a point in the scene means the dot where a run stops."""
        return self.line.state.breakpoint and near(_point(place), stop_place(self.line), 9)

    def end_at(self, place: QPointF, reach: float = 16.0) -> str | None:
        """Return the end that a point in the scene means, to be led elsewhere."""
        first, last = self.line.route.points[0], self.line.route.points[-1]
        if near(_point(place), last, reach):
            return "target"
        return "source" if near(_point(place), first, reach) else None

    # --- for Qt -------------------------------------------------------------------------------

    def shape(self) -> QPainterPath:
        """Return what a click means: the line and a little beside it."""
        if self._hit is None:
            stroker = QPainterPathStroker()
            stroker.setWidth(_HIT)
            self._hit = stroker.createStroke(self.line.path)
            if self.line.hovered:
                x, y = self.line.route.middle
                self._hit.addRect(QRectF(x - 26, y - 14, 52, 28))
        return self._hit

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint the edge."""
        del option, widget
        near_by = detail_at(text.zoom_of(painter)) is Detail.FULL
        paint_edge(painter, self.line, self.inks, near=near_by)


def _point(place: QPointF) -> Point:
    return (place.x(), place.y())
