"""Knows differences as rows, in words and colours. Must not know which steps are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from designer.panels.listing import INK, STRONG, TINT
from designer.panels.rows_model import Rows

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex

    from designer.assets.theme import Theme
    from designer.panels.data.comparing import Difference, Word

    Index: TypeAlias = QModelIndex | QPersistentModelIndex

FIELD, LEFT, RIGHT, WORD = range(4)
"""The columns."""
_Role = Qt.ItemDataRole
_TONES: dict[Word, str] = {
    "changed": "waiting",
    "only left": "failed",
    "only right": "ok",
    "same": "skipped",
}


class CompareModel(Rows["Difference"]):
    """Differences, in the order in which they were found.

    Args:
        theme: colours.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(theme, _heads("", ""), parent)

    def begin(self, left: str, right: str) -> None:
        """Begin anew, with what the two sides are called."""
        self._heads = _heads(left, right)
        self.show_rows(())

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """Return what a cell says."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
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


def _heads(left: str, right: str) -> tuple[str, ...]:
    return ("Field", left, right, "Difference")
