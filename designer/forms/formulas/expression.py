"""Knows the editor of a formula: the box, what the formula says, and what it gives.

Must not know what the formula is for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from designer.forms.field import FieldEditor
from designer.forms.formulas.field_picker import FieldPopup
from designer.forms.formulas.fields import known_fields
from designer.forms.formulas.formula_box import FormulaBox
from designer.forms.formulas.labels import Note
from designer.forms.formulas.preview import Preview
from designer.forms.formulas.trying import Trying
from designer.forms.formulas.values import as_text
from designer.forms.parts import icon_button

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QToolButton

    from designer.forms.context import FormContext
    from designer.forms.formulas.dragged import Dragged
    from runtime.definition.json_value import JsonObject, JsonValue

_LONGEST_READING = 400


class ExpressionEditor(FieldEditor):
    """Edits a formula, and shows under it what it says in plain words and what it gives."""

    box_class: type[FormulaBox] = FormulaBox
    """How it is typed."""
    formula_of: Callable[[str], str] | None = None
    """Makes the formula that is tried of what is typed; None where they are the same."""

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self._value: JsonValue = None
        self._silent = False
        self._told_by_form = False
        self.box = self.box_class(context, self)
        self.setFocusProxy(self.box)
        self._reading = Note(self)
        self._error = Note(self, wrong=True)
        self._preview = Preview(context.theme, self)
        self._trying = Trying(context, self, formula_of=self.formula_of)
        self._trying.gave.connect(self._preview.show_results)
        self._trying.read.connect(self._show_reading)
        self._trying.wrong.connect(self._show_wrong)
        self._lay_out()
        self.box.typed.connect(self._typed)
        self.box.expand_wanted.connect(self.expand)

    def value(self) -> JsonValue:
        """Return the formula; None where nothing is entered."""
        return self._value

    def set_value(self, value: JsonValue) -> None:
        """Show a formula, or whatever else stands there, as text."""
        shown = "" if value is None else as_text(value)
        self._value = value
        if shown != self.box.text():
            self.box.set_text(shown)
            self.tried(shown)

    def set_problems(self, problems: Sequence[str], offsets: Mapping[str, int]) -> None:
        """Underline the place of the first problem that has one; the form says it in words."""
        self._told_by_form = bool(problems)
        if problems:
            self._error.say("")
        self.box.mark_as_wrong(wrong=bool(problems))
        places = [offsets[each] for each in problems if each in offsets]
        self.box.mark_wrong(places[0] if places else None)

    def tried(self, text: str) -> None:
        """Try the formula that stands there now."""
        self._trying.tries(text)

    def put(self, text: str) -> None:
        """Replace the whole formula as if it were typed; it can be undone in the box."""
        self.box.selectAll()
        self.box.insertPlainText(text)

    def told(self) -> str:
        """Return the words under the box, as one text."""
        parts = (self._error.text(), self._reading.text(), self._preview.told())
        return "\n".join(part for part in parts if part)

    def show_input(self, *, shown: bool) -> None:
        """Show or hide the box; what the formula gives stays visible."""
        self._row.setVisible(shown)
        self._silent = not shown
        self._reading.setVisible(shown and bool(self._reading.text()))

    def expand(self) -> None:
        """Open the large editor."""
        from designer.forms.formulas.dialog import FormulaDialog

        dialog = FormulaDialog(
            self.context,
            self.box.text(),
            self,
            box=self.box_class,
            formula_of=self.formula_of,
        )
        dialog.accepted.connect(lambda: self.put(dialog.text()))
        dialog.open()

    def choose_field(self) -> FieldPopup:
        """Let choose a field, and put it in at the cursor."""
        popup = FieldPopup(self.context, known_fields(self.context.schema), self)
        popup.chosen.connect(self._put_field)
        popup.show_under(self.box)
        return popup

    def _put_field(self, field: Dragged) -> None:
        self.box.insert(self.box.reference_text(field))

    def _lay_out(self) -> None:
        self._row = QWidget(self)
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.box, 1, Qt.AlignmentFlag.AlignTop)
        for button in self._buttons():
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        for part in (self._row, self._error, self._reading, self._preview):
            self.column.addWidget(part)
        self._error.hide()
        self._reading.hide()

    def _buttons(self) -> Sequence[QToolButton]:
        theme, around, large = self.context.theme, self._row, "Open the large editor (Ctrl+Enter)"
        return (
            icon_button("braces", "Put a field in", theme, self.choose_field, around),
            icon_button("expand", large, theme, self.expand, around),
        )

    def _typed(self, text: str) -> None:
        self._value = text or None
        self._error.say("")
        self.edited.emit(self._value)
        self.tried(text)

    def _show_reading(self, words: str) -> None:
        short = words if len(words) <= _LONGEST_READING else f"{words[:_LONGEST_READING]}…"
        self._reading.setText(short)
        self._reading.setVisible(bool(short) and not self._silent)

    def _show_wrong(self, sentence: str, offset: int | None) -> None:
        if not self._told_by_form:
            self._error.say(sentence)
            self.box.mark_wrong(offset)
