"""Knows panes side by side with a thin line between them. Must not know what is in a pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from designer.assets.theme import Theme

BETWEEN = 25
"""Room between two panes; all of it can be dragged."""


class Panes(QSplitter):
    """Panes side by side, whose borders can be dragged.

    Args:
        theme: colours.
        parent: the widget it lies in.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.theme = theme
        self.setHandleWidth(BETWEEN)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        """Return a line with room on both sides of it."""
        return _Line(self.theme, self)


class _Line(QSplitterHandle):
    def __init__(self, theme: Theme, panes: QSplitter) -> None:
        super().__init__(Qt.Orientation.Horizontal, panes)
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line alone."""
        del event
        painter = QPainter(self)
        middle = self.width() // 2
        painter.fillRect(middle, 0, 1, self.height(), QColor(self._theme.border))
        painter.end()
