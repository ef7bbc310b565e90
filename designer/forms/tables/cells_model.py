"""Knows how cells below the columns of a table answer Qt. Must not know what they say."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from designer.forms.tables.look import side_of

if TYPE_CHECKING:
    from designer.assets.theme import Theme
    from designer.forms.tables.rules import Column

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_NOWHERE = QModelIndex()


class CellsModel(QAbstractTableModel):
    """Rows of cells: the table itself, or the row in which it is tried.

    Attributes:
        columns: those of the table, in order.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.columns: list[Column] = []

    @abstractmethod
    def rows(self) -> int:
        """Return how many rows are shown."""

    @abstractmethod
    def can_write(self, row: int, column: Column) -> bool:
        """Whether a person may write in a cell."""

    @abstractmethod
    def told(self, row: int, at: int, role: int) -> Any:
        """Return what a cell says in a role of Qt; on which side it stands is known."""

    @abstractmethod
    def write(self, row: int, at: int, text: str) -> bool:
        """Take what a person wrote in a cell; returns whether it says something else now."""

    def tell_all_changed(self) -> None:
        """Let every cell be asked again."""
        if self.columns:
            last = self.index(self.rows() - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # --- Qt's questions ---------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else self.rows()

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        can_write = self.can_write(index.row(), self.columns[index.column()])
        return plain | Qt.ItemFlag.ItemIsEditable if can_write else plain

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        if role == _ROLE.TextAlignmentRole:
            return side_of(self.columns[index.column()])
        return self.told(index.row(), index.column(), role)

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        """Take what the person wrote in a cell."""
        return role == _ROLE.EditRole and self.write(index.row(), index.column(), str(value))
