"""Knows the rows of a table with a heading. Must not know what they are about."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from designer.assets.abstract import AbstractQt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.assets.theme import Theme

    Index: TypeAlias = QModelIndex | QPersistentModelIndex

_Row = TypeVar("_Row")
_NOWHERE = QModelIndex()
_Role = Qt.ItemDataRole


class Table(QAbstractTableModel, metaclass=AbstractQt):
    """A subclass says how many rows there are, and what a cell shows.

    Args:
        theme: colours.
        heads: what the columns are called.
    """

    def __init__(self, theme: Theme, heads: tuple[str, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._heads = theme, heads
        self._width = len(heads)

    def set_theme(self, theme: Theme) -> None:
        """Show the rows in other colours; what is selected stays so."""
        self._theme = theme
        if self.count():
            last = self.index(self.count() - 1, len(self._heads) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @abstractmethod
    def count(self) -> int:
        """Return how many rows there are."""

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else self.count()

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else self._width

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        """Return what a column is called."""
        shown = role == _Role.DisplayRole and orientation == Qt.Orientation.Horizontal
        return self._heads[section] if shown else None


class Rows(Table, Generic[_Row]):
    """Rows that are there all at once, or come little by little.

    Args:
        theme: colours.
        heads: what the columns are called.

    Attributes:
        rows: those that are there.
    """

    def __init__(self, theme: Theme, heads: tuple[str, ...], parent: QObject | None = None) -> None:
        super().__init__(theme, heads, parent)
        self.rows: list[_Row] = []

    def count(self) -> int:
        """Return how many rows there are."""
        return len(self.rows)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows there are; a tree asks it for each of its rows."""
        return 0 if parent.isValid() else len(self.rows)

    def show_rows(self, rows: Sequence[_Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = [*rows]
        self.endResetModel()

    def add(self, rows: Sequence[_Row]) -> None:
        """Show more of them."""
        if rows:
            first = len(self.rows)
            self.beginInsertRows(_NOWHERE, first, first + len(rows) - 1)
            self.rows += rows
            self.endInsertRows()
