"""Knows how a person says what becomes of pasted lines that do not fit. Must not know cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QRadioButton,
    QTableView,
    QWidget,
)

from designer.forms.parts import column, label
from designer.forms.tables import pasted, rules
from designer.forms.tables.model import TableModel

if TYPE_CHECKING:
    from designer.assets.theme import Theme
    from runtime.definition.json_value import JsonObject

_SIZE = (720, 480)


class PasteDialog(QDialog):
    """Shows what the table would become, by each of two ways.

    Args:
        table: the table as it is.
        lines: what was pasted.
        at: the column of the cursor.
        row: the row of the cursor.
        theme: colours.

    Attributes:
        chosen: emitted with the table that it shall become.
    """

    chosen = Signal(object)

    def __init__(
        self,
        table: JsonObject,
        lines: list[list[str]],
        at: int,
        row: int,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Paste a table")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self._theme = theme
        found = pasted.fitted(table, lines, at)
        start = 0 if found.headings else min(row, rules.count(table))
        self._over = pasted.put_in(table, found, start)
        self._anew, why_not = _new(lines)
        self._model = TableModel(theme, self)
        layout = column(self, 10, 16)
        layout.addWidget(label("What you paste does not fit the table", "title", self))
        layout.addWidget(label(found.why, "muted", self))
        self.replace = QRadioButton("Make a new table of it: headings first, result last", self)
        self.replace.setEnabled(self._anew is not None)
        self.replace.setToolTip(why_not)
        self.over = QRadioButton("Write it over the cells here, and leave out what is beyond", self)
        layout.addWidget(self.replace)
        layout.addWidget(self.over)
        layout.addWidget(self._shown(), 1)
        layout.addWidget(self._buttons())
        (self.replace if self._anew is not None else self.over).setChecked(True)
        self.over.toggled.connect(self._show)
        self._show()

    def table(self) -> JsonObject:
        """Return what the table would become."""
        is_new = self.replace.isChecked() and self._anew is not None
        return self._anew if is_new and self._anew is not None else self._over

    def _show(self) -> None:
        self._model.set_table(self.table())

    def _shown(self) -> QTableView:
        view = QTableView(self)
        view.setModel(self._model)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        view.setAccessibleName("What the table becomes")
        view.setTabKeyNavigation(False)
        view.horizontalHeader().setStretchLastSection(True)
        return view

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(self)
        take = buttons.addButton("Paste", QDialogButtonBox.ButtonRole.AcceptRole)
        take.setDefault(True)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        return buttons

    def _take(self) -> None:
        self.chosen.emit(self.table())
        self.accept()


def _new(lines: list[list[str]]) -> tuple[JsonObject | None, str]:
    try:
        return pasted.table_of(lines), ""
    except pasted.NoTableError as error:
        return None, str(error)
