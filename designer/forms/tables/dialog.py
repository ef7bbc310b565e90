"""Knows the large window of a table. Must not know what a cell says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QWidget

from designer.forms.parts import column
from designer.forms.tables.look import ROW_HEIGHT
from designer.forms.tables.sheet import Sheet

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from designer.forms.context import FormContext
    from runtime.definition.json_value import JsonObject

_WIDTH, _LEAST, _MOST = 1120, 420, 720
_SPARE = 4
"""Rows for which there is room to be added without scrolling."""


class TableDialog(QDialog):
    """The table as a spreadsheet; every edit is in the workflow at once."""

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Decision table")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setSizeGripEnabled(True)
        self.sheet = Sheet(schema, context, self)
        layout = column(self, 12, 16)
        layout.addWidget(self.sheet, 1)
        buttons = QDialogButtonBox(self)
        done: QPushButton = buttons.addButton("Done", QDialogButtonBox.ButtonRole.AcceptRole)
        done.setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        layout.addWidget(buttons)
        self.sheet.grid.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin as high as the table and some rows take, up to what small screens show."""
        if not self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            wanted = self.sizeHint().height() + _SPARE * ROW_HEIGHT
            self.resize(_WIDTH, min(max(wanted, _LEAST), _MOST))
        super().showEvent(event)
