"""Knows a value as rows that unfold, in words or as JSON. Must not know who shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor

from designer.forms.formulas.dragged import Dragged, packed
from designer.panels import wording
from designer.panels.data.nodes import exact_path
from designer.panels.listing import INK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.assets.theme import Theme
    from designer.panels.data.nodes import Node

Index: TypeAlias = QModelIndex | QPersistentModelIndex

_NOWHERE = QModelIndex()
_HEADS = ("Field", "Value")
_Role = Qt.ItemDataRole
_LONGEST_HINT = 1_500
_CARRIED = 20_000
"""A field that is dragged takes its value along up to this length."""


class TreeModel(QAbstractItemModel):
    """What lies in a value, as a tree, or places that were found in it, as a list.

    Args:
        theme: colours.
        as_json: whether it is written as JSON, in one column.
    """

    def __init__(self, theme: Theme, *, as_json: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._as_json = theme, as_json
        self._root: Node | None = None
        self._top: list[Node] = []
        self._is_list = False
        self._kept: dict[int, Node] = {}

    # --- what is shown ----------------------------------------------------------------------------

    def show(self, root: Node | None) -> None:
        """Show what lies in a value, a single value as one row."""
        self.beginResetModel()
        self._root, self._is_list = root, False
        self._kept = {}
        self._top = [] if root is None else root.inside() if root.is_branch else [root]
        self.endResetModel()

    def show_found(self, nodes: Sequence[Node]) -> None:
        """Show places that were found; each with what it lies in."""
        self.beginResetModel()
        self._is_list, self._kept = True, {}
        self._top = [*nodes]
        self.endResetModel()

    def add_found(self, nodes: Sequence[Node]) -> None:
        """Show more of them."""
        if nodes:
            first = len(self._top)
            self.beginInsertRows(_NOWHERE, first, first + len(nodes) - 1)
            self._top += nodes
            self.endInsertRows()

    def set_theme(self, theme: Theme) -> None:
        """Show it in other colours."""
        self._theme = theme
        self.dataChanged.emit(QModelIndex(), QModelIndex())

    def node(self, index: Index) -> Node | None:
        """Return what a row shows."""
        return self._kept.get(index.internalId()) if index.isValid() else None

    def _rows(self, parent: Index) -> Sequence[Node]:
        if not parent.isValid():
            return self._top
        node = self.node(parent)
        return node.inside() if node is not None and not self._is_list else ()

    # --- what a view asks -------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """Return the index of a cell."""
        rows = self._rows(parent)
        if not 0 <= row < len(rows) or not 0 <= column < self.columnCount():
            return QModelIndex()
        self._kept[id(rows[row])] = rows[row]
        return self.createIndex(row, column, id(rows[row]))

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # Qt has two of that name
        """Return the row around a row."""
        node = self.node(index)
        around = node.parent if node is not None and not self._is_list else None
        if node is None or around is None or around is self._root or node is self._root:
            return QModelIndex()
        self._kept[id(around)] = around
        return self.createIndex(around.row, 0, id(around))

    def hasChildren(self, parent: Index = _NOWHERE) -> bool:
        """Whether a row unfolds; nothing is made to find out."""
        if not parent.isValid():
            return bool(self._top)
        node = self.node(parent)
        return node is not None and node.is_branch and not self._is_list and parent.column() == 0

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows lie in a row."""
        if not self.hasChildren(parent):
            return 0
        node = self.node(parent)
        return 0 if node is not None and node is self._root else len(self._rows(parent))

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        del parent
        return 1 if self._as_json else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        """Return the heading of a column."""
        shown = role == _Role.DisplayRole and orientation == Qt.Orientation.Horizontal
        return _HEADS[section] if shown else None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """Return what a cell says."""
        node = self.node(index)
        if node is None:
            return None
        if role == _Role.DisplayRole:
            return self._words(node, index.column())
        if role == _Role.AccessibleTextRole:
            return node.line() if self._as_json else f"{node.title}: {node.told}"
        if role == _Role.ToolTipRole:
            return self._hint(node)
        if role == INK:
            faded = not _has_weight(node) if index.column() else node.is_group
            return QColor(self._theme.muted) if faded else None
        return None

    def _words(self, node: Node, column: int) -> str:
        if self._as_json:
            trail = exact_path((), node.way[:-1]).lstrip(".") if self._is_list else ""
            return f"{trail}  {node.line()}" if trail else node.line()
        if column:
            return node.told
        return (node.trail if self._is_list else node.title) or "Value"

    def _hint(self, node: Node) -> str:
        path = node.looks.path_of(node.way) if not node.is_group else ""
        value = node.shown if not node.is_branch else node.told
        text = f"{path}\n{value}" if path else str(value)
        if node.looks.reference_of(node.way):
            text += "\nDrag it to a field of the settings."
        return wording.hint(text[:_LONGEST_HINT])

    # --- dragging ---------------------------------------------------------------------------------

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What a formula can read is dragged."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if carried(self.node(index)) else flags

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the field that is dragged."""
        found = next((field for each in indexes if (field := carried(self.node(each)))), None)
        return packed(found) if found is not None else QMimeData()


def _has_weight(node: Node) -> bool:
    return not node.is_branch and node.value not in (None, "", [], {})


def carried(node: Node | None) -> Dragged | None:
    """Return a place as a field under way; None where no formula can read it."""
    path = node.looks.reference_of(node.way) if node is not None and not node.is_group else ()
    if node is None or not path:
        return None
    value = node.shown if not node.is_branch else None
    is_short = not isinstance(value, str) or len(value) <= _CARRIED
    return Dragged(path, node.trail, "", value if is_short else None)
