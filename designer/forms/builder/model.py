"""Knows the fields of a form as a list for Qt, to be dragged. Must not know their settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)

from designer.assets.icons import icon
from designer.forms.builder import fields
from designer.forms.builder.sorts import BY_ID, OFFERED, SORTS, sort_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.assets.theme import Theme
    from runtime.definition.json_value import JsonObject

_ROLE = Qt.ItemDataRole
FIELD_MIME, SORT_MIME = "application/x-baton-form-field", "application/x-baton-form-sort"
SIZE = 18
HEIGHT = 34


class SortsModel(QAbstractListModel):
    """The sorts of fields that can be put in."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.sorts = [BY_ID[name] for name in OFFERED]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.sorts)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """They can be dragged."""
        del index
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain | Qt.ItemFlag.ItemIsDragEnabled

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Return name and icon."""
        sort = self.sorts[index.row()]
        if role == _ROLE.DisplayRole:
            return sort.title
        if role == _ROLE.DecorationRole:
            return icon(sort.icon, self._theme.categories["people"].ink, SIZE)
        return QSize(0, HEIGHT) if role == _ROLE.SizeHintRole else None

    def mimeTypes(self) -> list[str]:
        """Return what is dragged."""
        return [SORT_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the sort that is dragged."""
        data = QMimeData()
        data.setData(SORT_MIME, self.sorts[indexes[0].row()].id.encode())
        return data


class FieldsModel(QAbstractListModel):
    """The fields, from the top; others can be dropped between them.

    Attributes:
        dropped_sort: emitted with the id of a sort and the place where a field of it shall be.
        dropped_field: emitted with the name of a field and the place where it shall be.
    """

    dropped_sort = Signal(str, int)
    dropped_field = Signal(str, int)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.form: JsonObject = {}
        self.names: list[str] = []

    def set_form(self, form: JsonObject) -> None:
        """Show the fields of a form."""
        names = list(fields.fields(form))
        if names == self.names:
            self.form = form
            if names:
                self.dataChanged.emit(self.index(0, 0), self.index(len(names) - 1, 0))
            return
        self.beginResetModel()
        self.form, self.names = form, names
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.names)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """They can be dragged, and dropped between each other."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain | Qt.ItemFlag.ItemIsDragEnabled

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Return title, sort and icon."""
        name = self.names[index.row()]
        schema = fields.fields(self.form)[name]
        sort = sort_of(schema)
        words = sort.title if sort is not None else "Special"
        needed = " *" if fields.is_required(self.form, name) else ""
        match role:
            case _ROLE.DisplayRole:
                found: Any = f"{fields.title_of(name, schema)}{needed}"
            case _ROLE.ToolTipRole:
                found = f"{words}, read by formulas as {name}"
            case _ROLE.AccessibleTextRole:
                must = ", must be filled in" if needed else ""
                found = f"{fields.title_of(name, schema)}, {words}{must}"
            case _ROLE.DecorationRole:
                mark = sort.icon if sort is not None else "braces"
                found = icon(mark, self._theme.categories["people"].ink, SIZE)
            case _ROLE.SizeHintRole:
                found = QSize(0, HEIGHT)
            case _:
                found = None
        return found

    # --- dragging ---------------------------------------------------------------------------------

    def supportedDropActions(self) -> Qt.DropAction:
        """Fields are moved, sorts are copied."""
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        """Return what may be dropped here."""
        return [FIELD_MIME, SORT_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the field that is dragged."""
        data = QMimeData()
        data.setData(FIELD_MIME, self.names[indexes[0].row()].encode())
        return data

    def dropMimeData(
        self,
        data: QMimeData,
        action: Qt.DropAction,
        row: int,
        column: int,
        parent: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Tell where what is to be; the list itself changes when the form does."""
        del action, column
        at = row if row >= 0 else parent.row() if parent.isValid() else len(self.names)
        if data.hasFormat(SORT_MIME):
            sort = bytes(data.data(SORT_MIME).data()).decode()
            if sort in {each.id for each in SORTS}:
                self.dropped_sort.emit(sort, at)
        elif data.hasFormat(FIELD_MIME):
            name = bytes(data.data(FIELD_MIME).data()).decode()
            if name in self.names:
                self.dropped_field.emit(name, at - (self.names.index(name) < at))
        return False  # else Qt would take the rows out that the form has moved already
