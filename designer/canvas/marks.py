"""Knows the lines and boxes that a gesture draws over the canvas. Must not know gestures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtWidgets import QGraphicsItem

from designer.canvas.geometry import CARD_HEIGHT, CARD_RADIUS, CARD_WIDTH, FRAME_RADIUS
from designer.canvas.ghost_items import GHOST_Z

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

    from designer.canvas.scene import CanvasScene

_MARGIN = 4.0
CARD_SIZE = QSizeF(CARD_WIDTH, CARD_HEIGHT)


class Marks(QGraphicsItem):
    """What is drawn over the canvas while something goes on: nothing, until it is told.

    Args:
        scene: where it is drawn; `leave` takes it away.
    """

    def __init__(self, scene: CanvasScene) -> None:
        super().__init__()
        self._scene = scene
        self._lines: tuple[QLineF, ...] = ()
        self._band = QRectF()
        self._card: QPointF | None = None
        self._target = QRectF()
        self.setZValue(GHOST_Z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        scene.addItem(self)

    def leave(self) -> None:
        """Take everything away."""
        self._scene.removeItem(self)

    def show_lines(self, lines: Sequence[QLineF]) -> None:
        """Draw guide lines."""
        self.prepareGeometryChange()
        self._lines = tuple(lines)

    def show_band(self, band: QRectF) -> None:
        """Draw the box in which everything is chosen."""
        self.prepareGeometryChange()
        self._band = band

    def show_card(self, place: QPointF | None) -> None:
        """Draw the dashed card that stands where a new one will; None draws none."""
        self.prepareGeometryChange()
        self._card = place

    def show_target(self, box: QRectF) -> None:
        """Draw a line round what something would be dropped into; a null box draws none."""
        self.prepareGeometryChange()
        self._target = box

    def boundingRect(self) -> QRectF:
        """Return the place of all that is drawn."""
        box = QRectF(self._band).united(self._target)
        if self._card is not None:
            box = box.united(QRectF(self._card, CARD_SIZE))
        for line in self._lines:
            box = box.united(QRectF(line.p1(), line.p2()).normalized().adjusted(-1, -1, 1, 1))
        return box.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint what is to be seen."""
        del option, widget
        inks = self._scene.inks
        accent = inks.theme.accent
        painter.setBrush(inks.brush(accent, 24))
        if not self._band.isNull():
            painter.setPen(inks.pen(accent, 0))
            painter.drawRect(self._band)
        if not self._target.isNull():
            painter.setPen(inks.pen(accent, 2))
            painter.drawRoundedRect(self._target, FRAME_RADIUS, FRAME_RADIUS)
        if self._card is not None:
            painter.setPen(inks.pen(accent, 1.5, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(QRectF(self._card, CARD_SIZE), CARD_RADIUS, CARD_RADIUS)
        painter.setPen(inks.pen(accent, 0))
        painter.drawLines(list(self._lines))
