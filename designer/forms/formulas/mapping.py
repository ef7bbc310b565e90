"""Knows the editor of a mapping: its lines, and the way to the wide view. Knows no step kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.forms.formulas.mapping_dialog import MappingDialog
from designer.forms.formulas.mapping_lines import MappingLines
from designer.forms.parts import link_button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from designer.forms.context import FormContext
    from runtime.definition.json_value import JsonObject, JsonValue


class MappingEditor(MappingLines):
    """Edits which formula fills which field, in a form."""

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self.foot.addWidget(link_button("Wide view", self.widen))

    def widen(self) -> None:
        """Open the wide view: fields left, targets right, lines between."""
        dialog = MappingDialog(self.schema, self.context, self.value(), self)
        dialog.accepted.connect(lambda: self._replace(dialog.value()))
        dialog.open()

    def _replace(self, value: JsonValue) -> None:
        if value != self.value():
            self.set_value(value)
            self.edited.emit(value)
