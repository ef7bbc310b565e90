"""Knows the small picture of a whole drawing that shows where one is and takes one elsewhere.

Must not know how the drawing is changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform
from PySide6.QtWidgets import QWidget

from designer.canvas import text
from designer.canvas.shapes import rounded

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from designer.canvas.scene import CanvasScene
    from designer.canvas.view import CanvasView

_SIZE = QSize(150, 84)
_MARGIN, _RADIUS = 8.0, 6.0
_LARGEST = 0.12
"""Pixels for a unit of the scene: a drawing of few steps stays a small picture."""
_PAN = 120.0
_ARROWS = {
    Qt.Key.Key_Left: QPointF(_PAN, 0),
    Qt.Key.Key_Right: QPointF(-_PAN, 0),
    Qt.Key.Key_Up: QPointF(0, _PAN),
    Qt.Key.Key_Down: QPointF(0, -_PAN),
}


class Minimap(QWidget):
    """The whole drawing, with the part that is in view.

    Args:
        view: the view that it belongs to.
        parent: the widget that holds it.
    """

    def __init__(self, view: CanvasView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._scene: CanvasScene = view.canvas
        self._picture: QPixmap | None = None
        self._fit()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Overview of the drawing")
        self.setAccessibleDescription("Arrow keys move the part that is in view.")
        self.setToolTip("Click or drag to go there")
        view.moved.connect(self._look)
        view.altered.connect(self._forget)

    def _look(self) -> None:
        """Show the part that is in view now, of the drawing that is shown now."""
        if self._scene is not self._view.canvas:
            self._scene, self._picture = self._view.canvas, None
        self.update()

    def _forget(self) -> None:
        self._picture = None
        self.update()

    def _fit(self) -> None:
        """Grow with the text that the person reads."""
        size = _SIZE * text.measure()
        if self.size() != size:
            self.setFixedSize(size)

    def _way(self) -> QTransform:
        """Return how a place of the scene becomes one of this widget."""
        area = self._view.canvas.drawn_rect()
        if area.isNull():
            area = QRectF(0, 0, 1, 1)
        room = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        largest = _LARGEST * text.measure()
        scale = min(room.width() / area.width(), room.height() / area.height(), largest)
        way = QTransform()
        way.translate(room.center().x(), room.center().y())
        way.scale(scale, scale)
        way.translate(-area.center().x(), -area.center().y())
        return way

    # --- painting ---------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the drawing, which is kept as a picture, and the part in view if it is a part."""
        del event
        if self._picture is None:
            self._picture = self._drawn()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inks = self._view.canvas.inks
        if not self._view.visible_rect().contains(self._view.canvas.drawn_rect()):
            seen = self._way().mapRect(self._view.visible_rect())
            seen = seen.intersected(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5))
            painter.setPen(inks.pen(inks.theme.accent, 1.5))
            painter.setBrush(inks.brush(inks.theme.accent, 28))
            painter.drawRoundedRect(seen, 3, 3)
        if self.hasFocus():
            painter.setPen(inks.pen(inks.theme.accent, 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(rounded(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS))
        painter.end()

    def _drawn(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        inks = self._view.canvas.inks
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(inks.pen(inks.theme.border))
        painter.setBrush(inks.brush(inks.theme.surface))
        ground = rounded(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.drawPath(ground)
        painter.setTransform(self._way(), combine=True)
        self._view.canvas.overview().paint(painter)
        painter.end()
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew in another size."""
        super().resizeEvent(event)
        self._forget()

    def changeEvent(self, event: QEvent) -> None:
        """Grow or shrink with the size of text."""
        super().changeEvent(event)
        if hasattr(self, "_picture"):
            self._fit()

    # --- going elsewhere --------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where one clicks."""
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go where one drags."""
        self._go(event)

    def _go(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            back, fits = self._way().inverted()
            if fits:
                self._view.look_at(back.map(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on by the arrow keys."""
        by = _ARROWS.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self._view.pan(by)
