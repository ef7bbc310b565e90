"""Knows how cells go to the clipboard and come from there. Must not know keys, menus or results."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication

from designer.forms.tables import pasted, rules
from designer.forms.tables.paste_dialog import PasteDialog

if TYPE_CHECKING:
    from designer.assets.theme import Theme
    from designer.forms.tables.cursor import TableCells

CELLS_MIME = "application/x-baton-cells"


class CellClipboard(QObject):
    """What is cut, copied and pasted in a table.

    Args:
        cells: its cells, with the cursor.
        theme: colours of the preview.

    Attributes:
        cells: as they were given.
        failed: emitted with a sentence when something could not be pasted.
    """

    failed = Signal(str)

    def __init__(self, cells: TableCells, theme: Theme) -> None:
        super().__init__(cells)
        self.cells = cells
        self._model = cells.table
        self._theme = theme

    def copy(self) -> None:
        """Put the selected cells on the clipboard, for spreadsheets too."""
        block = self._block()
        if block is None:
            return
        table, columns = self._model.table, self._model.columns
        top, left, bottom, right = block
        lines = [
            [rules.cell(table, row, columns[at]) for at in range(left, right + 1)]
            for row in range(top, bottom + 1)
        ]
        data = QMimeData()
        is_whole = (top, left, right) == (0, 0, len(columns) - 1)
        if is_whole and bottom >= rules.count(table) - 1:
            heads = [each.title for each in columns]
            data.setText(pasted.text_of([heads, *lines[: rules.count(table)]]))
        else:
            data.setText(pasted.text_of(lines).removesuffix("\r\n"))
        data.setData(CELLS_MIME, json.dumps(lines).encode())
        QGuiApplication.clipboard().setMimeData(data)

    def cut(self) -> None:
        """Copy the selected cells and clear them."""
        self.copy()
        self.cells.clear_cells()

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
        row, column = self.cells.place()
        found = pasted.fitted(self._model.table, lines, column)
        if not found.why:
            self._put(found)
            return
        dialog = PasteDialog(self._model.table, lines, column, row, self._theme, self.cells)
        dialog.chosen.connect(self._model.change)
        dialog.open()

    def _put(self, found: pasted.Pasted) -> None:
        row, column = self.cells.place()
        row = 0 if found.headings else min(row, rules.count(self._model.table))
        self._model.change(pasted.put_in(self._model.table, found, row))
        self.cells.go_to(row, column)

    def _put_exactly(self, lines: list[list[str]]) -> None:
        row, column = self.cells.place()
        row = min(row, rules.count(self._model.table))
        cells = {
            (row + r, column + c): text
            for r, line in enumerate(lines)
            for c, text in enumerate(line)
            if column + c < len(self._model.columns) and row + r < pasted.MOST_ROWS
        }
        self._model.change(rules.with_cells(self._model.table, cells, grow=True))
        self.cells.go_to(row, column)

    def _block(self) -> tuple[int, int, int, int] | None:
        found = self.cells.selectedIndexes()
        if not found:
            return None
        rows, columns = [i.row() for i in found], [i.column() for i in found]
        return min(rows), min(columns), max(rows), max(columns)
