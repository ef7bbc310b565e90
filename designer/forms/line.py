"""Knows a line to type in that ends in “…” where it is too short. Must not know what is typed."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QStylePainter, QToolButton

from designer.forms.direction import begins_right

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QPaintEvent

_INSIDE = 2
"""What Qt leaves free left and right of the text of a line."""
_LEAST, _FRAME = 20, 10
"""The least height of a line, and its border and padding, as in widgets.qss."""


def one_line() -> int:
    """Return how high a line to type in is, at the size of text that is set."""
    return max(QFontMetrics(QGuiApplication.font()).height() + 2, _LEAST) + _FRAME


def lines_of(count: int, font: QFont) -> int:
    """Return how high so many lines of a text are: each begins at a whole pixel."""
    return count * ceil(QFontMetricsF(font).lineSpacing())


class Line(QLineEdit):
    """A line to type in; while nobody does, a text that is too long ends in “…” and has a tip."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as Qt does where all of it fits or somebody types, else cut where it ends."""
        if self.hasFocus() or not self.is_cut():
            super().paintEvent(event)
            return
        frame = QStyleOptionFrame()
        self.initStyleOption(frame)
        painter = QStylePainter(self)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, frame)
        room = self._room()
        words = self.fontMetrics().elidedText(
            self.displayText(), Qt.TextElideMode.ElideRight, room.width()
        )
        group = QPalette.ColorGroup.Normal if self.isEnabled() else QPalette.ColorGroup.Disabled
        painter.setPen(self.palette().color(group, QPalette.ColorRole.Text))
        how = int(self.alignment() | Qt.AlignmentFlag.AlignVCenter)
        if begins_right(words):  # else the “…” stands where the text begins
            how = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            how |= int(Qt.TextFlag.TextForceRightToLeft)
        painter.drawText(room, how, words)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Tell all of a text that is cut where one points at it."""
        if event.type() == QEvent.Type.ToolTip and not self.hasFocus():
            is_cut, own = self.is_cut(), self.toolTip()
            if is_cut and not own:
                self.setToolTip(self.displayText())
                done = super().event(event)
                self.setToolTip("")
                return done
        return super().event(event)

    def is_cut(self) -> bool:
        """Whether the text is longer than the line."""
        text = self.displayText()
        return bool(text) and self.fontMetrics().horizontalAdvance(text) > self._room().width()

    def _room(self) -> QRect:
        frame = QStyleOptionFrame()
        self.initStyleOption(frame)
        element = QStyle.SubElement.SE_LineEditContents
        room = self.style().subElementRect(element, frame, self).marginsRemoved(self.textMargins())
        for button in self.findChildren(QToolButton):  # such as the arrow that opens a list
            if button.isVisible():
                room.setRight(min(room.right(), button.x() - _INSIDE))
        return room.adjusted(_INSIDE, 0, -_INSIDE, 0)
