"""Knows a list of very many rows that grows while one reads. Must not know what it lists.

While a run goes on, what is in view is painted anew twenty times a second: a cell is asked for in
one go, and words that were cut to a width are kept.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from designer.assets.abstract import AbstractQt
from designer.assets.style import look
from designer.panels import wording
from designer.panels.choosing import Choosing
from designer.panels.listing import set_widths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QIcon, QPaintEvent
    from PySide6.QtWidgets import QWidget

    Index: TypeAlias = QModelIndex | QPersistentModelIndex

_AIR = 8
"""Between the letters of two rows."""
_INSET, _BAR, _ICON = 8, 4, 16
_KEPT = 4_000
"""Words that are kept as they were cut."""
_NOWHERE = QModelIndex()
_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_Role = Qt.ItemDataRole


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows.

    Attributes:
        ink: colour of the words; None for the usual one.
        bar: colour of a bar at the left edge; None for none.
        icon: before the words; None for none.
        strong: whether the words are bold.
    """

    text: str
    ink: QColor | None = None
    bar: QColor | None = None
    icon: QIcon | None = None
    strong: bool = False


class LongTable(QAbstractTableModel, metaclass=AbstractQt):
    """What such a list shows: a subclass says how many rows there are, and what a cell shows.

    Args:
        heads: what the columns are called.
    """

    def __init__(self, heads: tuple[str, ...], parent: Any = None) -> None:
        super().__init__(parent)
        self._heads = heads

    @abstractmethod
    def count(self) -> int:
        """Return how many rows there are."""

    @abstractmethod
    def cell(self, row: int, column: int) -> Cell:
        """Return what a cell shows."""

    def spoken(self, row: int, column: int) -> str:
        """Return what is read out of a cell."""
        return self.cell(row, column).text

    def hint(self, row: int, column: int) -> str:
        """Return what is said when a cell is pointed at."""
        return self.cell(row, column).text

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else self.count()

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        """Return what a column is called."""
        shown = role == _Role.DisplayRole and orientation == Qt.Orientation.Horizontal
        return self._heads[section] if shown else None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """Return what others than the list ask: the words, also for those who cannot see them."""
        if not index.isValid():
            return None
        if role == _Role.DisplayRole:
            return self.cell(index.row(), index.column()).text
        if role == _Role.AccessibleTextRole:
            return self.spoken(index.row(), index.column())
        if role == _Role.ToolTipRole:
            return wording.hint(self.hint(index.row(), index.column()))
        return None


