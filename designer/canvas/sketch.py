"""Knows the edges that come into view by hundreds, as plain lines until each has its way.

Must not know how an edge is led, nor when.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsRectItem

from designer.canvas.edge_item import EDGE_Z

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

    from designer.canvas.geometry import Point
    from designer.canvas.inks import Inks

_WIDTH = 2.0
"""As wide as the edge of which nothing is to be told."""
_MARGIN = 2.0


class Sketch(QGraphicsRectItem):
    """Plain lines from ways out to ways in; nobody can take hold of them.

    Args:
        inks: the colours.

    Attributes:
        lines: what is drawn, by the key of the edge.
    """

    def __init__(self, inks: Inks) -> None:
        super().__init__()
        self.inks = inks
        self.lines: dict[str, QLineF] = {}
        self._colors: Mapping[str, str] = {}
        self.setPen(QPen(Qt.PenStyle.NoPen))
        self.setZValue(EDGE_Z)

    def put(self, ends: Mapping[str, tuple[Point, Point]]) -> None:
        """Draw these edges too, each from one point to another."""
        bounds = QRectF(self.rect())
        for key, (start, end) in ends.items():
            line = self.lines[key] = QLineF(QPointF(*start), QPointF(*end))
            bounds |= _around(line)
        self.setRect(bounds)
        self.update()

    def take(self, key: str) -> None:
        """Draw an edge no longer; only its place is painted anew."""
        if (line := self.lines.pop(key, None)) is not None:
            self.update(_around(line))

    def set_colors(self, colors: Mapping[str, str]) -> None:
        """Take the colours of the edges that have another than most."""
        self._colors = colors
        if self.lines:
            self.update()

    def shape(self) -> QPainterPath:
        """Return what a click means: nothing."""
        return QPainterPath()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint the lines: those of most edges by one call."""
        del option, widget
        if not self.lines:
            return
        usual = self.inks.theme.edge
        lines: dict[str, list[QLineF]] = {}
        for key, line in self.lines.items():
            lines.setdefault(self._colors.get(key, usual), []).append(line)
        for color, some in lines.items():
            painter.setPen(self.inks.pen(color, _WIDTH))
            painter.drawLines(some)


def _around(line: QLineF) -> QRectF:
    box = QRectF(line.p1(), line.p2()).normalized()
    return box.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
