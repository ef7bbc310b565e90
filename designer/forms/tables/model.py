"""Knows how a table lies in rows and columns for Qt. Must not know what happens when it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont

from designer.forms.tables import rules
from designer.forms.tables.cells_model import CellsModel
from designer.forms.tables.look import side_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from designer.assets.theme import Color, Theme
    from designer.forms.tables.rules import Column
    from runtime.definition.json_value import JsonObject

_ROLE = Qt.ItemDataRole
ELSE = "else"
_TYPES = {
    "any": "",
    "text": "text",
    "number": "number",
    "money": "money",
    "boolean": "yes or no",
    "date": "day",
}


_BOLD = QFont()
_BOLD.setBold(True)


class TableModel(CellsModel):
    """Tests, results and remarks of each row; the last row is what counts when none applies.

    Attributes:
        edited: emitted with the table that the person's edit makes of the one that is shown.
    """

    edited = Signal(object)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(theme, parent)
        self.table: JsonObject = {"inputs": [], "outputs": [], "rows": []}
        self._rows = 0
        self._problems: Mapping[int, str] = {}
        self._fitting: frozenset[int] = frozenset()
        self._counting: frozenset[int] = frozenset()

    # --- what is shown ----------------------------------------------------------------------------

    def set_table(self, table: JsonObject) -> None:
        """Show a table; where its shape is as it was, whatever is selected stays so."""
        shape, rows = rules.columns(table), rules.count(table)
        if (shape, rows) == (self.columns, self._rows):
            self.table = table
            self.tell_all_changed()
            return
        self.beginResetModel()
        self.table, self.columns, self._rows = table, shape, rows
        self._fitting = self._counting = frozenset()
        self.endResetModel()

    def set_problems(self, problems: Mapping[int, str]) -> None:
        """Mark rows, each with a sentence."""
        if problems != self._problems:
            self._problems = problems
            self.tell_all_changed()
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self._rows)

    def set_fitting(self, fitting: frozenset[int], counting: frozenset[int]) -> None:
        """Light up rows that apply, and more those that count."""
        if (fitting, counting) != (self._fitting, self._counting):
            self._fitting, self._counting = fitting, counting
            self.tell_all_changed()
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self._rows)

    def problem(self, row: int) -> str:
        """Return what is wrong with a row, "" for nothing."""
        return self._problems.get(row, "")

    def fits(self, row: int) -> bool:
        """Whether a row applies to the values that are tried."""
        return row in self._fitting or row in self._counting

    def is_else(self, row: int) -> bool:
        """Whether a row is what counts when none applies."""
        return row >= self._rows

    # --- what a cell says -------------------------------------------------------------------------

    def rows(self) -> int:
        """Return how many rows there are, with the one for everything else."""
        return self._rows + 1 if self.columns else 0

    def can_write(self, row: int, column: Column) -> bool:
        """Whether a person may write in a cell: there is nothing to test when no row applies."""
        return column.part == "then" or not self.is_else(row)

    def told(self, row: int, at: int, role: int) -> Any:
        """Return what a cell shows."""
        column = self.columns[at]
        text = rules.cell(self.table, row, column)
        match role:
            case _ROLE.EditRole:
                found: Any = text
            case _ROLE.DisplayRole:
                found = self._shown(row, column, text)
            case _ROLE.ToolTipRole | _ROLE.AccessibleDescriptionRole:
                found = rules.trouble(text, column) or self.problem(row) or None
            case _ROLE.AccessibleTextRole:
                where = "when no row applies" if self.is_else(row) else f"row {row + 1}"
                found = f"{column.title}, {where}: {self._shown(row, column, text)}"
            case _ROLE.ForegroundRole:
                found = QColor(self._ink(row, column, text))
            case _ROLE.BackgroundRole:
                found = self._ground(row, column, text)
            case _:
                found = _BOLD if role == _ROLE.FontRole and row in self._counting else None
        return found

    def _shown(self, row: int, column: Column, text: str) -> str:
        if self.is_else(row) and column.part == "when":
            return "anything else" if column.at == 0 else ""
        return rules.shown(text, column)

    def _ink(self, row: int, column: Column, text: str) -> Color:
        if rules.trouble(text, column):
            return self.theme.states["failed"].ink
        is_faint = self.is_else(row) and column.part != "then"
        is_faint = is_faint or column.part == "note" or text == "-"
        return self.theme.muted if is_faint else self.theme.text

    def _ground(self, row: int, column: Column, text: str) -> QColor | None:
        states = self.theme.states
        if rules.trouble(text, column):
            return QColor(states["failed"].tint)
        if self.fits(row):
            return QColor(states["ok" if row in self._counting else "running"].tint)
        if self.problem(row) and not self.is_else(row):
            return QColor(states["waiting"].tint)
        return QColor(self.theme.hover) if column.part == "then" else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Return headings of columns and numbers of rows."""
        if orientation == Qt.Orientation.Vertical:
            return self._row_head(section, role)
        if section >= len(self.columns):
            return None
        column = self.columns[section]
        if role in {_ROLE.DisplayRole, _ROLE.AccessibleTextRole}:
            kind = _TYPES[column.type]
            return f"{column.title or '(no name)'}\n{kind}"
        if role == _ROLE.TextAlignmentRole:
            return side_of(column)
        if role == _ROLE.ToolTipRole:
            words = {"when": "Tests", "then": "Gives", "note": "For readers only"}[column.part]
            return (
                f"{words} {column.formula or ''}".strip() + ". Double-click to change the column."
            )
        return None

    def _row_head(self, row: int, role: int) -> Any:
        problem = "" if self.is_else(row) else self.problem(row)
        if role == _ROLE.DisplayRole:
            if self.is_else(row):
                return ELSE
            mark = "✓ " if row in self._counting else "! " if problem else ""
            return f"{mark}{row + 1}"
        if role == _ROLE.ToolTipRole:
            return problem or None
        if role == _ROLE.ForegroundRole and problem:
            return QColor(self.theme.states["waiting"].ink)
        return None

    def write(self, row: int, at: int, text: str) -> bool:
        """Take what the person wrote in a cell."""
        column = self.columns[at]
        entered = rules.entered(text, column)
        if entered == rules.cell(self.table, row, column):
            return False
        self.change(rules.with_cells(self.table, {(row, at): entered}))
        return True

    def change(self, table: JsonObject) -> None:
        """Show a table that the person made, and tell of it."""
        if table != self.table:
            self.set_table(table)
            self.edited.emit(table)
