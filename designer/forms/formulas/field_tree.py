"""Knows how the fields that a formula may read are shown, searched and dragged.

Must not know what is done with the field that is chosen.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTreeView, QVBoxLayout, QWidget

from designer.forms.formulas.dragged import Dragged, packed
from designer.forms.formulas.values import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QShowEvent

    from designer.forms.formulas.fields import Field
    from runtime.definition.json_value import JsonObject, JsonValue

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_HEADS = ("Field", "Recorded value")
_OPEN_UP_TO = 60
_VALUE_WIDTH = 130


class FieldModel(QAbstractItemModel):
    """A tree of fields with a recorded value for each.

    Args:
        fields: the tree.
        sample: recorded data; its values stand beside the fields.
    """

    def __init__(
        self, fields: tuple[Field, ...], sample: JsonObject, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._fields = fields
        self._sample = sample
        self._parents: dict[int, tuple[Field, int] | None] = {}
        self._kept: dict[int, Field] = {}
        self._learn(fields, None)

    def field(self, index: _Index) -> Field | None:
        """Return the field of a row."""
        return self._kept.get(index.internalId()) if index.isValid() else None

    def show(self, fields: tuple[Field, ...]) -> None:
        """Show other fields."""
        self.beginResetModel()
        self._fields = fields
        self._kept.clear()
        self._parents.clear()
        self._learn(fields, None)
        self.endResetModel()

    def count(self) -> int:
        """Return how many fields there are, at every depth."""
        return len(self._kept)

    def index_of(self, path: tuple[str, ...]) -> QModelIndex:
        """Return the row of a field, of the nearest one around it where it is not known."""
        found = QModelIndex()
        fields = self._fields
        for name in path:
            row = next((at for at, each in enumerate(fields) if each.name == name), None)
            if row is None:
                return found
            found = self.index(row, 0, found)
            fields = fields[row].children
        return found

    def index(self, row: int, column: int, parent: _Index = _NO_INDEX) -> QModelIndex:
        """Return the index of a cell."""
        siblings = self._inside(parent)
        if not 0 <= row < len(siblings) or not 0 <= column < len(_HEADS):
            return QModelIndex()
        return self.createIndex(row, column, id(siblings[row]))

    def parent(self, index: _Index) -> QModelIndex:  # type: ignore[override]  # Qt has two of that name
        """Return the row around a row."""
        around = self._parents.get(index.internalId()) if index.isValid() else None
        return QModelIndex() if around is None else self.createIndex(around[1], 0, id(around[0]))

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        """Return how many fields a field has."""
        return 0 if parent.column() > 0 else len(self._inside(parent))

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        """Return how many columns there are."""
        del parent
        return len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the heading of a column."""
        shown = role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal
        return _HEADS[section] if shown and section < len(_HEADS) else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell says."""
        field = self.field(index)
        if field is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return field.title if index.column() == 0 else self._value_words(field)
        if role == Qt.ItemDataRole.UserRole:
            return f"{field.label} {field.reference}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (field.label, field.words) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            parts = (field.reference, field.words, field.description)
            return _plain("\n".join(part for part in parts if part))
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Every field can be dragged."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the first field that is dragged."""
        found = next((self.field(each) for each in indexes if self.field(each)), None)
        return packed(self.dragged(found)) if found is not None else QMimeData()

    def dragged(self, field: Field) -> Dragged:
        """Return a field as it travels."""
        return Dragged(field.path, field.label, field.step, self.value(field))

    def value(self, field: Field) -> JsonValue:
        """Return what the sample holds there; of a list, of its first item."""
        found: JsonValue = self._sample
        for name in field.path:
            if isinstance(found, list):
                found = next(iter(found), None)
            found = found.get(name) if isinstance(found, dict) else None
        return found

    def _value_words(self, field: Field) -> str:
        value = self.value(field)
        if value is None or (field.children and not field.many):
            return ""  # what lies inside says it, personal values apart
        return "•••" if field.personal else words(value, 60)

    def _inside(self, parent: _Index) -> tuple[Field, ...]:
        field = self.field(parent)
        return self._fields if field is None else field.children

    def _learn(self, fields: tuple[Field, ...], around: tuple[Field, int] | None) -> None:
        for row, field in enumerate(fields):
            self._kept[id(field)] = field
            self._parents[id(field)] = around
            self._learn(field.children, (field, row))


