"""Knows the row in which a table is tried: values in, the result out. Must not know the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from designer.forms.formulas.values import words
from designer.forms.parts import be
from designer.forms.tables import trial
from designer.forms.tables.grid import ROW_HEIGHT
from designer.forms.tables.model import side_of
from runtime.expressions.cells import CellError

if TYPE_CHECKING:
    from designer.assets.theme import Theme
    from designer.forms.tables.model import TableModel
    from designer.forms.tables.trial import Trial

_ROLE = Qt.ItemDataRole


class TrialModel(QAbstractTableModel):
    """One row: a value for each input column, and what the table gives for them.

    Attributes:
        typed: emitted when other values are to be tried.
    """

    typed = Signal()

    def __init__(self, table: TableModel, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._theme = theme
        self.values: dict[int, str] = {}
        self._trial: Trial | None = None
        table.modelReset.connect(self._reset)

    def _reset(self) -> None:
        self.beginResetModel()
        count = sum(column.part == "when" for column in self._table.columns)
        self.values = {at: text for at, text in self.values.items() if at < count}
        self.endResetModel()

    def show_trial(self, found: Trial | None) -> None:
        """Show what became of the values; None for nothing yet."""
        self._trial = found
        if self._table.columns:
            last = self.index(0, len(self._table.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def wrong(self, at: int) -> str:
        """Return why a typed value does not fit its column, "" where it does."""
        text = self.values.get(at, "")
        if not text.strip():
            return ""
        try:
            trial.literal(text, self._table.columns[at])
        except CellError as error:
            return f"{str(error)[:1].upper()}{str(error)[1:]}."
        return ""

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """There is one row."""
        return 0 if parent.isValid() else 1

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """As many as the table has."""
        return 0 if parent.isValid() else len(self._table.columns)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Values of inputs can be typed."""
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        is_input = self._table.columns[index.column()].part == "when"
        return plain | Qt.ItemFlag.ItemIsEditable if is_input else plain

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Name the row."""
        del section
        if orientation == Qt.Orientation.Vertical and role == _ROLE.DisplayRole:
            return "Try"
        return None

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Return a value that was typed, one of the recorded case, or a result."""
        column = self._table.columns[index.column()]
        is_input = column.part == "when"
        typed = self.values.get(column.at, "") if is_input else ""
        match role:
            case _ROLE.EditRole:
                found: Any = typed
            case _ROLE.DisplayRole | _ROLE.AccessibleTextRole:
                kept = self._of_case(column.at) if is_input else self._result(index.column())
                found = typed or kept
            case _ROLE.TextAlignmentRole:
                found = side_of(column)
            case _ROLE.ToolTipRole if is_input:
                found = self.wrong(column.at) or "Type a value to try the table with"
            case _ROLE.ForegroundRole:
                is_wrong = is_input and bool(self.wrong(column.at))
                plain = self._theme.text if typed or not is_input else self._theme.muted
                found = QColor(self._theme.states["failed"].ink if is_wrong else plain)
            case _:
                found = None
        return found

    def setData(  # noqa: N802 - Qt's name
        self,
        index: QModelIndex | QPersistentModelIndex,
        value: Any,
        role: int = _ROLE.EditRole,
    ) -> bool:
        """Take a value to try."""
        if role != _ROLE.EditRole:
            return False
        self.values[index.column()] = str(value)
        self.dataChanged.emit(index, index)
        self.typed.emit()
        return True

    def _of_case(self, at: int) -> str:
        if self._trial is None or at >= len(self._trial.inputs):
            return "a value…"
        value = self._trial.inputs[at]
        return "a value…" if value is None else words(value, 60)

    def _result(self, at: int) -> str:
        column = self._table.columns[at]
        result = self._trial.result if self._trial is not None else None
        if column.part != "then" or not isinstance(result, dict) or column.title not in result:
            return ""
        return words(result[column.title], 80)


class TrialRow(QTableView):
    """The row, its columns as wide as those of the grid above it."""

    def __init__(self, model: TrialModel, grid: QTableView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        be(self, "sheet")
        self.setModel(model)
        self.setAccessibleName("Values to try the table with")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFixedHeight(ROW_HEIGHT + 2)
        across = grid.horizontalHeader()
        across.sectionResized.connect(self._widen)
        across.geometriesChanged.connect(self.line_up)
        model.modelReset.connect(self.line_up)
        bar = grid.horizontalScrollBar()
        bar.valueChanged.connect(self.horizontalScrollBar().setValue)
        self.horizontalScrollBar().valueChanged.connect(bar.setValue)

    def _widen(self, at: int, before: int, width: int) -> None:
        del before
        self.setColumnWidth(at, width)

    def line_up(self) -> None:
        """Be as wide as the grid, column by column."""
        for at in range(self._grid.model().columnCount()):
            self.setColumnWidth(at, self._grid.columnWidth(at))
        self.verticalHeader().setFixedWidth(self._grid.verticalHeader().width())
        room = self._grid.verticalScrollBar()
        beside = room.width() if room.isVisible() else 0
        self.setViewportMargins(self.verticalHeader().width(), 0, beside, 0)
