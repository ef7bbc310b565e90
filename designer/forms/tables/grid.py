"""Knows how a table is worked on by keys, menu and headings. Must not know results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal

from designer.forms.tables.cells import CellDelegate
from designer.forms.tables.clipboard import CellClipboard
from designer.forms.tables.cursor import TableCells
from designer.forms.tables.deeds import deeds, menu_of, pressed

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent
    from PySide6.QtWidgets import QMenu, QWidget

    from designer.forms.context import FormContext
    from designer.forms.tables.model import TableModel


class TableGrid(TableCells):
    """The cells of a table, as in a spreadsheet.

    Attributes:
        undo_wanted, redo_wanted: emitted when the person takes a change back, or makes it again.
        clipboard: cuts, copies and pastes.
    """

    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(
        self, model: TableModel, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, parent)
        self.clipboard = CellClipboard(self, context.theme)
        delegate = CellDelegate(context, self)
        delegate.leaving.connect(self.go)
        self.setItemDelegate(delegate)
        self._set_heads()

    def _set_heads(self) -> None:
        down, across = self.verticalHeader(), self.horizontalHeader()
        down.setMinimumWidth(44)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setHighlightSections(False)
        across.setSectionsMovable(True)
        across.sectionMoved.connect(self._head_dragged)
        across.sectionDoubleClicked.connect(self._head_clicked)
        across.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        across.customContextMenuRequested.connect(self._head_menu)

    # --- keys and menus ---------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the keys of a spreadsheet do."""
        act = pressed(event, self.clipboard, self.undo_wanted.emit, self.redo_wanted.emit)
        if act is not None:
            act()
            event.accept()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with rows and columns."""
        menu = self.menu()
        menu.exec(event.globalPos())

    def menu(self) -> QMenu:
        """Return what can be done here, with the keys that do it."""
        return menu_of(deeds(self.clipboard), self)

    def _head_clicked(self, at: int) -> None:
        self.go_to(self.place()[0], at)
        self.change_column()

    def _head_dragged(self, column: int, before: int, after: int) -> None:
        """Move the column itself: what is drawn stays as the table says."""
        across = self.horizontalHeader()
        if across.visualIndex(column) == column:
            return  # this is the way back
        across.moveSection(after, before)
        self.go_to(self.place()[0], column)
        self.move_column(after - before)

    def _head_menu(self, place: QPoint) -> None:
        at = self.horizontalHeader().logicalIndexAt(place)
        if at >= 0:
            self.go_to(self.place()[0], at)
            self.menu().exec(self.horizontalHeader().mapToGlobal(place))
