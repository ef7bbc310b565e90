"""Knows how an entry of a list to pick from is painted. Must not know what picking does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from designer.assets.icons import pixmap
from designer.assets.style import BODY

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex

    from designer.assets.theme import Theme
    from designer.canvas.choice import Choice

ROW, LOW_ROW, HEADING = 48, 36, 28
_TILE, _ICON = 32, 18


class ChoiceLook(QStyledItemDelegate):
    """Paints an icon on a tile, a title, a summary under it, and quiet words at the right.

    Args:
        theme: colours.
        parent: who owns it.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return how high an entry is."""
        choice = _choice(index)
        height = HEADING if choice.is_heading else ROW if choice.summary else LOW_ROW
        font: QFont = option.font  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType] - Qt's stubs lack it
        return QSize(100, round(height * _scale(font)))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one entry."""
        choice = _choice(index)
        box: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType] - Qt's stubs lack it
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType] - likewise
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if choice.is_heading:
            self._heading(painter, choice, box)
        else:
            if state & QStyle.StateFlag.State_Selected:
                self._ground(painter, box)
            self._entry(painter, choice, box.adjusted(8, 0, -8, 0))
        painter.restore()

    def _heading(self, painter: QPainter, choice: Choice, box: QRect) -> None:
        painter.setFont(_font(painter, 11, QFont.Weight.DemiBold))
        painter.setPen(QColor(self._theme.muted))
        at = box.adjusted(8, 0, -8, -3)
        painter.drawText(
            at, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, choice.title
        )

    def _ground(self, painter: QPainter, box: QRect) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.hover))
        painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 6, 6)
        painter.setBrush(QColor(self._theme.accent))
        painter.drawRoundedRect(QRect(box.left(), box.top() + 10, 3, box.height() - 20), 1.5, 1.5)

    def _entry(self, painter: QPainter, choice: Choice, box: QRect) -> None:
        text = QRect(box)
        if choice.icon:
            self._icon(painter, choice, box)
            text.setLeft(box.left() + _TILE + 10)
        half = box.height() // 2
        title = text.adjusted(0, 5, 0, half - box.height()) if choice.summary else QRect(text)
        title.setRight(title.right() - self._section(painter, choice, title))
        painter.setFont(_font(painter, 13, QFont.Weight.DemiBold))
        painter.setPen(QColor(self._theme.text))
        _elided(painter, title, choice.title)
        if choice.summary:
            painter.setFont(_font(painter, 12))
            painter.setPen(QColor(self._theme.muted))
            _elided(painter, text.adjusted(0, half, 0, -5), choice.summary)

    def _icon(self, painter: QPainter, choice: Choice, box: QRect) -> None:
        look = self._theme.categories[choice.category]
        tile = QRect(box.left(), box.center().y() - _TILE // 2 + 1, _TILE, _TILE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.tint))
        painter.drawRoundedRect(tile, 7, 7)
        ratio = painter.device().devicePixelRatioF()
        gap = (_TILE - _ICON) // 2
        picture = pixmap(choice.icon, look.ink, _ICON, ratio)
        painter.drawPixmap(tile.left() + gap, tile.top() + gap, picture)

    def _section(self, painter: QPainter, choice: Choice, box: QRect) -> int:
        """Paint the words at the right and return how much room they take."""
        if not choice.section:
            return 0
        painter.setFont(_font(painter, 11))
        painter.setPen(QColor(self._theme.muted))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        words = painter.fontMetrics().elidedText(
            choice.section, Qt.TextElideMode.ElideRight, box.width() // 2
        )
        painter.drawText(box, right, words)
        return painter.fontMetrics().horizontalAdvance(words) + 10


def _elided(painter: QPainter, box: QRect, text: str) -> None:
    one_line = " ".join(text.split())
    words = painter.fontMetrics().elidedText(one_line, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


def _scale(font: QFont) -> float:
    """Return how much larger than ordinary a person wants text."""
    return max(QFontInfo(font).pixelSize() / BODY, 1.0)


def _font(painter: QPainter, size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the font of a role: of the family and in the measure that the person reads in."""
    app = QGuiApplication.font()
    font = QFont(painter.font())
    font.setPixelSize(round(size * _scale(app)))
    font.setWeight(weight)
    return font


def _choice(index: QModelIndex | QPersistentModelIndex) -> Choice:
    return index.data(Qt.ItemDataRole.UserRole)
