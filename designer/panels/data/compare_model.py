"""Knows differences as rows, in words and colours. Must not know which steps are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from designer.panels.listing import INK, STRONG, TINT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.assets.theme import Theme
    from designer.panels.data.comparing import Difference, Word

    Index: TypeAlias = QModelIndex | QPersistentModelIndex

FIELD, LEFT, RIGHT, WORD = range(4)
"""The columns."""
_NOWHERE = QModelIndex()
_Role = Qt.ItemDataRole
_TONES: dict[Word, str] = {
    "changed": "waiting",
    "only left": "failed",
    "only right": "ok",
    "same": "skipped",
}


class CompareModel(QAbstractTableModel):
    """Differences, in the order in which they were found.

    Args:
        theme: colours.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._heads = ("Field", "", "", "Difference")
        self._rows: list[Difference] = []

    def begin(self, left: str, right: str) -> None:
        """Begin anew, with what the two sides are called."""
        self.beginResetModel()
        self._heads = ("Field", left, right, "Difference")
        self._rows = []
        self.endResetModel()

    def add(self, rows: Sequence[Difference]) -> None:
        """Show more of them."""
        if rows:
            first = len(self._rows)
            self.beginInsertRows(_NOWHERE, first, first + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def set_theme(self, theme: Theme) -> None:
        """Show them in other colours."""
        self.beginResetModel()
        self._theme = theme
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        """Return the heading of a column."""
        shown = role == _Role.DisplayRole and orientation == Qt.Orientation.Horizontal
        return self._heads[section] if shown else None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """Return what a cell says."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role in {_Role.DisplayRole, _Role.AccessibleTextRole}:
            return self._text(row, column)
        pair = self._theme.states[_TONES[row.word]]
        if role == TINT and column == WORD:
            return pair.tint
        if role == STRONG:
            return column == WORD and row.word != "same"
        if role == INK:
            is_told = row.word != "same" and column in {LEFT, RIGHT, WORD}
            return QColor(pair.ink if is_told else self._theme.text)
        return None

    def _text(self, row: Difference, column: int) -> str:
        if column == WORD:
            return row.word
        node = row.left or row.right
        if column == FIELD:
            return (node.trail if node is not None else "") or "Value"
        side = row.left if column == LEFT else row.right
        return side.told if side is not None else ""
