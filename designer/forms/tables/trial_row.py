"""Knows the row in which a table is tried: values in, the result out. Must not know the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from designer.forms.formulas.values import words
from designer.forms.tables import trial
from designer.forms.tables.cells_model import CellsModel
from designer.forms.tables.look import ROW_HEIGHT, look_as_sheet
from runtime.expressions.cells import CellError

if TYPE_CHECKING:
    from designer.assets.theme import Theme
    from designer.forms.tables.model import TableModel
    from designer.forms.tables.rules import Column
    from designer.forms.tables.trial import Trial

_ROLE = Qt.ItemDataRole


class TrialModel(CellsModel):
    """One row: a value for each input column, and what the table gives for them.

    Attributes:
        typed: emitted when other values are to be tried.
    """

    typed = Signal()

    def __init__(self, table: TableModel, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(theme, parent)
        self._table = table
        self.columns = table.columns
        self.values: dict[int, str] = {}
        self._trial: Trial | None = None
        table.modelReset.connect(self._reset)

    def _reset(self) -> None:
        self.beginResetModel()
        self.columns = self._table.columns
        count = sum(column.part == "when" for column in self.columns)
        self.values = {at: text for at, text in self.values.items() if at < count}
        self.endResetModel()

    def show_trial(self, found: Trial | None) -> None:
        """Show what became of the values; None for nothing yet."""
        self._trial = found
        self.tell_all_changed()

    def wrong(self, at: int) -> str:
        """Return why a typed value does not fit its column, "" where it does."""
        text = self.values.get(at, "")
        if not text.strip():
            return ""
        try:
            trial.literal(text, self.columns[at])
        except CellError as error:
            return f"{str(error)[:1].upper()}{str(error)[1:]}."
        return ""

    def rows(self) -> int:
        """There is one row."""
        return 1

    def can_write(self, row: int, column: Column) -> bool:
        """Values of inputs can be typed."""
        del row
        return column.part == "when"

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Name the row."""
        del section
        if orientation == Qt.Orientation.Vertical and role == _ROLE.DisplayRole:
            return "Try"
        return None

    def told(self, row: int, at: int, role: int) -> Any:
        """Return a value that was typed, one of the recorded case, or a result."""
        del row
        column = self.columns[at]
        is_input = column.part == "when"
        typed = self.values.get(column.at, "") if is_input else ""
        match role:
            case _ROLE.EditRole:
                found: Any = typed
            case _ROLE.DisplayRole | _ROLE.AccessibleTextRole:
                kept = self._of_case(column.at) if is_input else self._result(at)
                found = typed or kept
            case _ROLE.ToolTipRole if is_input:
                found = self.wrong(column.at) or "Type a value to try the table with"
            case _ROLE.ForegroundRole:
                is_wrong = is_input and bool(self.wrong(column.at))
                plain = self.theme.text if typed or not is_input else self.theme.muted
                found = QColor(self.theme.states["failed"].ink if is_wrong else plain)
            case _:
                found = None
        return found

    def write(self, row: int, at: int, text: str) -> bool:
        """Take a value to try."""
        self.values[at] = text
        index = self.index(row, at)
        self.dataChanged.emit(index, index)
        self.typed.emit()
        return True

    def _of_case(self, at: int) -> str:
        if self._trial is None or at >= len(self._trial.inputs):
            return "a value…"
        value = self._trial.inputs[at]
        return "a value…" if value is None else words(value, 60)

    def _result(self, at: int) -> str:
        column = self.columns[at]
        result = self._trial.result if self._trial is not None else None
        if column.part != "then" or not isinstance(result, dict) or column.title not in result:
            return ""
        return words(result[column.title], 80)


class TrialRow(QTableView):
    """The row, its columns as wide as those of the grid above it."""

    def __init__(self, model: TrialModel, grid: QTableView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        self.setModel(model)
        look_as_sheet(self, "Values to try the table with")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        one_click = QAbstractItemView.EditTrigger.SelectedClicked
        self.setEditTriggers(self.editTriggers() | one_click)
        self.horizontalHeader().hide()
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
