"""Knows the lists and tables that the lower panels are made of. Must not know what they list."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontInfo, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from designer.assets.style import BODY, look
from designer.panels.choosing import Choosing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QAbstractItemModel
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    Index: TypeAlias = QModelIndex | QPersistentModelIndex

INK = Qt.ItemDataRole.ForegroundRole
TINT = Qt.ItemDataRole.UserRole + 1
"""Colour under the words of a cell, as text; with it the cell looks like a chip."""
BAR = Qt.ItemDataRole.UserRole + 2
"""Colour of a bar at the left edge of a row, as text."""
STRONG = Qt.ItemDataRole.UserRole + 3
"""Whether the words of a cell are bold."""
_INSET, _RADIUS, _BAR_WIDTH = 8, 4.0, 4
_LINE = 90
"""Letters in the longest line of what is said in place of a list."""


class Listing(QTreeView):
    """Rows with a heading; Enter and a double click choose one.

    Args:
        model: what is listed.
        name: what is read out.
        widths: of all columns but the widest, which has the width 0.

    Attributes:
        chosen: emitted with the row that was chosen.
    """

    chosen = Signal(QModelIndex)
    _widths: Sequence[int] = ()

    def __init__(
        self,
        model: QAbstractItemModel,
        name: str,
        widths: Sequence[int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setUniformRowHeights(True)
        self.setRootIsDecorated(False)
        self.setAllColumnsShowFocus(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setItemDelegate(CellDelegate(self))
        self._widths = tuple(widths)
        self._set_widths()
        Choosing(self).chosen.connect(self.chosen)

    def changeEvent(self, event: QEvent) -> None:
        """Let columns grow with the letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_widths()

    def _set_widths(self) -> None:
        set_widths(self.header(), self._widths, self.font())

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row, and a line round the one that the keyboard is at."""
        super().drawRow(painter, options, index)
        here = self.currentIndex()
        if not self.hasFocus() or (index.row(), index.parent()) != (here.row(), here.parent()):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.palette().highlight().color())
        ring = QRectF(options.rect).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(ring, _RADIUS, _RADIUS)
        painter.restore()


class CellDelegate(QStyledItemDelegate):
    """Paints the words of a cell in the colour that its model says, some as a chip."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row as ever, and the words over it."""
        super().paint(painter, option, index)
        painter.save()
        bar: object = index.data(BAR)
        if isinstance(bar, str) and bar:
            painter.fillRect(
                option.rect.left(), option.rect.top() + 2, _BAR_WIDTH, option.rect.height() - 4,
                QColor(bar),
            )  # fmt: skip
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if text:
            self._write(painter, option, index, str(text))
        painter.restore()

    def _write(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, text: str
    ) -> None:
        font = QFont(option.font)
        font.setBold(bool(index.data(STRONG)))
        painter.setFont(font)
        room = option.rect.adjusted(_INSET, 0, -_INSET, 0)
        if index.data(Qt.ItemDataRole.DecorationRole) is not None:
            room.setLeft(room.left() + option.decorationSize.width() + 6)
        words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        tint: object = index.data(TINT)
        if isinstance(tint, str) and tint:
            width = painter.fontMetrics().horizontalAdvance(words)
            chip = QRectF(room.left() - 5, room.center().y() - 9, width + 10, 19)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tint))
            painter.drawRoundedRect(chip, _RADIUS, _RADIUS)
        ink: object = index.data(INK)
        painter.setPen(ink if isinstance(ink, QColor) else option.palette.text().color())
        aligned: object = index.data(Qt.ItemDataRole.TextAlignmentRole)
        side = aligned if isinstance(aligned, Qt.AlignmentFlag) else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, words)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Leave the words to `paint`."""
        super().initStyleOption(option, index)
        option.text = ""
        option.state &= ~QStyle.StateFlag.State_HasFocus


def set_widths(header: QHeaderView, widths: Sequence[int], font: QFont) -> None:
    """Let columns be as wide as said for letters of the usual size; 0 takes what is left."""
    header.setStretchLastSection(False)
    header.setMinimumSectionSize(40)
    larger = QFontInfo(font).pixelSize() / BODY
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for column, width in enumerate(widths):
        stretches = width == 0
        mode = QHeaderView.ResizeMode
        header.setSectionResizeMode(column, mode.Stretch if stretches else mode.Interactive)
        if not stretches:
            header.resizeSection(column, round(width * larger))


def empty_words(parent: QWidget | None = None) -> QLabel:
    """Return what stands in the place of a list that has nothing in it."""
    made = _Words(parent, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    look(made, "muted")
    return made


class _Words(QLabel):
    """Sentences in lines that are short enough to be read, in the middle of whatever room."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave more room beside them where there is more."""
        super().resizeEvent(event)
        longest = self.fontMetrics().averageCharWidth() * _LINE
        beside = max((self.width() - longest) // 2, 24)
        if self.contentsMargins().left() != beside:
            self.setContentsMargins(beside, 8, beside, 8)
