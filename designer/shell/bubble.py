"""Knows a note that points at a part of the window, with a ring round that. Knows no tour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from designer.assets import style
from designer.forms.parts import column, label, row

if TYPE_CHECKING:
    from designer.assets.theme import Theme

_WIDTH, _GAP, _ROUND = 340, 10, 4
"""Of the note: its width, how far it stands off, how far the ring does."""


class Bubble(QFrame):
    """A title, some words, a button that puts it away; what it points at has a ring.

    Args:
        theme: colours.
        window: over which it lies.

    Attributes:
        closed: the person has seen enough.
        ring: lies round what is pointed at.
    """

    closed = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        style.look(self, "popup")
        self.setFixedWidth(style.grown(_WIDTH))
        self._window = window
        self.ring = QFrame(window)
        self.ring.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._title = label("", "heading", self)
        self._words = label("", "", self)
        self._close = QPushButton(self)
        style.look(self._close, "plain")
        self._close.clicked.connect(self.closed)
        lines = column(self, 8, 16)
        lines.addWidget(self._title)
        lines.addWidget(self._words)
        foot = row(self._close)
        foot.insertStretch(0, 1)
        lines.addLayout(foot)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        ring = f"border: {theme.line + 2}px solid {theme.accent}; border-radius: 9px;"
        self.ring.setStyleSheet(f"QFrame {{ {ring} background: transparent; }}")

    def say(self, title: str, words: str, button: str) -> None:
        """Say something else; screen readers hear it too."""
        self._title.setText(title)
        self._words.setText(words)
        self._close.setText(button)
        self.setAccessibleName(f"{title}. {words}")

    def point_at(self, target: QRect) -> None:
        """Stand beside a part of the window, or low in its middle where there is none.

        Args:
            target: in pixels of the window; a null one for nothing in particular.
        """
        room = self._window.rect()
        layout = self.layout()
        tall = layout.totalHeightForWidth(self.width()) if layout is not None else 0
        self.resize(self.width(), tall)
        self.ring.setVisible(not target.isNull())
        self.ring.setGeometry(target.adjusted(-_ROUND, -_ROUND, _ROUND, _ROUND))
        if target.isNull():
            corner = QPoint((room.width() - self.width()) // 2, room.height() - tall - 90)
        else:
            below = target.bottom() + _GAP + tall < room.height()
            down = target.bottom() + _GAP if below else target.top() - _GAP - tall
            corner = QPoint(target.center().x() - self.width() // 2, down)
        left = min(max(corner.x(), _GAP), room.width() - self.width() - _GAP)
        self.move(left, max(corner.y(), _GAP))
        for part in (self.ring, self):
            part.raise_()

    def end(self) -> None:
        """Go, with the ring."""
        for part in (self.ring, self):
            part.hide()
            part.deleteLater()
