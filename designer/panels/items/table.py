"""Knows the items of a list as rows of a table, their steps as columns. Must not know the run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from designer.assets.icons import pixmap
from designer.panels import wording
from designer.panels.items.words import (
    ICONS,
    Manner,
    cell_text,
    item_text,
    message,
    number,
    state_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from designer.assets.theme import Theme
    from designer.panels.items.loops import Cell, Loop, State

    Index: TypeAlias = QModelIndex | QPersistentModelIndex

NUMBER, ITEM, FIRST_STEP = range(3)
"""The columns; those of the steps begin at the last one."""
_HEADS = ("No.", "Item")
_ICON = 14
_NOWHERE = QModelIndex()
_Role = Qt.ItemDataRole


class ItemTable(QAbstractTableModel):
    """Items by steps. Words are made when they are looked at.

    Args:
        theme: colours.
        title_of: name of a step.

    Attributes:
        steps: the columns of steps, callers first.
    """

    def __init__(
        self, theme: Theme, title_of: Callable[[str], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._title_of = theme, title_of
        self._loop: Loop | None = None
        self._found: list[int] | None = None
        self._count = 0
        self._manner = Manner()
        self.steps: tuple[str, ...] = ()

    # --- what is shown ----------------------------------------------------------------------------

    def show_loop(self, loop: Loop | None, steps: Sequence[str]) -> None:
        """Show all rows of a list, with these steps."""
        self.beginResetModel()
        self._loop, self.steps, self._found = loop, tuple(steps), None
        self._count = len(loop.rows) if loop else 0
        self.endResetModel()

    def show_rows(self, rows: list[int] | None) -> None:
        """Show only some rows; None shows all."""
        if rows == self._found:
            self.refresh(self._manner)
            return
        self.beginResetModel()
        self._found = rows
        self._count = len(rows) if rows is not None else len(self._loop.rows) if self._loop else 0
        self.endResetModel()

    def refresh(self, manner: Manner) -> None:
        """Show what became of the items since; new ones where all are shown."""
        self._manner = manner
        count = len(self._loop.rows) if self._loop and self._found is None else self._count
        if count > self._count:
            self.beginInsertRows(_NOWHERE, self._count, count - 1)
            self._count = count
            self.endInsertRows()
        if count:
            last = self.index(count - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def set_theme(self, theme: Theme) -> None:
        """Show them in other colours."""
        self._theme = theme
        self.refresh(self._manner)

    # --- cells ------------------------------------------------------------------------------------

    def row_of(self, index: Index) -> int:
        """Return the row of the list that a row of the table shows."""
        return index.row() if self._found is None else self._found[index.row()]

    def cell(self, index: Index) -> Cell | None:
        """Return what became of the step of a column; None where the item never came to it."""
        if self._loop is None or index.column() < FIRST_STEP:
            return None
        row = self._loop.rows[self.row_of(index)]
        return row.cells.get(self.steps[index.column() - FIRST_STEP]) if row else None

    def cells(self, index: Index) -> list[Cell]:
        """Return what became of all steps for the item of a row."""
        row = self._loop.rows[self.row_of(index)] if self._loop and index.isValid() else None
        return [*row.cells.values()] if row else []

    def text(self, index: Index) -> str:
        """Return what a cell says."""
        if self._loop is None:
            return ""
        row = self.row_of(index)
        if index.column() == NUMBER:
            return number(self._loop, row)
        if index.column() == ITEM:
            return item_text(self._loop, row, self._manner)
        return cell_text(self._loop.rows[row], self.cell(index), self._manner)

    def state(self, index: Index) -> State | None:
        """Return the state that a cell shows."""
        if self._loop is None or index.column() < FIRST_STEP:
            return None
        row = self._loop.rows[self.row_of(index)]
        return state_of(row, self.cell(index), over=self._manner.over)

    # --- what a view asks -------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else FIRST_STEP + len(self.steps)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        """Return the heading of a column: for a step its name."""
        if orientation != Qt.Orientation.Horizontal or section >= self.columnCount():
            return None
        if role not in {_Role.DisplayRole, _Role.ToolTipRole}:
            return None
        if section < FIRST_STEP:
            return _HEADS[section]
        return self._title_of(self.steps[section - FIRST_STEP])

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """Return what is shown."""
        if not index.isValid():
            return None
        if role in {_Role.DisplayRole, _Role.AccessibleTextRole}:
            return self.text(index)
        if role == _Role.ToolTipRole:
            return self._tip(index)
        if role == _Role.ForegroundRole:
            return self._ink(index)
        if role == _Role.DecorationRole:
            state = self.state(index)
            return pixmap(ICONS[state], self._theme.states[state].ink, _ICON, 2) if state else None
        return None

    def _tip(self, index: Index) -> str:
        cell, text = self.cell(index), self.text(index)
        if cell is not None and cell.state == "failed":
            text = message(cell, self._manner) or text
        return wording.hint(text)

    def _ink(self, index: Index) -> QColor | None:
        state = self.state(index)
        if state is not None:
            return QColor(self._theme.states[state].ink)
        return QColor(self._theme.muted) if index.column() == NUMBER else None