class FieldTree(QWidget):
    """A searchable tree of fields.

    Attributes:
        chosen: a `Dragged` field was double-clicked, or Enter was pressed on it.
    """

    chosen = Signal(object)

    def __init__(
        self, fields: tuple[Field, ...], sample: JsonObject, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.model = FieldModel(fields, sample, self)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self.model)
        self._proxy.setFilterRole(Qt.ItemDataRole.UserRole)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._proxy.setRecursiveFilteringEnabled(True)
        self._proxy.setAutoAcceptChildRows(True)
        self.search = _Search(self)
        self.search.setPlaceholderText("Search the fields")
        self.search.setAccessibleName("Search the fields")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.search.down.connect(self._walk_down)
        self.search.returnPressed.connect(self._chosen)
        self.view = _View(self)
        self.view.setModel(self._proxy)
        self.view.setAccessibleName("Fields that a formula can use")
        self.view.entered_field.connect(self._chosen)
        self.view.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.view.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        self.view.header().setStretchLastSection(False)
        self.view.header().resizeSection(1, _VALUE_WIDTH)
        self.view.setColumnHidden(1, not sample)  # nothing is recorded yet
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.search)
        box.addWidget(self.view, 1)
        self._open_some()

    def learn(self, fields: tuple[Field, ...]) -> None:
        """Show other fields, when more has become known."""
        self.model.show(fields)
        self._filter(self.search.text())

    def current(self) -> Dragged | None:
        """Return the field that is chosen."""
        field = self.model.field(self._proxy.mapToSource(self.view.currentIndex()))
        return self.model.dragged(field) if field is not None else None

    def select(self, path: tuple[str, ...]) -> None:
        """Choose a field."""
        index = self._proxy.mapFromSource(self.model.index_of(path))
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)

    def middle_of(self, path: tuple[str, ...]) -> int | None:
        """Return the height, in the view's coordinates, of a field or of what it is folded into."""
        index = self._proxy.mapFromSource(self.model.index_of(path))
        while index.isValid():
            if rect := self.view.visualRect(index):
                return rect.center().y()
            index = index.parent()
        return None

    def _filter(self, text: str) -> None:
        self._proxy.setFilterFixedString(text)
        if text:
            self.view.expandAll()
            self.view.setCurrentIndex(self._first_named(text))
        else:
            self.view.collapseAll()
            self._open_some()

    def _first_named(self, text: str) -> QModelIndex:
        """Return the first row that fits itself, not only by what lies in it."""
        flags = Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive
        begin = self._proxy.index(0, 0)
        found = self._proxy.match(begin, Qt.ItemDataRole.UserRole, text, 1, flags)
        return QModelIndex(found[0]) if found else begin

    def _walk_down(self) -> None:
        if not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self._proxy.index(0, 0))
        self.view.setFocus()

    def _open_some(self) -> None:
        """Open what fits on a screen: a whole small tree, the top of a large one."""
        depth = 3 if self.model.count() <= _OPEN_UP_TO else 0
        self.view.expandToDepth(depth)

    def _chosen(self) -> None:
        field = self.current()
        if field is not None:
            self.chosen.emit(field)


class _Search(QLineEdit):
    """The line to search in; the arrow leads on to what was found."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave downwards."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
            return
        super().keyPressEvent(event)


class _View(QTreeView):
    """The tree; Enter and a double click choose."""

    entered_field = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setDragEnabled(True)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setDragDropMode(QTreeView.DragDropMode.DragOnly)
        self.doubleClicked.connect(self.entered_field)

    def showEvent(self, event: QShowEvent) -> None:
        """Measure the rows anew: they may have been measured before they had their looks."""
        super().showEvent(event)
        self.doItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered_field.emit()
            return
        super().keyPressEvent(event)


def _plain(text: str) -> str:
    """Return text that a tool tip shows as it is, never as markup."""
    return f"<p style='white-space:pre-wrap'>{escape(text)}</p>"
