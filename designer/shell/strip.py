"""Knows how the window says over the canvas that a run is looked at. Must not know runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from designer.assets import style
from designer.assets.icons import pixmap

if TYPE_CHECKING:
    from designer.assets.theme import Theme


class Strip(QFrame):
    """A sentence with the one button that leads away from what is looked at, or one further in.

    Attributes:
        asked: the button was pressed.
        more_asked: the one that leads further in was pressed.
    """

    asked = Signal()
    more_asked = Signal()

    def __init__(self, button: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style.look(self, "popup")
        self._mark = QLabel(self)
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QPushButton(button, self)
        self._button.clicked.connect(self.asked)
        self._more = QPushButton(self)
        self._more.clicked.connect(self.more_asked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 5, 6, 5)
        layout.setSpacing(8)
        for part in (self._mark, self._words, self._more, self._button):
            layout.addWidget(part)
        self.set_theme(theme)
        self._more.hide()
        self.hide()

    def offer(self, leave: str, more: str = "") -> None:
        """Offer other buttons; "" hides one.

        Args:
            leave: leads away from what is looked at.
            more: leads further in.
        """
        for button, title in ((self._button, leave), (self._more, more)):
            button.setText(title)
            button.setVisible(bool(title))

    def say(self, text: str) -> None:
        """Say something else; "" hides it."""
        self._words.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        ink = theme.states["waiting"].ink
        self._mark.setPixmap(pixmap("history", ink, style.grown(16), self.devicePixelRatioF()))
