"""Knows the runs of before as rows of a table, in words. Must not know who lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from designer.panels import wording
from designer.panels.rows_model import Rows
from designer.run_bridge.session import OVER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex

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


def state_of(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return the word for the state of a run, and the name of its colour.

    A case that is over needs no decision, whatever stood open when it ended.
    """
    if row.get("incidents") and row.get("status") not in OVER:
        return ("Needs a decision", "failed")
    return _WORDS.get(str(row.get("status")), (str(row.get("status")), "skipped"))


def what_of(row: Mapping[str, Any]) -> str:
    """Return what sort of run it is."""
    if row.get("dry"):
        return "Dry run"
    return "Real run" if row.get("test") else "Case"


class RunRows(Rows["Mapping[str, Any]"]):
    """Runs, newest first."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(theme, COLUMNS, parent)

    def show_rows(self, rows: Sequence[Mapping[str, Any]], theme: Theme | None = None) -> None:
        """Show other runs, or the same ones in other colours."""
        self._theme = theme or self._theme
        super().show_rows(rows)

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
