"""Knows how a thin line shows how far something is. Must not know what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from designer.assets.theme import Theme

HEIGHT = 3
_ROUND = 1400
"""Milliseconds for which the piece travels along the line where nobody knows how far it is."""
_PIECE = 0.25


class ProgressLine(QWidget):
    """A line that fills, or along which a piece travels as long as nobody knows the end.

    Args:
        theme: colours.

    Attributes:
        share: how much is done, 0 to 1; None where nobody knows.
        is_calm: whether nothing may move that only decorates.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = "running"
        self._moves = False
        self.share: float | None = None
        self.is_calm = False
        self.setFixedHeight(HEIGHT)
        self._travel = QVariantAnimation(self, startValue=0.0, endValue=1.0, duration=_ROUND)
        self._travel.setLoopCount(-1)
        self._travel.valueChanged.connect(self._step)

    @property
    def is_travelling(self) -> bool:
        """Whether something moves right now."""
        return self._travel.state() == QVariantAnimation.State.Running

    def show_share(self, share: float | None, tone: str, *, moves: bool) -> None:
        """Show how far it is.

        Args:
            share: 0 to 1; None where nobody knows.
            tone: name of the state whose colour it has.
            moves: whether something goes on.
        """
        self.share, self._tone, self._moves = share, tone, moves
        self._set_travel()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        """Go on moving."""
        super().showEvent(event)
        self._set_travel()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest: nobody looks."""
        super().hideEvent(event)
        self._set_travel()

    def _step(self, _at: object) -> None:
        self.update()

    def _set_travel(self) -> None:
        wanted = self.share is None and self._moves and self.isVisible() and not self.is_calm
        if wanted != self.is_travelling:
            self._travel.start() if wanted else self._travel.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line and what is done of it."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.border))
        painter.fillRect(self._filled(), QColor(self._theme.states[self._tone].ink))

    def _filled(self) -> QRectF:
        width, height = self.width(), self.height()
        if self.share is not None:
            return QRectF(0, 0, width * self.share, height)
        if not self._moves:
            return QRectF()
        at = float(self._travel.currentValue() or 0.0) if self.is_travelling else 0.5
        left = (at * (1 + _PIECE) - _PIECE) * width
        return QRectF(left, 0, _PIECE * width, height)
