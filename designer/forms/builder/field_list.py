"""Knows a list that is worked by keys and says what to do when it is empty. Knows no fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListView, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from designer.assets.theme import Theme

_CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class FieldList(QListView):
    """A list whose lines are dragged, or moved by keys.

    Args:
        theme: colours.
        hint: what is said while there is nothing in it.
        parent: the widget it lies in.

    Attributes:
        acts: what keys do here, by their modifiers and themselves.
    """

    def __init__(self, theme: Theme, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._hint = theme, hint
        self.acts: dict[tuple[Qt.KeyboardModifier, int], Callable[[], object]] = {}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, copy and remove by keys."""
        act = self.acts.get((event.modifiers() & _CTRL_ALT, event.key()))
        if act is None:
            super().keyPressEvent(event)
        else:
            act()
            event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say what to do where nothing is listed."""
        super().paintEvent(event)
        if not self._hint or self.model().rowCount():
            return
        painter = QPainter(self.viewport())
        painter.setPen(QColor(self._theme.muted))
        room = self.viewport().rect().adjusted(12, 10, -12, -10)
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, int(top | Qt.TextFlag.TextWordWrap), self._hint)
        painter.end()
