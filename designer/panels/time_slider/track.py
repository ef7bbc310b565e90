"""Knows how the line of a run's time is drawn and moved along. Must not know what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPolygonF
from PySide6.QtWidgets import QSlider, QStyle, QToolTip, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from designer.assets.theme import Theme
    from designer.panels.time_slider.marks import Marks

_HANDLE = 14
_HEIGHT = 26
_TICK, _ARROW = 5.0, 3.5
_PAGES = 20
_CTRL = Qt.KeyboardModifier.ControlModifier


class Track(QSlider):
    """The moments of a run from its first event to its last; the value is how many had happened.

    What failed is a small red arrow above the line, what had to wait a short line, what a person
    skipped two of them.

    Args:
        theme: colours.
        words_of: what happened at a moment.

    Attributes:
        leapt: the person wants the next place that stands out (1) or the one before (-1).
        play_asked: the person pressed the space bar.
    """

    leapt = Signal(int)
    play_asked = Signal()

    def __init__(
        self, theme: Theme, words_of: Callable[[int], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self._words_of = theme, words_of
        self._marks: Marks | None = None
        self.setAccessibleName("Moment of the run")
        self.setFixedHeight(_HEIGHT)
        self.setMinimumWidth(80)
        self.setRange(1, 1)

    def show_moments(self, marks: Marks) -> None:
        """Show as many moments as were taken, and those that stand out."""
        self._marks = marks
        self.setMaximum(max(marks.seen, 1))
        self.setPageStep(max(marks.seen // _PAGES, 1))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def place_of(self, moment: int) -> int:
        """Return where a moment is, in pixels from the left."""
        room = self.width() - _HANDLE
        first, last = self.minimum(), self.maximum()
        return _HANDLE // 2 + QStyle.sliderPositionFromValue(first, last, moment, room)

    def moment_at(self, left: int) -> int:
        """Return the moment at a place, in pixels from the left."""
        room, spot = self.width() - _HANDLE, left - _HANDLE // 2
        return QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), spot, room)

    # --- what the person does ---------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where the person clicks, and follow the pointer from there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setValue(self.moment_at(round(event.position().x())))
            event.accept()
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if self.isSliderDown():
            self.setValue(self.moment_at(round(event.position().x())))
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stay where the pointer let go."""
        self.setSliderDown(False)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Play by Space, leap by Ctrl and an arrow; all other keys move along the line."""
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() == Qt.Key.Key_Space:
            self.play_asked.emit()
        elif event.modifiers() & _CTRL and event.key() in ways:
            self.leapt.emit(ways[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell what happened at the moment under the pointer."""
        if event.type() == QEvent.Type.ToolTip:
            self._tell(event)  # pyright: ignore[reportArgumentType] - a help event by its type
            return True
        return super().event(event)

    def _tell(self, event: QHelpEvent) -> None:
        QToolTip.showText(event.globalPos(), self._words_of(self.moment_at(event.x())), self)

    # --- drawing ----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line and its handle, and what stands out above them."""
        if self._marks is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            spots = self._marks.spots(self.maximum(), self.width() - _HANDLE)
            for spot, tone in spots.items():
                painter.setBrush(QColor(self._theme.states[tone].ink))
                self._mark(painter, spot + _HANDLE / 2, tone)
            painter.end()
        super().paintEvent(event)

    @staticmethod
    def _mark(painter: QPainter, left: float, tone: str) -> None:
        if tone == "failed":
            corners = [(left - _ARROW, 1.0), (left + _ARROW, 1.0), (left, _TICK + 2)]
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
            return
        for beside in (-2.5, 2.5) if tone == "skipped" else (0.0,):
            painter.drawRect(QRectF(left + beside - 1, 2, 2, _TICK))
