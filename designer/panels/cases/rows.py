"""Knows saved tests, and what differed in one, as rows of tables. Must not know who lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from designer.assets.icons import icon
from designer.document.counts import counted
from designer.panels import wording
from designer.panels.cases.compare import Difference
from designer.panels.listing import STRONG
from designer.panels.rows_model import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex

    from designer.assets.theme import Theme
    from designer.panels.cases.case import Case
    from designer.panels.cases.results import Result

    Index: TypeAlias = QModelIndex | QPersistentModelIndex

_Role = Qt.ItemDataRole
_SIZE = 16
_GOT = 2
"""The column of what came, in the list of what differs."""


@dataclass(frozen=True, slots=True)
class TestRow:
    """A test with what came of it."""

    __test__ = False  # its name makes pytest look at it

    case: Case
    result: Result | None = None
    is_running: bool = False
    is_next: bool = False


def state_of(row: TestRow) -> tuple[str, str, str]:
    """Return the word for what last came of a test, its icon and the state whose colour it has."""
    result = row.result
    if row.is_running:
        return "Runs now", "hourglass", "running"
    if row.is_next:
        return "Runs soon", "clock", "running"
    if result is None:
        return "Not run", "minus", ""
    if result.passed:
        return "Passed", "tick", "ok"
    if result.why:
        return "Could not run", "error", "failed"
    return f"Failed · {counted(result.count, 'difference')}", "cross", "failed"


class TestRows(Rows["TestRow"]):
    """Tests, in the order in which they were recorded."""

    __test__ = False  # its name makes pytest look at it

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(theme, ("Test", "Last result", "When"), parent)

    def show_rows(self, rows: Sequence[TestRow]) -> None:
        """Show other tests, or the same with other results; the selection stays where it can."""
        same = [row.case.id for row in rows] == [row.case.id for row in self.rows]
        if not same:
            super().show_rows(rows)
        elif rows:
            self.rows = [*rows]
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 2))

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """Return what a cell shows."""
        row, column = self.rows[index.row()], index.column()
        word, name, tone = state_of(row)
        result = row.result
        if role in {_Role.DisplayRole, _Role.ToolTipRole}:
            when = wording.at(result.at) if result else ""
            is_old = result is not None and result.is_old
            if is_old and column and role == _Role.ToolTipRole:
                return "The workflow has changed since: run the test again."
            return (row.case.name, word, f"{when} · old" if is_old else when)[column]
        if role == _Role.AccessibleTextRole:
            return f"{row.case.name}: {word}"
        ink = self._theme.states[tone].ink if tone else self._theme.muted
        if role == _Role.DecorationRole and column == 1:
            return icon(name, ink, _SIZE)
        if role == _Role.ForegroundRole and column:
            return QColor(ink if column == 1 else self._theme.muted)
        return None


class DifferenceRows(Rows[Difference]):
    """What is not as expected."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(theme, ("What differs", "Expected", "Got"), parent)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """Return what a cell shows."""
        row, column = self.rows[index.row()], index.column()
        text = (row.where, row.expected, row.got)[column]
        if role in {_Role.DisplayRole, _Role.ToolTipRole}:
            code = ("", *row.codes)[column] if role == _Role.ToolTipRole else ""
            return f"{text}\nCode: {code}" if code else text
        if role == _Role.AccessibleTextRole:
            return f"{row.where}: expected {row.expected}, came {row.got}"
        if role == _Role.DecorationRole and column == 0:
            name = {"end": "flag", "step": "step", "field": "braces"}[row.sort]
            return icon(name, self._theme.muted, _SIZE)
        if role == _Role.ForegroundRole and column == _GOT:
            return QColor(self._theme.states["failed"].ink)
        if role == STRONG:
            return column == 0
        return None
