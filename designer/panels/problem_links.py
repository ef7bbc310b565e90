"""Knows how quieter and clickable columns of a list are painted. Must not know what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

if TYPE_CHECKING:
    Index: TypeAlias = QModelIndex | QPersistentModelIndex

_INSET = 7


class InkDelegate(QStyledItemDelegate):
    """Paints a column in the color that the model says, which the style sheet would override."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row as ever, and the words over it."""
        super().paint(painter, option, index)
        ink: object = index.data(Qt.ItemDataRole.ForegroundRole)
        text: object = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(ink, QColor) or not text:
            return
        room = option.rect.adjusted(_INSET, 0, -_INSET, 0)
        words = option.fontMetrics.elidedText(str(text), Qt.TextElideMode.ElideRight, room.width())
        painter.save()
        painter.setPen(ink)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802 - Qt's name
        """Leave the words to `paint`."""
        super().initStyleOption(option, index)
        option.text = ""
