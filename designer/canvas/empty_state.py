"""Knows what an empty canvas asks: what starts this process? Must not know what is placed then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from designer.assets.icons import icon, square
from designer.assets.style import look
from designer.canvas.geometry import FRAME_RADIUS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPaintEvent

    from designer.canvas.view import CanvasView
    from designer.library.offers import Offer

_MOST_STARTS, _MOST_TEMPLATES = 4, 3
_COLUMNS = 2
_ICON = 20
_QUESTION = "What starts this process?"


class EmptyState(QWidget):
    """A dashed card in the middle of an empty canvas; gone as soon as something stands there.

    Args:
        view: the canvas.
        offers: what can be placed.

    Attributes:
        chosen: somebody chose how to begin, with the `Offer`.
    """

    chosen = Signal(object)

    def __init__(self, view: CanvasView, offers: Iterable[Offer]) -> None:
        super().__init__(view)
        self._view = view
        self.setAccessibleName(_QUESTION)
        listed = list(offers)
        self._starts = [o for o in listed if o.category == "trigger" and not o.template]
        self._templates = [o for o in listed if o.template]
        self._buttons: list[tuple[QPushButton, Offer]] = []
        self._build()
        view.installEventFilter(self)
        view.moved.connect(self.look)
        self._scene = view.canvas
        self._scene.altered.connect(self.look)
        self.look()

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(32, 28, 32, 24)
        whole.setSpacing(12)
        whole.addWidget(self._line(_QUESTION, "title"))
        whole.addWidget(self._line("This is the first step. It can be changed at any time."))
        grid = QGridLayout()
        grid.setSpacing(10)
        for number, offer in enumerate(self._starts[:_MOST_STARTS]):
            grid.addWidget(self._button(offer), number // _COLUMNS, number % _COLUMNS)
        whole.addLayout(grid)
        if self._templates:
            whole.addSpacing(4)
            whole.addWidget(self._line("or start from an example that runs at once"))
            row = QHBoxLayout()
            row.setSpacing(10)
            for offer in self._templates[:_MOST_TEMPLATES]:
                row.addWidget(self._button(offer))
            whole.addLayout(row)
        whole.addSpacing(4)
        whole.addWidget(self._line("or press N, or drag a step in from the list", "small"))

    def _line(self, text: str, name: str = "caption") -> QLabel:
        line = QLabel(text, self)
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        look(line, name)
        return line

    def _button(self, offer: Offer) -> QPushButton:
        button = QPushButton(f" {offer.title}", self)
        button.setAccessibleName(offer.title)
        button.setToolTip(offer.summary)
        button.setAccessibleDescription(offer.summary)
        button.setIconSize(square(_ICON))
        button.setMinimumHeight(36)
        button.clicked.connect(lambda: self.chosen.emit(offer))
        self._buttons.append((button, offer))
        return button

    def look(self) -> None:
        """Show it when nothing is drawn, in the middle, in the colours of the moment."""
        if self._scene is not self._view.canvas:
            self._scene.altered.disconnect(self.look)
            self._scene = self._view.canvas
            self._scene.altered.connect(self.look)
        empty = self._scene.is_empty and self._scene.editable
        if empty:
            theme = self._scene.theme
            for button, offer in self._buttons:
                pair = theme.categories.get(offer.category, theme.categories["end"])
                button.setIcon(icon(offer.icon, pair.ink, _ICON))
            self.adjustSize()
            room = self._view.rect()
            self.move(room.center() - self.rect().center())
        self.setVisible(empty)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle when the canvas becomes larger or smaller."""
        if event.type() is QEvent.Type.Resize:
            self.look()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dashed card."""
        del event
        inks = self._scene.inks
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(inks.pen(inks.theme.edge, 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(inks.brush(inks.theme.surface))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, FRAME_RADIUS, FRAME_RADIUS)
        painter.end()
