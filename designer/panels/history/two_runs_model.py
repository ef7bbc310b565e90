"""Knows what differs between two runs as rows, in words and colours. Must not know which runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from designer.panels import wording
from designer.panels.listing import BAR, INK, STRONG
from designer.panels.rows_model import Rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex

    from designer.assets.theme import Theme
    from designer.panels.history.two_runs import RunDifference, Sort

    Index: TypeAlias = QModelIndex | QPersistentModelIndex

STEP, WHAT, BEFORE, NOW = range(4)
"""The columns."""
CASE = "The case"
_Role = Qt.ItemDataRole
_TONES: dict[Sort, str] = {
    "settings": "pinned",
    "came": "ok",
    "gone": "skipped",
    "way": "waiting",
    "state": "waiting",
    "often": "waiting",
    "result": "waiting",
    "time": "skipped",
}


class TwoRunsModel(Rows["RunDifference"]):
    """What differs, in the order of the drawing; a step is named at its first row.

    Args:
        theme: colours.
        title_of: what people call a step.
    """

    def __init__(
        self, theme: Theme, title_of: Callable[[str], str], parent: QObject | None = None
    ) -> None:
        super().__init__(theme, _heads("", ""), parent)
        self._title_of = title_of

    def begin(self, before: str, now: str) -> None:
        """Begin anew, with what the two runs are called."""
        self._heads = _heads(before, now)
        self.show_rows(())

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """Return what a cell says."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role in {BAR, STRONG, INK}:
            return self._look(row, column, role)
        if role == _Role.DisplayRole:
            return self._text(index.row(), column)
        if role == _Role.AccessibleTextRole:
            return f"{self.name(row)}: {row.what}: {row.before}, now {row.now}"
        if role == _Role.ToolTipRole:
            return (self.name(row), row.what, row.before, row.now)[column]
        return None

    def _look(self, row: RunDifference, column: int, role: int) -> Any:
        if role == BAR:
            return self._theme.states[_TONES[row.sort]].ink if column == STEP else None
        if role == STRONG:
            return column in {STEP, NOW}
        return QColor(self._theme.muted) if column == BEFORE else None

    def name(self, row: RunDifference) -> str:
        """Return what people call the step of a row, callers first."""
        return wording.step_name(row.step, self._title_of) or CASE

    def _text(self, at: int, column: int) -> str:
        row = self.rows[at]
        if column == STEP:
            is_first = at == 0 or self.rows[at - 1].step != row.step
            return self.name(row) if is_first else ""
        return (row.what, row.before, row.now)[column - 1]


def _heads(before: str, now: str) -> tuple[str, ...]:
    return ("Step", "What differs", before, now)
