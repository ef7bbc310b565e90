"""Knows the decision table in a narrow form: its first rows, and the way to the spreadsheet.

Must not know how rules are edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QPushButton, QTableView

from designer.document.counts import counted
from designer.forms.basic.single import KeptEditor, as_text
from designer.forms.parts import be, column, label
from designer.forms.schema import same
from designer.forms.tables import rules
from designer.forms.tables.cells import CellDelegate
from designer.forms.tables.dialog import TableDialog
from designer.forms.tables.model import TableModel
from designer.forms.tables.sheet import place_in, row_marks

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from designer.forms.context import FormContext
    from designer.forms.field import Problems
    from runtime.definition.json_value import JsonObject, JsonValue

_SHOWN = 6
_ROW = 26
_LEAST = 84
"""How wide a column is at least."""
_TEST = 132
"""How wide a test may be: as much as "<= 250,000.00" takes."""
_EMPTY: JsonObject = {"inputs": [], "outputs": [], "rows": []}


class TableEditor(KeptEditor):
    """The first rows to look at, and a button that opens the spreadsheet."""

    help_text = "Rules in rows: when all tests on the left fit, the results on the right are taken."

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self._problems: Problems = {}
        self.dialog: TableDialog | None = None
        self._steps_back = self._steps_on = 0
        self._least = _LEAST
        self.model = TableModel(context.theme, self)
        self.view = self._made_view()
        self._words = label("", "caption", self)
        self.open_button = QPushButton("Open as spreadsheet", self)
        self.open_button.clicked.connect(lambda _=False: self.open())
        layout = column(self, 6)
        for part in (self._words, self.view, self.open_button):
            layout.addWidget(part)
        self.setFocusProxy(self.open_button)
        self._show()

    def _made_view(self) -> QTableView:
        view = QTableView(self)
        be(view, "sheet")
        view.setModel(self.model)
        view.setItemDelegate(CellDelegate(self.context, view))
        view.setAccessibleName("The first rows of the table")
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setTabKeyNavigation(False)
        view.setWordWrap(False)
        view.verticalHeader().setDefaultSectionSize(_ROW)
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.doubleClicked.connect(self.open)
        view.installEventFilter(self)
        return view

    # --- the value --------------------------------------------------------------------------------

    def set_value(self, value: JsonValue) -> None:
        """Show a table, also in the window when it is open."""
        if not same(value, self._value):
            self._value = value
            self._show()
            if self.dialog is not None and rules.is_table(value):
                self.dialog.sheet.set_value(cast("JsonObject", value))

    def own_problem(self) -> str:
        """Return what stands here in place of a table."""
        if self._value is None or rules.is_table(self._value):
            return ""
        return f"A table belongs here, and “{as_text(self._value)[:60]}” is none. It is kept."

    def _table(self) -> JsonObject:
        return cast("JsonObject", self._value) if rules.is_table(self._value) else _EMPTY

    def _show(self) -> None:
        table = self._table()
        rows = rules.count(table)
        most: list[Any] = list(cast("list[Any]", table["rows"]))[:_SHOWN]
        self.model.set_table({**table, "rows": most})
        shape = rules.columns(table)
        tests = sum(each.part == "when" for each in shape)
        results = sum(each.part == "then" for each in shape)
        words = [counted(rows, "row"), counted(tests, "test"), counted(results, "result")]
        more = f" The first {_SHOWN} are shown." if rows > _SHOWN else ""
        self._words.setText(f"{' · '.join(words)}.{more}")
        self._least = _LEAST
        for at, each in enumerate(shape):
            wide = self.view.sizeHintForColumn(at) if each.part == "when" else 0
            least = max(_heading_width(self.view, each.title), min(wide, _TEST))
            self._least = max(self._least, least)
            is_empty = each.part == "note" and not any(row.get("note") for row in most)
            self.view.setColumnHidden(at, is_empty)
        head = self.view.horizontalHeader().sizeHint().height()
        self.view.setFixedHeight((min(rows, _SHOWN) + 1) * _ROW + head + 18)
        self._share()

    def _share(self) -> None:
        """Let whole columns be seen, as many as there is room for: half a heading tells nothing."""
        shown = [at for at in range(self.model.columnCount()) if not self.view.isColumnHidden(at)]
        room = self.view.viewport().width()
        fitting = min(max(room // self._least, 1), max(len(shown), 1))
        for at in shown:
            self.view.setColumnWidth(at, room // fitting)

    # --- the window -------------------------------------------------------------------------------

    def open(self) -> TableDialog:
        """Open the spreadsheet, or bring it to the front."""
        if self.dialog is not None:
            self.dialog.raise_()
            return self.dialog
        self._steps_back = self._steps_on = 0
        dialog = TableDialog(self.schema, self.context, self)
        self.dialog = dialog
        dialog.sheet.set_value(self._started())
        dialog.sheet.set_companions(self.context.companions)
        dialog.sheet.set_problems(self._problems)
        dialog.sheet.edited.connect(self._take)
        dialog.sheet.companion_edited.connect(self._take_companion)
        dialog.sheet.undo_wanted.connect(self._undo)
        dialog.sheet.redo_wanted.connect(self._redo)
        dialog.finished.connect(self._closed)
        dialog.open()
        return dialog

    def _started(self) -> JsonObject:
        table = self._table()
        heads: JsonObject = {
            "inputs": table["inputs"] or [{"title": "Value", "expression": ""}],
            "outputs": table["outputs"] or [{"name": "result"}],
        }
        table = {**table, **heads}
        return {**table, "rows": table["rows"] or [rules.blank(table)]}

    def _closed(self) -> None:
        self.dialog = None
        self._show()

    def _take(self, table: JsonValue) -> None:
        self._changed()
        self._value = table
        self._show()
        self.edited.emit(table)

    def _take_companion(self, name: str, value: JsonValue) -> None:
        self._changed()
        self.companion_edited.emit(name, value)

    def _changed(self) -> None:
        """Count what was done in the window: only that is undone from there."""
        if self.context.undoing is not None:
            self.context.undoing.seal()
        self._steps_back += 1
        self._steps_on = 0

    def _undo(self) -> None:
        if self.context.undoing is not None and self._steps_back:
            self._steps_back, self._steps_on = self._steps_back - 1, self._steps_on + 1
            self.context.undoing.undo()

    def _redo(self) -> None:
        if self.context.undoing is not None and self._steps_on:
            self._steps_back, self._steps_on = self._steps_back + 1, self._steps_on - 1
            self.context.undoing.redo()

    # --- problems and places ----------------------------------------------------------------------

    def set_problems_inside(self, problems: Problems) -> list[str]:
        """Mark rows here and in the window; the sentences are for the form to write."""
        self._problems = problems
        marks = {n: s for n, s in row_marks(problems).items() if n < _SHOWN}
        self.model.set_problems(marks)
        if self.dialog is not None:
            self.dialog.sheet.set_problems(problems)
        said = list(dict.fromkeys(sentence for found in problems.values() for sentence, _ in found))
        more = len(said) - 3
        return said if more <= 0 else [*said[:3], f"and {more} more, shown in the spreadsheet"]

    def set_companions(self, values: JsonObject) -> None:
        """Show other fields of the form in the window as they are now."""
        if self.dialog is not None:
            self.dialog.sheet.set_companions(values)

    def focus_inside(self, path: str) -> None:
        """Open the spreadsheet at a row or a cell."""
        if not path:
            self.setFocus()
            return
        dialog = self.open()
        dialog.sheet.grid.go_to(*place_in(path, dialog.sheet.model.columns))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the spreadsheet by Enter on the rows, and share other room among the columns."""
        if watched is self.view and event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._share)  # its inner part takes its size after this
        is_enter = (
            watched is self.view
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        )
        if is_enter:
            self.open()
            return True
        return super().eventFilter(watched, event)


def _heading_width(view: QTableView, title: str) -> int:
    """Return how much a heading takes, which is written in bold letters."""
    bold = QFont(view.horizontalHeader().font())
    bold.setWeight(QFont.Weight.DemiBold)
    return min(QFontMetrics(bold).horizontalAdvance(title) + 24, _TEST)