class LongListing(QTableView):
    """Rows with a heading, all of one height; Enter and a double click choose one.

    A table asks its model about the rows in view alone, so that one row more costs the same however
    many there are; a tree would look at each of them.

    Args:
        model: what is listed.
        name: what is read out.
        widths: of all columns but the widest, which has the width 0.

    Attributes:
        chosen: emitted with the row that was chosen.
        pointed: the row that the pointer is over; -1 for none.
    """

    chosen = Signal(QModelIndex)
    _widths: Sequence[int] = ()
    pointed = -1

    def __init__(
        self,
        model: LongTable,
        name: str,
        widths: Sequence[int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(name)
        look(self, "list")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.painter_of_cells = RowDelegate(self, model)
        self.setItemDelegate(self.painter_of_cells)
        self._set_up_headers()
        self._widths = tuple(widths)
        self._set_widths()
        Choosing(self).chosen.connect(self.chosen)
        self.entered.connect(self._point_at)

    def header(self) -> QHeaderView:
        """Return the headings."""
        return self.horizontalHeader()

    def _set_up_headers(self) -> None:
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        columns.setSectionsClickable(False)
        columns.setHighlightSections(False)

    def _set_widths(self) -> None:
        self.painter_of_cells.forget()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + _AIR)
        set_widths(self.horizontalHeader(), self._widths, self.font())

    def changeEvent(self, event: QEvent) -> None:
        """Let rows and columns grow with the letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_widths()

    # --- where the keys and the pointer are -------------------------------------------------------

    def rect_of(self, row: int) -> QRect:
        """Return where a whole row is in the viewport."""
        top, height = self.rowViewportPosition(row), self.rowHeight(row)
        return QRect(0, top, self.viewport().width(), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, and a line round the one that the keyboard is at."""
        super().paintEvent(event)
        row = self.currentIndex().row()
        if not self.hasFocus() or row < 0:
            return
        painter = QPainter(self.viewport())
        painter.setPen(self.palette().highlight().color())
        painter.drawRect(self.rect_of(row).adjusted(0, 0, -1, -1))
        painter.end()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Draw the line round the row that the keyboard is at now."""
        super().currentChanged(current, previous)
        self._draw_anew(current.row(), previous.row())

    def _point_at(self, index: QModelIndex) -> None:
        before, self.pointed = self.pointed, index.row()
        self._draw_anew(before, self.pointed)

    def _draw_anew(self, *rows: int) -> None:
        for row in {*rows} - {-1}:
            self.viewport().update(self.rect_of(row))

    def viewportEvent(self, event: QEvent) -> bool:
        """See that the pointer leaves."""
        if event.type() == QEvent.Type.Leave:
            self._point_at(QModelIndex())
        return super().viewportEvent(event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, keys: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Home and End go to the first and last row; to the sides there is nowhere to go."""
        to, here = QAbstractItemView.CursorAction, self.currentIndex()
        if action in {to.MoveLeft, to.MoveRight}:
            return here
        if action in {to.MoveHome, to.MoveEnd}:
            row = 0 if action == to.MoveHome else self.model().rowCount() - 1
            return self.model().index(row, max(here.column(), 0))
        return super().moveCursor(action, keys)


class RowDelegate(QStyledItemDelegate):
    """Paints a cell of such a list; a whole row looks pointed at, not one cell of it.

    Args:
        view: the list.
        table: what it shows.
    """

    def __init__(self, view: LongListing, table: LongTable) -> None:
        super().__init__(view)
        self._view, self._table = view, table
        self._cut: dict[tuple[str, int, bool], str] = {}

    def forget(self) -> None:
        """The letters have another size now."""
        self._cut.clear()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the ground of the row, the bar, the icon and the words."""
        row = index.row()
        cell = self._table.cell(row, index.column())
        is_over = row == self._view.pointed
        if is_over or option.state & QStyle.StateFlag.State_Selected:
            self._ground(painter, option, is_over=is_over)
        room = option.rect
        if cell.bar is not None:
            height = room.height() - 4
            painter.fillRect(room.left(), room.top() + 2, _BAR, height, cell.bar)
        room = room.adjusted(_INSET, 0, -_INSET, 0)
        if cell.icon is not None:
            top = room.top() + (room.height() - _ICON) // 2
            cell.icon.paint(painter, QRect(room.left(), top, _ICON, _ICON))
            room.setLeft(room.left() + _ICON + _INSET)
        if cell.text:
            self._write(painter, option, room, cell)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, *, is_over: bool) -> None:
        over = QStyle.StateFlag.State_MouseOver
        option.state = option.state | over if is_over else option.state & ~over
        panel = QStyle.PrimitiveElement.PE_PanelItemViewItem
        self._view.style().drawPrimitive(panel, option, painter, self._view)

    def _write(
        self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, cell: Cell
    ) -> None:
        font = option.font
        if cell.strong:
            font = QFont(font)
            font.setBold(True)
        painter.setFont(font)
        key = (cell.text, room.width(), cell.strong)
        words = self._cut.get(key)
        if words is None:
            if len(self._cut) > _KEPT:
                self._cut.clear()
            measure = painter.fontMetrics()
            words = measure.elidedText(cell.text, Qt.TextElideMode.ElideRight, room.width())
            self._cut[key] = words
        painter.setPen(cell.ink or option.palette.text().color())
        painter.drawText(room, _MIDDLE, words)
