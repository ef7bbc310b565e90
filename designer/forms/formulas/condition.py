"""Knows the editor of a condition: rows that a person fills in, or the formula they stand for.

Must not know what the condition decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from designer.forms.formulas.condition_rows import GroupBox, RowBox
from designer.forms.formulas.conditions import Group, Row, read, write
from designer.forms.formulas.expression import ExpressionEditor
from designer.forms.formulas.fields import known_fields
from designer.forms.formulas.labels import Note
from designer.forms.parts import link_button

if TYPE_CHECKING:
    from designer.forms.context import FormContext
    from runtime.definition.json_value import JsonObject, JsonValue

_TOO_MUCH = "This formula says more than rows can show. It stays as it is."
_AS_FORMULA, _AS_ROWS = "Write it as a formula", "Show it as rows"


class ConditionEditor(ExpressionEditor):
    """Edits a condition by rows; what rows cannot say is edited as a formula and never lost."""

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        self._rows: GroupBox | None = None
        self._by_hand = False
        super().__init__(schema, context, parent)
        self._fields = known_fields(context.schema)
        self._holder = QVBoxLayout()
        self._switch = link_button(_AS_FORMULA, self.switch, self)
        self._note = Note(self)
        self._note.hide()
        foot = QHBoxLayout()
        foot.addWidget(self._switch)
        foot.addStretch(1)
        self.column.insertLayout(0, self._holder)
        self.column.insertLayout(3, foot)
        self.column.insertWidget(4, self._note)
        self._show_rows(Group())
        context.learning.learned.connect(self._learn)

    def set_value(self, value: JsonValue) -> None:
        """Show a condition, as rows where they say the same."""
        same = value == self.value()
        super().set_value(value)
        if same and self._rows is not None and value is not None:
            return
        if not self._by_hand:
            self._show(value)

    def switch(self) -> None:
        """Change between rows and formula; the text stays the same."""
        if self._rows is not None:
            self._by_hand = True
            self._show_formula()
            self.box.setFocus()
            return
        group = read(self.box.text())
        if group is None:
            self._note.say(_TOO_MUCH)
            return
        self._by_hand = False
        self._show_rows(group)

    @property
    def rows(self) -> GroupBox | None:
        """The rows, None while the formula is shown."""
        return self._rows

    def _learn(self) -> None:
        self._fields = known_fields(self.context.schema)
        if self._rows is not None:
            self._rows.learn(self._fields)

    def _show(self, value: JsonValue) -> None:
        if self._rows is not None and write(self._rows.group()) == (value or ""):
            return
        group = read(value) if isinstance(value, str) else Group() if value is None else None
        if group is None:
            self._show_formula()
        else:
            self._show_rows(group)

    def _show_rows(self, group: Group) -> None:
        shown = group if group.items else Group(items=(Row(),))
        rows = self._rows
        if rows is None:
            rows = self._rows = GroupBox(self.context, self._fields, shown, self)
            rows.changed.connect(self._rows_changed)
            self._holder.addWidget(rows)
        else:
            rows.take(shown)
        self.show_input(shown=False)
        self._switch.setText(_AS_FORMULA)
        self._note.say("")
        first = rows.parts()[0]
        self.setFocusProxy(first.picker if isinstance(first, RowBox) else first.every)

    def _show_formula(self) -> None:
        self._drop_rows()
        self.show_input(shown=True)
        self.setFocusProxy(self.box)
        self._switch.setText(_AS_ROWS)

    def _drop_rows(self) -> None:
        rows, self._rows = self._rows, None
        if rows is not None:
            self._holder.removeWidget(rows)
            rows.hide()
            rows.deleteLater()

    def _rows_changed(self) -> None:
        rows = self._rows
        if rows is None:
            return
        text = write(rows.group())
        if text != self.box.text():
            self.box.set_text(text)
            self._typed(text)
