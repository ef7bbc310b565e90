"""Knows the tree and the table in which data are shown. Must not know what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from designer.panels.data.dragging import start_drag
from designer.panels.listing import Listing

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from designer.panels.data.grid_model import GridModel
    from designer.panels.data.tree_model import TreeModel

_ROW = 26
_WIDTHS = 56, 260
_SAMPLED, _MEASURED = 30, 3
"""So many rows are looked at for a column's width, and so many of the longest texts measured."""
_ROOM = 26
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OPEN_UP_TO = 24
COPY_PATH = QKeySequence("Ctrl+Shift+C")


class DataTree(Listing):
    """Fields that unfold; they can be dragged.

    Args:
        model: what is shown.
        name: what is read out.
        as_json: whether it is written as JSON.
    """

    def __init__(
        self, model: TreeModel, name: str, *, as_json: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, name, (0,) if as_json else (230, 0), parent)
        self._data = model
        self.setRootIsDecorated(True)
        self.setIndentation(16)
        self.setHeaderHidden(as_json)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        if as_json:
            mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
            mono.setStyleHint(QFont.StyleHint.Monospace)
            mono.setPixelSize(12)
            self.setFont(mono)

    def startDrag(self, supported: Qt.DropAction) -> None:
        """Drag the field that is chosen."""
        del supported
        start_drag(self, self._data.mimeData([self.currentIndex()]))

    def open_some(self) -> None:
        """Unfold what is short; what other steps gave only where it comes first."""
        for row in range(min(self._data.rowCount(), _OPEN_UP_TO)):
            index = self._data.index(row, 0)
            node = self._data.node(index)
            is_short = node is not None and 0 < node.size() <= _OPEN_UP_TO and not node.is_group
            if is_short and node is not None and (row == 0 or node.way != ("steps",)):
                self.expand(index)

    def unfolded(self) -> set[tuple[object, ...]]:
        """Return the places that are unfolded."""
        found: set[tuple[object, ...]] = set()

        def take(index: QModelIndex, place: tuple[object, ...]) -> bool:
            if self.isExpanded(index):
                found.add(place)
            return place in found

        self._descend(take)
        return found

    def unfold(self, places: set[tuple[object, ...]]) -> None:
        """Unfold these places again."""

        def open_it(index: QModelIndex, place: tuple[object, ...]) -> bool:
            if place in places:
                self.expand(index)
            return place in places

        self._descend(open_it)

    def _descend(self, enters: Callable[[QModelIndex, tuple[object, ...]], bool]) -> None:
        """Look at all rows, and at those inside where `enters` says so."""
        waiting = [QModelIndex()]
        while waiting:
            around = waiting.pop()
            for row in range(self._data.rowCount(around)):
                index = self._data.index(row, 0, around)
                node = self._data.node(index)
                if node is not None and enters(index, (*node.way, node.first)):
                    waiting.append(index)


class DataGrid(QTableView):
    """Records as a table; cells can be dragged, Enter and a double click open a record.

    Attributes:
        chosen: emitted with the cell that was chosen.
    """

    chosen = Signal(QModelIndex)

    def __init__(self, model: GridModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_ROW)
        heads.setHighlightSections(False)
        rows.setHighlightSections(False)
        self.doubleClicked.connect(self.chosen)

    def startDrag(self, supported: Qt.DropAction) -> None:
        """Drag the field that is chosen."""
        del supported
        start_drag(self, self._data.mimeData([self.currentIndex()]))

    def fit_columns(self) -> None:
        """Make each column as wide as its first rows need."""
        metrics = self.fontMetrics()
        for column, _ in enumerate(self._data.columns):
            head = str(self._data.headerData(column, Qt.Orientation.Horizontal))
            texts = self._data.longest(column, _SAMPLED, _MEASURED)
            widest = max(metrics.horizontalAdvance(text[:80]) for text in (head, *texts))
            width = min(max(round(widest * 1.08) + _ROOM, _WIDTHS[0]), _WIDTHS[1])
            self.setColumnWidth(column, width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the record by Enter; all other keys move in the table."""
        if event.key() in _ENTER and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex())
            event.accept()
        else:
            super().keyPressEvent(event)


def shortcut(keys: QKeySequence | QKeySequence.StandardKey, view: QWidget, act: object) -> None:
    """Let keys do something while a view has the focus."""
    made = QShortcut(QKeySequence(keys), view)
    made.setContext(Qt.ShortcutContext.WidgetShortcut)
    made.activated.connect(act)
