"""Knows the runs of before as rows of a table, in words. Must not know who lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from designer.panels import wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from designer.assets.theme import Theme

    Index: TypeAlias = QModelIndex | QPersistentModelIndex

COLUMNS = ("State", "Case", "What", "Began", "Took", "By")
BAR = Qt.ItemDataRole.UserRole + 1
"""The colour of the bar at the left of a row."""
_Role = Qt.ItemDataRole
_WORDS = {
    "running": ("Running", "running"),
    "waiting": ("Waiting", "waiting"),
    "completed": ("Completed", "ok"),
    "failed": ("Failed", "failed"),
    "cancelled": ("Stopped", "skipped"),
}
_NOWHERE = QModelIndex()


def state_of(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return the word for the state of a run, and the name of its colour."""
    if row.get("incidents"):
        return ("Needs a decision", "failed")
    return _WORDS.get(str(row.get("status")), (str(row.get("status")), "skipped"))


def what_of(row: Mapping[str, Any]) -> str:
    """Return what sort of run it is."""
    if row.get("dry"):
        return "Dry run"
    return "Test, really run" if row.get("test") else "Case"


class RunRows(QAbstractTableModel):
    """Runs, newest first."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: list[Mapping[str, Any]] = []

    def show_rows(self, rows: Sequence[Mapping[str, Any]], theme: Theme) -> None:
        """Show other runs, or the same ones in other colours."""
        self.beginResetModel()
        self.rows, self._theme = [*rows], theme
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return how many runs there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        """Return what a column is called."""
        if role == _Role.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return COLUMNS[section]
        return None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """Return what a cell shows."""
        row = self.rows[index.row()]
        word, tone = state_of(row)
        if role in {_Role.DisplayRole, _Role.ToolTipRole}:
            return self._texts(row, word)[index.column()]
        if role == _Role.AccessibleTextRole:
            return " · ".join(text for text in self._texts(row, word) if text)
        if role == BAR or (role == _Role.ForegroundRole and index.column() == 0):
            return QColor(self._theme.states[tone].ink)
        return None

    def _texts(self, row: Mapping[str, Any], word: str) -> tuple[str, ...]:
        began, ended = str(row.get("started") or ""), str(row.get("ended") or "")
        case = str(row.get("key") or row.get("name") or row.get("run"))
        took = wording.between(began, ended) if ended else ""
        by = wording.person(str(row.get("requester") or ""))
        return (word, case, what_of(row), wording.at(began), took, by)


def fits(row: Mapping[str, Any], words: Sequence[str]) -> bool:
    """Whether a run has all of some words anywhere in what is shown of it."""
    text = " ".join(
        (state_of(row)[0], what_of(row), *(str(row.get(n) or "") for n in ("key", "name", "run")))
    ).casefold()
    return all(word in text for word in words)
