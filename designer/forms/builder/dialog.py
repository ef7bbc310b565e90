"""Knows the large window in which a form is built. Must not know whose form it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from designer.forms.builder.builder import Builder
from designer.forms.parts import column

if TYPE_CHECKING:
    from designer.forms.builder.uses import Use
    from designer.forms.context import FormContext

_SIZE, _SMALL = (1280, 780), (860, 680)


class BuilderDialog(QDialog):
    """The form builder; every edit is in the workflow at once."""

    def __init__(
        self, context: FormContext, use: Use | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.builder = Builder(context, use, self)
        self.setWindowTitle(self.builder.use.window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setSizeGripEnabled(True)
        self.resize(*(_SIZE if self.builder.use.is_filled_in else _SMALL))
        layout = column(self, 12, 16)
        layout.addWidget(self.builder, 1)
        buttons = QDialogButtonBox(self)
        done = buttons.addButton("Done", QDialogButtonBox.ButtonRole.AcceptRole)
        done.setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        layout.addWidget(buttons)
        self.builder.sorts.setFocus()
