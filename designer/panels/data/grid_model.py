"""Knows a list of records as a table: a row for each, a column for each field. Not who shows it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor

from designer.forms.formulas.dragged import packed
from designer.panels.data.nodes import is_figure
from designer.panels.data.tree_model import carried
from runtime.definition.personal import masked_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.assets.theme import Theme
    from designer.panels.data.nodes import Node
    from runtime.definition.json_value import JsonValue

    Index: TypeAlias = QModelIndex | QPersistentModelIndex

MOST_COLUMNS = 60
_LOOKED_AT = 2_000
_SAMPLED = 40
_CENTS = 2
_NOWHERE = QModelIndex()
_Role = Qt.ItemDataRole
_SAID = frozenset((_Role.DisplayRole, _Role.ToolTipRole, _Role.ForegroundRole))
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def is_table(value: JsonValue) -> bool:
    """Whether a value is a list of records."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, dict) for item in islice(value, _SAMPLED))
    )


class GridModel(QAbstractTableModel):
    """A list of records; cells are made when they are looked at.

    Args:
        theme: colours.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._root: Node | None = None
        self._items: list[JsonValue] = []
        self._rows: list[int] | None = None
        self.columns: tuple[str, ...] = ()
        self._figures: frozenset[str] = frozenset()
        self._in_parts: frozenset[str] = frozenset()

    def show(self, root: Node) -> bool:
        """Show a list; returns whether it is another one than before, or looks otherwise."""
        if self._shows(root):
            self.show_rows(None)
            return False
        self.beginResetModel()
        self._root, self._rows = root, None
        self._items = root.value if isinstance(root.value, list) else []
        self.columns = tuple(islice(_names(self._items), MOST_COLUMNS))
        self._figures = frozenset(name for name in self.columns if self._is_figure(name))
        self._in_parts = frozenset(filter(self._has_parts, self._figures))
        self.endResetModel()
        return True

    def _shows(self, root: Node) -> bool:
        shown = self._root
        return (
            shown is not None
            and (shown.value is root.value and shown.looks is root.looks)
            and shown.way == root.way
        )

    def show_rows(self, rows: list[int] | None) -> None:
        """Show some items only; None shows all."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def add_rows(self, rows: Sequence[int]) -> None:
        """Show some items more."""
        if rows and self._rows is not None:
            first = len(self._rows)
            self.beginInsertRows(_NOWHERE, first, first + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def set_theme(self, theme: Theme) -> None:
        """Show it in other colours."""
        self._theme = theme

    def item(self, row: int) -> int:
        """Return which item a row shows, from 0."""
        return row if self._rows is None else self._rows[row]

    def node(self, index: Index) -> Node | None:
        """Return what a cell shows; None where the item has no such field."""
        if not index.isValid():
            return None
        return self._cell(index.row(), self.columns[index.column()])

    def _cell(self, row: int, name: str) -> Node | None:
        at = self.item(row)
        way = (at, name) if isinstance(self._items[at], dict) else (at,)
        return self._root.at(way) if self._root is not None else None

    def row_node(self, index: Index) -> Node | None:
        """Return the whole item of a row."""
        if self._root is None or not index.isValid():
            return None
        return self._root.at((self.item(index.row()),))

    def is_figure(self, column: int) -> bool:
        """Whether a column holds numbers, amounts or dates."""
        return self.columns[column] in self._figures

    def longest(self, column: int, rows: int, most: int) -> list[str]:
        """Return what the longest values among the first rows of a column say."""
        name, seen = self.columns[column], range(min(self.rowCount(), rows))
        by_length = sorted(seen, key=lambda row: self._length(row, name))
        nodes = [self._cell(row, name) for row in by_length[-most:]]
        return [self._words(node) for node in nodes if node is not None]

    def _length(self, row: int, name: str) -> int:
        item = self._items[self.item(row)]
        value = item.get(name) if isinstance(item, dict) else item
        if isinstance(value, str):
            return len(value)
        return 0 if isinstance(value, dict | list) else len(str(value))

    def _is_figure(self, name: str) -> bool:
        held = [
            value
            for item in islice(self._items, _SAMPLED)
            if isinstance(item, dict) and (value := item.get(name)) is not None
        ]
        return bool(held) and all(map(is_figure, held))

    def _has_parts(self, name: str) -> bool:
        held = (item.get(name) for item in islice(self._items, _SAMPLED) if isinstance(item, dict))
        return any(isinstance(value, float) and value % 1 for value in held)

    def _words(self, node: Node) -> str:
        """Return the words of a cell; the points of a column's numbers stand below each other."""
        value = node.shown
        if node.name not in self._in_parts or isinstance(value, bool):
            return node.told
        if isinstance(value, int | float) and round(value, _CENTS) == value:
            return f"{value:,.{_CENTS}f}"
        return node.told

    # --- what a view asks -------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows there are."""
        if parent.isValid():
            return 0
        return len(self._items if self._rows is None else self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        """Return the name of a field, or the number of an item."""
        across = orientation == Qt.Orientation.Horizontal
        if role == _Role.TextAlignmentRole:
            return _RIGHT if not across or self.is_figure(section) else _LEFT
        if role != _Role.DisplayRole:
            return None
        if not across:
            return f"{self.item(section) + 1:,}"
        return self._title(self.columns[section]) or "Value"

    def _title(self, name: str) -> str:
        root = self._root
        found = root.looks.title_of((*root.way, name)) if root is not None and name else ""
        return masked_text(found) if root is not None and root.looks.masks else found

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """Return what a cell says."""
        if role == _Role.TextAlignmentRole and index.isValid():
            return _RIGHT if self.is_figure(index.column()) else _LEFT
        if role not in _SAID:
            return None
        node = self.node(index)
        if node is None:
            return None
        if role == _Role.ForegroundRole:
            return QColor(self._theme.muted) if node.value is None or node.is_branch else None
        return self._words(node)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What a formula can read is dragged."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if carried(self.node(index)) else flags

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the field of the cell that is dragged."""
        found = next((field for each in indexes if (field := carried(self.node(each)))), None)
        return packed(found) if found is not None else QMimeData()


def _names(items: list[JsonValue]) -> dict[str, JsonValue]:
    """Return the names of the first records' fields in their order, each with one of its values."""
    names: dict[str, JsonValue] = {}
    for item in islice(items, _LOOKED_AT):
        names.update(item if isinstance(item, dict) else {"": item})
    return names
