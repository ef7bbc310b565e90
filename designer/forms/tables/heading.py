"""Knows the window in which a column is described. Must not know what its attributes are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QScrollArea, QWidget

from designer.forms import schema as reading
from designer.forms.form import Form
from designer.forms.parts import column

if TYPE_CHECKING:
    from designer.forms.context import FormContext
    from runtime.definition.json_value import JsonObject

_SIZE = (480, 520)


class HeadingDialog(QDialog):
    """The attributes of one column.

    Attributes:
        chosen: emitted with the attributes when the person is done.
    """

    chosen = Signal(object)

    def __init__(
        self,
        schema: JsonObject,
        context: FormContext,
        heading: JsonObject,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Column")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self._needed = reading.required(schema)
        self.form = Form(schema, context, self)
        self.form.set_value(heading)
        self.form.edited.connect(self._refresh)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(self.form)
        layout = column(self, 12, 16)
        layout.addWidget(area, 1)
        buttons = QDialogButtonBox(self)
        self.done_button: QPushButton = buttons.addButton(
            "Done", QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.done_button.setDefault(True)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self._refresh()
        self.form.focus_field("")

    def _refresh(self) -> None:
        value = self.form.value()
        missing = any(reading.is_empty(value.get(name)) for name in self._needed)
        self.done_button.setEnabled(not missing)
        self.done_button.setToolTip("Fill in what is marked with *." if missing else "")

    def _take(self) -> None:
        self.chosen.emit(self.form.value())
        self.accept()
