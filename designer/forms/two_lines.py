"""Knows how an entry of a list shows a title and quiet words under it. Must not know the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QIcon, QPainter
from PySide6.QtWidgets import QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem

if TYPE_CHECKING:
    from designer.assets.theme import Theme

_ICON, _EDGE, _APART, _BETWEEN = 20, 10, 12, 2
_TALL = 1_000
_CAPTION = 12 / 13
_FLAGS = int(Qt.TextFlag.TextWordWrap)


class TwoLines(QStyledItemDelegate):
    """Paints the first line of an entry's text bold, and what follows quiet below; both wrap.

    Args:
        theme: colours.
        of: the list.
    """

    def __init__(self, theme: Theme, of: QListWidget) -> None:
        super().__init__(of)
        self._list = of
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return as much as the words take in the width of the list."""
        del option
        width = self._list.viewport().width()
        title, more = self._places(index, QRect(0, 0, width, _TALL))
        del title
        return QSize(100, max(more.bottom() + 1 + _EDGE, _ICON + 2 * _EDGE))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one entry."""
        box: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType] - Qt's stubs lack it
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType] - likewise
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, box, state)
        found = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(found, QIcon):
            found.paint(painter, QRect(box.left() + _EDGE, box.top() + _EDGE, _ICON, _ICON))
        title, more = self._places(index, box)
        words, rest = _parts(index)
        painter.setFont(self._fonts()[0])
        painter.setPen(QColor(self._theme.text))
        painter.drawText(title, _FLAGS, words)
        painter.setFont(self._fonts()[1])
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(more, _FLAGS, rest)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRect, state: QStyle.StateFlag) -> None:
        flags = QStyle.StateFlag
        is_chosen = bool(state & flags.State_Selected)
        if not is_chosen and not state & flags.State_MouseOver:
            return
        tint = self._theme.states["running"].tint if is_chosen else self._theme.hover
        has_keys = is_chosen and bool(state & flags.State_HasFocus)
        painter.setPen(QColor(self._theme.accent) if has_keys else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tint))
        painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), 6, 6)

    def _places(
        self, index: QModelIndex | QPersistentModelIndex, box: QRect
    ) -> tuple[QRect, QRect]:
        """Return where title and quiet words stand in the box of an entry."""
        left = box.left() + _EDGE + _ICON + _APART
        room = QRect(left, box.top() + _EDGE, box.right() - _EDGE - left, _TALL)
        words, rest = _parts(index)
        bold, plain = (QFontMetrics(font) for font in self._fonts())
        title = bold.boundingRect(room, _FLAGS, words)
        room.setTop(title.bottom() + 1 + _BETWEEN)
        more = plain.boundingRect(room, _FLAGS, rest)
        return title.adjusted(0, 0, 2, 0), more.adjusted(0, 0, 2, 0)

    def _fonts(self) -> tuple[QFont, QFont]:
        plain = self._list.font()
        bold, small = QFont(plain), QFont(plain)
        bold.setWeight(QFont.Weight.DemiBold)
        small.setPixelSize(round(QFontInfo(plain).pixelSize() * _CAPTION))
        return bold, small


def _parts(index: QModelIndex | QPersistentModelIndex) -> tuple[str, str]:
    text = cast("str", index.data(Qt.ItemDataRole.DisplayRole) or "")
    title, _, more = text.partition("\n")
    return title, more
