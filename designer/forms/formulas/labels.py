"""Knows small words around a formula: notes, errors, chips. Must not know what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

if TYPE_CHECKING:
    from designer.assets.theme import Pair

_SMALL = 12 / 13
_SMALLEST = 11
_ROUND = 4.0
_WIDEST = 240
_SURE = 150


def smaller(font: QFont, factor: float = _SMALL) -> QFont:
    """Return a font for a second line; nothing gets smaller than can be read."""
    made = QFont(font)
    if font.pixelSize() > 0:
        made.setPixelSize(max(_SMALLEST, round(font.pixelSize() * factor)))
    else:
        made.setPointSizeF(font.pointSizeF() * factor)
    return made


class Note(QLabel):
    """A sentence beside a value, always shown as it is, never as markup."""

    def __init__(self, parent: QWidget | None = None, *, wrong: bool = False) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setProperty("look", "caption")
        self.setProperty("tone", "failed" if wrong else "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def say(self, text: str) -> None:
        """Show a text; an empty one takes no room."""
        self.setText(text)
        self.setVisible(bool(text))


class Chip(QWidget):
    """A short value on a tint; a long one is cut, and told whole by the tool tip."""

    def __init__(self, text: str, pair: Pair, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._pair = pair
        self.setFont(smaller(self.font()))
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as its text, up to some width."""
        metrics = self.fontMetrics()
        return QSize(min(_WIDEST, metrics.horizontalAdvance(self._text) + 16), metrics.height() + 4)

    def minimumSizeHint(self) -> QSize:
        """Room for a short value as a whole."""
        return QSize(min(_SURE, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tint and the text."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._pair.tint))
        painter.drawRoundedRect(QRectF(self.rect()), _ROUND, _ROUND)
        painter.setPen(QColor(self._pair.ink))
        room = self.rect().adjusted(7, 0, -7, 0)
        text = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
