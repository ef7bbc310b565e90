"""Knows the cells of a table with a cursor: where it is, what it does to rows and columns.

Must not know keys, menus or the clipboard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSize, Signal
from PySide6.QtWidgets import QTableView, QWidget

from designer.forms.tables import rules, widths
from designer.forms.tables.look import ROW_HEIGHT, look_as_sheet

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from designer.forms.tables.model import TableModel

WIDE, NARROW, REMARK = 170, 90, 220
_AROUND = 24
"""What a cell takes beside its words."""
_MOST_MEASURED = 200
"""Rows whose words are measured; a long table must open at once."""


class TableCells(QTableView):
    """The cells of a table, in columns as wide as their words and the room allow.

    Attributes:
        table: what they show.
        column_wanted: emitted with the part and number of a column whose heading is to be changed.
    """

    column_wanted = Signal(str, int)

    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = model
        self.setModel(model)
        look_as_sheet(self, "Rows of the table")
        self._shape: list[rules.Column] = []
        self._given: list[int] = []
        model.modelReset.connect(self._fit_columns)
        model.modelReset.connect(self.updateGeometry)
        self._fit_columns()

    # --- room -------------------------------------------------------------------------------------

    def _fit_columns(self) -> None:
        if self.table.columns == self._shape:
            return
        self._shape = list(self.table.columns)
        self._share_room()

    def _share_room(self) -> None:
        least = [self._least(column) for column in self._shape]
        wished = [self._words(at) for at in range(len(self._shape))]
        self._given = widths.shared(least, wished, self.viewport().width())
        for at, width in enumerate(self._given):
            self.setColumnWidth(at, width)

    def _least(self, column: rules.Column) -> int:
        if column.part == "note":
            return REMARK
        title = self.fontMetrics().horizontalAdvance(column.title) + 32
        return max(NARROW if column.type == "boolean" else WIDE, title)

    def _words(self, at: int) -> int:
        rows = range(min(self.table.rowCount(), _MOST_MEASURED))
        texts = (str(self.table.index(row, at).data() or "") for row in rows)
        wide = self.fontMetrics().horizontalAdvance
        return max(map(wide, texts), default=0) + _AROUND

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew, unless the person made a column as wide as it is."""
        super().resizeEvent(event)
        fixed = range(len(self._given) - 1)  # the last one takes what is left
        if all(self.columnWidth(at) == self._given[at] for at in fixed):
            self._share_room()

    def sizeHint(self) -> QSize:
        """Return what all rows take, and a bar to scroll them sideways."""
        head, bar = self.horizontalHeader().sizeHint(), self.horizontalScrollBar().sizeHint()
        rows = self.table.rowCount() * ROW_HEIGHT
        return QSize(super().sizeHint().width(), head.height() + rows + bar.height())

    # --- where the cursor is ----------------------------------------------------------------------

    def place(self) -> tuple[int, int]:
        """Return row and column of the cursor."""
        index = self.currentIndex()
        return max(index.row(), 0), max(index.column(), 0)

    def column(self) -> rules.Column | None:
        """Return the column of the cursor."""
        at = self.currentIndex().column()
        return self.table.columns[at] if 0 <= at < len(self.table.columns) else None

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor on a cell; beyond the end it stays at the end."""
        row = min(max(row, 0), self.table.rowCount() - 1)
        column = min(max(column, 0), self.table.columnCount() - 1)
        # Said outright: else keys that are held down would add to what is selected.
        only = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.table.index(row, column), only)
        self.scrollTo(self.currentIndex())

    def go(self, down: int, right: int) -> None:
        """Move the cursor; from the end of a row it goes to the next."""
        row, column = self.place()
        column += right
        if right and not 0 <= column < self.table.columnCount():
            row, column = row + right, 0 if right > 0 else self.table.columnCount() - 1
        self.go_to(row + down, column)
        self.setFocus()

    def selected_rows(self) -> list[int]:
        """Return the rows with a selected cell, in order; those of the table only."""
        rows = {index.row() for index in self.selectedIndexes()} or {self.place()[0]}
        return sorted(row for row in rows if not self.table.is_else(row))

    def select_rows(self, first: int, last: int) -> None:
        """Select rows, the cursor on the first."""
        column = self.place()[1]
        self.go_to(first, column)
        span = QItemSelection(
            self.table.index(first, 0), self.table.index(last, self.table.columnCount() - 1)
        )
        self.selectionModel().select(span, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # --- rows -------------------------------------------------------------------------------------

    def add_row(self) -> None:
        """Put a blank row below the one of the cursor, and go there."""
        row, _ = self.place()
        at = min(row + 1, rules.count(self.table.table))
        self.table.change(rules.with_rows(self.table.table, at, [rules.blank(self.table.table)]))
        self.go_to(at, 0)

    def duplicate_rows(self) -> None:
        """Put a copy of the selected rows below them."""
        rows = self.selected_rows()
        if rows:
            at = rows[-1] + 1
            copies = rules.rows_of(self.table.table, rows)
            self.table.change(rules.with_rows(self.table.table, at, copies))
            self.select_rows(at, at + len(copies) - 1)

    def remove_rows(self) -> None:
        """Take the selected rows out."""
        rows = self.selected_rows()
        if rows:
            _, column = self.place()
            self.table.change(rules.without_rows(self.table.table, rows))
            self.go_to(rows[0], column)

    def move_rows(self, by: int) -> None:
        """Move the selected rows up or down."""
        rows = self.selected_rows()
        if not rows:
            return
        moved = rules.moved_rows(self.table.table, rows[0], rows[-1], by)
        if moved is not self.table.table:
            column = self.place()[1]
            self.table.change(moved)
            self.go_to(rows[0] + by, column)
            self.select_rows(rows[0] + by, rows[-1] + by)

    # --- columns ----------------------------------------------------------------------------------

    def change_column(self) -> None:
        """Let the heading of the cursor's column be changed."""
        column = self.column()
        if column is not None and column.part != "note":
            self.column_wanted.emit(column.part, column.at)

    def remove_column(self) -> None:
        """Take the cursor's column out."""
        column, (row, at) = self.column(), self.place()
        if column is not None:
            self.table.change(rules.without_column(self.table.table, column.part, column.at))
            self.go_to(row, at)

    def move_column(self, by: int) -> None:
        """Move the cursor's column to the left or right."""
        column, (row, at) = self.column(), self.place()
        if column is None:
            return
        moved = rules.moved_column(self.table.table, column.part, column.at, by)
        if moved is not self.table.table:
            self.table.change(moved)
            self.go_to(row, at + by)

    def clear_cells(self) -> None:
        """Let the selected cells say nothing: tests pass everything, results are empty."""
        places = [(index.row(), index.column()) for index in self.selectedIndexes()]
        texts = {at: "-" if self.table.columns[at[1]].part == "when" else "" for at in places}
        self.table.change(rules.with_cells(self.table.table, texts))
