"""Knows how an edge looks that is not there yet. Must not know gestures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem

from designer.canvas.edge_paint import Line, paint_edge
from designer.canvas.routing import straight
from designer.canvas.shapes import rect_of

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

    from designer.canvas.inks import Inks

GHOST_Z = 30.0


class GhostEdge(QGraphicsRectItem):
    """An edge while it is drawn; no click can hit it.

    Args:
        inks: the colours.
    """

    def __init__(self, inks: Inks) -> None:
        super().__init__()
        self.inks = inks
        self.setPen(QPen(Qt.PenStyle.NoPen))
        self.setZValue(GHOST_Z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable, enabled=False)
        route = straight((0.0, 0.0), (0.0, 0.0))
        self.line = Line(route, selected=True, editable=False)

    def lead(self, start: QPointF, end: QPointF) -> None:
        """Draw it from one point of the scene to another."""
        self.line.lead(straight((start.x(), start.y()), (end.x(), end.y())))
        xs, ys = zip(*self.line.route.points, strict=True)
        box = rect_of((min(xs), min(ys), max(xs), max(ys)))
        self.setRect(box.adjusted(-14, -14, 14, 14))
        self.update()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint the edge."""
        del option, widget
        paint_edge(painter, self.line, self.inks, near=False)
