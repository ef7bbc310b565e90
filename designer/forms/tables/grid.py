"""Knows how a table is worked on by keys and menu, as in a spreadsheet. Must not know results."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from designer.forms.parts import be
from designer.forms.tables import pasted, rules, widths
from designer.forms.tables.cells import CellDelegate
from designer.forms.tables.paste_dialog import PasteDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.forms.context import FormContext
    from designer.forms.tables.model import TableModel
    from runtime.definition.json_value import JsonObject

CELLS_MIME = "application/x-baton-cells"
ROW_HEIGHT, WIDE, NARROW, REMARK = 30, 170, 90, 220
_AROUND = 24
"""What a cell takes beside its words."""
_MOST_MEASURED = 200
"""Rows whose words are measured; a long table must open at once."""
_KEYS = Qt.Key
_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class TableGrid(QTableView):
    """The cells of a table.

    Attributes:
        column_wanted: emitted with the part and number of a column whose heading is to be changed.
        undo_wanted, redo_wanted: emitted when the person takes a change back, or makes it again.
        failed: emitted with a sentence when something could not be pasted.
    """

    column_wanted = Signal(str, int)
    undo_wanted = Signal()
    redo_wanted = Signal()
    failed = Signal(str)

    def __init__(
        self, model: TableModel, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.table = model
        self.context = context
        be(self, "sheet")
        self.setModel(model)
        self.setAccessibleName("Rows of the table")
        delegate = CellDelegate(context, self)
        delegate.leaving.connect(self.go)
        self.setItemDelegate(delegate)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._set_heads()
        self._shape: list[rules.Column] = []
        self._given: list[int] = []
        model.modelReset.connect(self._fit_columns)
        model.modelReset.connect(self.updateGeometry)
        self._fit_columns()

    def _set_heads(self) -> None:
        down, across = self.verticalHeader(), self.horizontalHeader()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(ROW_HEIGHT)
        down.setMinimumWidth(44)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setStretchLastSection(True)
        across.setHighlightSections(False)
        across.setSectionsMovable(True)
        across.sectionMoved.connect(self._head_dragged)
        across.sectionDoubleClicked.connect(self._head_clicked)
        across.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        across.customContextMenuRequested.connect(self._head_menu)

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

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Share the room anew, unless the person made a column as wide as it is."""
        super().resizeEvent(event)
        fixed = range(len(self._given) - 1)  # the last one takes what is left
        if all(self.columnWidth(at) == self._given[at] for at in fixed):
            self._share_room()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
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
        self._change(rules.with_rows(self.table.table, at, [rules.blank(self.table.table)]))
        self.go_to(at, 0)

    def duplicate_rows(self) -> None:
        """Put a copy of the selected rows below them."""
        rows = self.selected_rows()
        if rows:
            at = rows[-1] + 1
            copies = rules.rows_of(self.table.table, rows)
            self._change(rules.with_rows(self.table.table, at, copies))
            self.select_rows(at, at + len(copies) - 1)

    def remove_rows(self) -> None:
        """Take the selected rows out."""
        rows = self.selected_rows()
        if rows:
            _, column = self.place()
            self._change(rules.without_rows(self.table.table, rows))
            self.go_to(rows[0], column)

    def move_rows(self, by: int) -> None:
        """Move the selected rows up or down."""
        rows = self.selected_rows()
        if not rows:
            return
        moved = rules.moved_rows(self.table.table, rows[0], rows[-1], by)
        if moved is not self.table.table:
            column = self.place()[1]
            self._change(moved)
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
            self._change(rules.without_column(self.table.table, column.part, column.at))
            self.go_to(row, at)

    def move_column(self, by: int) -> None:
        """Move the cursor's column to the left or right."""
        column, (row, at) = self.column(), self.place()
        if column is None:
            return
        moved = rules.moved_column(self.table.table, column.part, column.at, by)
        if moved is not self.table.table:
            self._change(moved)
            self.go_to(row, at + by)

    # --- clipboard --------------------------------------------------------------------------------

    def copy(self) -> None:
        """Put the selected cells on the clipboard, for spreadsheets too."""
        block = self._block()
        if block is None:
            return
        top, left, bottom, right = block
        lines = [
            [rules.cell(self.table.table, r, self.table.columns[c]) for c in range(left, right + 1)]
            for r in range(top, bottom + 1)
        ]
        data = QMimeData()
        is_whole = (top, left, right) == (0, 0, len(self.table.columns) - 1)
        if is_whole and bottom >= rules.count(self.table.table) - 1:
            heads = [each.title for each in self.table.columns]
            data.setText(pasted.text_of([heads, *lines[: rules.count(self.table.table)]]))
        else:
            data.setText(pasted.text_of(lines).removesuffix("\r\n"))
        data.setData(CELLS_MIME, json.dumps(lines).encode())
        QGuiApplication.clipboard().setMimeData(data)

    def cut(self) -> None:
        """Copy the selected cells and clear them."""
        self.copy()
        self.clear_cells()

    def clear_cells(self) -> None:
        """Let the selected cells say nothing: tests pass everything, results are empty."""
        places = [(index.row(), index.column()) for index in self.selectedIndexes()]
        texts = {at: "-" if self.table.columns[at[1]].part == "when" else "" for at in places}
        self._change(rules.with_cells(self.table.table, texts))

    def paste(self) -> None:
        """Write what is on the clipboard into the cells from the cursor on."""
        data = QGuiApplication.clipboard().mimeData()
        own = bytes(data.data(CELLS_MIME).data()) if data.hasFormat(CELLS_MIME) else b""
        if own:
            self._put_exactly(cast("list[list[str]]", json.loads(own)))
        elif data.hasText():
            self.take_text(data.text(), "\t")

    def take_text(self, text: str, separator: str) -> None:
        """Take the text of a spreadsheet; where it does not fit, ask with a preview."""
        try:
            lines = pasted.lines_of(text, separator)
        except pasted.NoTableError as error:
            self.failed.emit(str(error))
            return
        if not lines:
            return
        row, column = self.place()
        found = pasted.fitted(self.table.table, lines, column)
        if not found.why:
            self._put(found)
            return
        dialog = PasteDialog(self.table.table, lines, column, row, self.context.theme, self)
        dialog.chosen.connect(self._change)
        dialog.open()

    def _put(self, found: pasted.Pasted) -> None:
        row, column = self.place()
        row = 0 if found.headings else min(row, rules.count(self.table.table))
        self._change(pasted.put_in(self.table.table, found, row))
        self.go_to(row, column)

    def _put_exactly(self, lines: list[list[str]]) -> None:
        row, column = self.place()
        row = min(row, rules.count(self.table.table))
        cells = {
            (row + r, column + c): text
            for r, line in enumerate(lines)
            for c, text in enumerate(line)
            if column + c < len(self.table.columns) and row + r < pasted.MOST_ROWS
        }
        self._change(rules.with_cells(self.table.table, cells, grow=True))
        self.go_to(row, column)

    def _block(self) -> tuple[int, int, int, int] | None:
        found = self.selectedIndexes()
        if not found:
            return None
        rows, columns = [i.row() for i in found], [i.column() for i in found]
        return min(rows), min(columns), max(rows), max(columns)

    # --- keys and menus ---------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Do what the keys of a spreadsheet do."""
        act = self._action(event)
        if act is not None:
            act()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _action(self, event: QKeyEvent) -> Callable[[], object] | None:
        for keys, act in (
            (QKeySequence.StandardKey.Copy, self.copy),
            (QKeySequence.StandardKey.Cut, self.cut),
            (QKeySequence.StandardKey.Paste, self.paste),
            (QKeySequence.StandardKey.Undo, self.undo_wanted.emit),
            (QKeySequence.StandardKey.Redo, self.redo_wanted.emit),
        ):
            if event.matches(keys):
                return act
        return self._own_keys().get((event.modifiers() & (_CTRL | _ALT), event.key()))

    def _own_keys(self) -> dict[tuple[Qt.KeyboardModifier, int], Callable[[], object]]:
        plain = Qt.KeyboardModifier.NoModifier
        return {
            (_CTRL, _KEYS.Key_Return): self.add_row,
            (_CTRL, _KEYS.Key_Enter): self.add_row,
            (_CTRL, _KEYS.Key_D): self.duplicate_rows,
            (_CTRL, _KEYS.Key_Minus): self.remove_rows,
            (_CTRL, _KEYS.Key_Delete): self.remove_rows,
            (_ALT, _KEYS.Key_Up): lambda: self.move_rows(-1),
            (_ALT, _KEYS.Key_Down): lambda: self.move_rows(1),
            (_ALT, _KEYS.Key_Left): lambda: self.move_column(-1),
            (_ALT, _KEYS.Key_Right): lambda: self.move_column(1),
            (_ALT, _KEYS.Key_Return): self.change_column,
            (plain, _KEYS.Key_Delete): self.clear_cells,
            (plain, _KEYS.Key_Return): lambda: self.go(1, 0),
            (plain, _KEYS.Key_Enter): lambda: self.go(1, 0),
        }

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Offer what can be done with rows and columns."""
        menu = self.menu()
        menu.exec(event.globalPos())

    def menu(self) -> QMenu:
        """Return what can be done here, with the keys that do it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lines: tuple[tuple[str, Callable[[], object]] | None, ...] = (
            ("Add a row below\tCtrl+Enter", self.add_row),
            ("Duplicate rows\tCtrl+D", self.duplicate_rows),
            ("Move up\tAlt+Up", lambda: self.move_rows(-1)),
            ("Move down\tAlt+Down", lambda: self.move_rows(1)),
            ("Delete rows\tCtrl+-", self.remove_rows),
            None,
            ("Change the column…\tAlt+Enter", self.change_column),
            ("Move the column left\tAlt+Left", lambda: self.move_column(-1)),
            ("Move the column right\tAlt+Right", lambda: self.move_column(1)),
            ("Delete the column", self.remove_column),
            None,
            ("Cut\tCtrl+X", self.cut),
            ("Copy\tCtrl+C", self.copy),
            ("Paste\tCtrl+V", self.paste),
        )
        for line in lines:
            if line is None:
                menu.addSeparator()
            else:
                menu.addAction(line[0]).triggered.connect(called(line[1]))
        return menu

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

    def _change(self, table: JsonObject) -> None:
        self.table.change(table)


def called(act: Callable[[], object]) -> Callable[[], None]:
    """Return what a button calls: it says whether it is checked, which means nothing here."""

    def call() -> None:
        act()

    return call
