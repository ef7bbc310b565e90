"""Knows what is shown of a thing that is not there yet: the edge and the card of a gesture.

Must not know gestures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem

from designer.canvas.card_paint import paint_card
from designer.canvas.edge_paint import Line, paint_edge
from designer.canvas.geometry import CARD_WIDTH
from designer.canvas.routing import straight
from designer.canvas.shapes import rect_of
from designer.canvas.text import zoom_of

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

    from designer.canvas.face import Face
    from designer.canvas.inks import Inks

GHOST_Z = 30.0


class _Ghost(QGraphicsRectItem):
    """What no click can hit."""

    def __init__(self, inks: Inks) -> None:
        super().__init__()
        self.inks = inks
        self.setPen(QPen(Qt.PenStyle.NoPen))
        self.setZValue(GHOST_Z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable, enabled=False)


class GhostEdge(_Ghost):
    """An edge while it is drawn.

    Args:
        inks: the colours.
    """

    def __init__(self, inks: Inks) -> None:
        super().__init__(inks)
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


class GhostCard(_Ghost):
    """A card while it is carried; its place is its top left corner.

    Args:
        face: what it shows.
        inks: the colours.
    """

    def __init__(self, face: Face, inks: Inks) -> None:
        super().__init__(inks)
        self.face = face
        self.setOpacity(0.7)
        self.setRect(QRectF(0, 0, CARD_WIDTH, face.height).adjusted(-14, -14, 84, 16))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint the card."""
        del option, widget
        paint_card(painter, self.face, self.inks, zoom_of(painter))
