"""Knows how the value of a comparison is entered, by the kind of the field. Must not know rows."""

from __future__ import annotations

from functools import partial
from math import isfinite
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QLineEdit, QToolButton, QWidget

from designer.assets.icons import icon
from designer.assets.style import repolish
from designer.forms.formulas.conditions import Reference
from designer.forms.formulas.field_picker import FieldPicker
from designer.forms.line import Line
from designer.forms.pick_list import PickList

if TYPE_CHECKING:
    from designer.forms.context import FormContext
    from designer.forms.formulas.conditions import Operand
    from designer.forms.formulas.fields import Field
    from runtime.definition.json_value import JsonValue

_NUMBERS = frozenset({"number", "integer"})
_NO_DATE = QDate(1900, 1, 1)
_LIST = "one_of"


class ValueInput(QWidget):
    """Takes a value that suits a field, or another field.

    Attributes:
        changed: the person entered something else.
    """

    changed = Signal()

    def __init__(
        self, context: FormContext, fields: tuple[Field, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._fields = fields
        self._field: Field | None = None
        self._operator = "is"
        self._value: Operand = None
        self._input: QWidget | None = None
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(2)
        self._swap = QToolButton(self)
        self._swap.setIcon(icon("swap", context.theme.muted, 16))
        self._swap.setProperty("look", "quiet")
        self._swap.clicked.connect(self._swapped)
        self._box.addWidget(self._swap, 0, Qt.AlignmentFlag.AlignVCenter)
        self._rebuild()

    def value(self) -> Operand:
        """Return what is entered; None where nothing is, or no such value."""
        return self._value

    def learn(self, fields: tuple[Field, ...], field: Field | None) -> None:
        """Take values for a field that more is known of now; nobody is disturbed at typing."""
        self._fields = fields
        if self._input is None or not self._input.hasFocus():
            self.show_for(field, self._operator, self._value)

    def show_for(self, field: Field | None, operator: str, value: Operand) -> None:
        """Take values for another field or comparison; what is entered stays where it fits."""
        self._field, self._operator = field, operator
        self._value = _fitting(value, operator)
        self._rebuild()

    def _swapped(self) -> None:
        """Change between a value and another field."""
        self._value = None if isinstance(self._value, Reference) else Reference(())
        self._rebuild()
        if self._input is not None:
            self._input.setFocus()

    def _rebuild(self) -> None:
        if self._input is not None:
            self._box.removeWidget(self._input)
            self._input.hide()
            self._input.deleteLater()
        self._input = self._made()
        if not self._input.accessibleName():
            self._input.setAccessibleName("Value")
        self._box.insertWidget(0, self._input, 1)
        other = isinstance(self._value, Reference)
        hint = "Enter a value" if other else "Compare with another field"
        self._swap.setToolTip(hint)
        self._swap.setAccessibleName(hint)
        self._swap.setVisible(self._operator != _LIST)

    def _made(self) -> QWidget:
        field, value = self._field, self._value
        if isinstance(value, Reference):
            return self._picker(value)
        if self._operator == _LIST:
            return self._line(", ".join(map(_shown, value)) if isinstance(value, list) else "")
        if field is not None and field.choices and (value is None or value in field.choices):
            return self._choice([*field.choices])
        if isinstance(value, bool) or (field is not None and field.type == "boolean"):
            return self._choice([True, False])
        if field is not None and field.format == "date" and _is_date(value):
            return self._date(value)
        return self._line("" if value is None else _shown(value))

    def _picker(self, value: Reference) -> FieldPicker:
        picker = FieldPicker(self._context, self._fields, self)
        picker.set_path(value.path)
        picker.picked.connect(lambda: self._enter(Reference(picker.path())))
        return picker

    def _line(self, text: str) -> QLineEdit:
        line = Line(text, self)
        several = self._operator == _LIST
        line.setPlaceholderText("value, value, …" if several else _hint(self._field))
        line.textEdited.connect(partial(self._typed, line))
        return line

    def _choice(self, choices: list[JsonValue]) -> QComboBox:
        box = PickList(self)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setPlaceholderText("choose")
        for choice in choices:
            box.addItem(_shown(choice))
        at = next((i for i, each in enumerate(choices) if each == self._value), -1)
        box.setCurrentIndex(-1 if self._value is None else at)
        box.activated.connect(partial(self._choose, choices))
        return box

    def _date(self, value: JsonValue) -> QDateEdit:
        edit = QDateEdit(self)
        edit.setCalendarPopup(True)
        edit.setDisplayFormat("yyyy-MM-dd")
        edit.setMinimumDate(_NO_DATE)
        edit.setSpecialValueText("choose a date")
        shown = QDate.fromString(value, Qt.DateFormat.ISODate) if isinstance(value, str) else None
        edit.setDate(shown if shown is not None else _NO_DATE)
        edit.dateChanged.connect(self._dated)
        return edit

    def _choose(self, choices: list[JsonValue], index: int) -> None:
        self._enter(choices[index])

    def _dated(self, date: QDate) -> None:
        self._enter(None if date == _NO_DATE else date.toString(Qt.DateFormat.ISODate))

    def _typed(self, line: QLineEdit, text: str) -> None:
        numeric = self._field is not None and self._field.type in _NUMBERS
        known = self._field is not None and bool(self._field.type)
        if self._operator == _LIST:
            value = _several(text, numeric=numeric, known=known)
        else:
            value = _single(text, numeric=numeric, known=known)
        wrong = value is None and bool(text.strip())
        if bool(line.property("wrong")) != wrong:
            line.setProperty("wrong", wrong)
            line.setToolTip("A number is needed here, such as 1500 or 0.25." if wrong else "")
            repolish(line)
        self._enter(value)

    def _enter(self, value: Operand) -> None:
        self._value = value
        self.changed.emit()


def _fitting(value: Operand, operator: str) -> Operand:
    """Return what of a value can stay when the comparison changes."""
    if operator == _LIST:
        if isinstance(value, list) or value is None or isinstance(value, Reference | dict):
            return value if isinstance(value, list) else None
        return [value]
    if isinstance(value, list):
        return value[0] if len(value) == 1 else None
    return value


def _single(text: str, *, numeric: bool, known: bool) -> JsonValue:
    found = _number(text)
    if numeric or (not known and found is not None):
        return found
    return text or None


def _several(text: str, *, numeric: bool, known: bool) -> JsonValue:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    values = [_single(part, numeric=numeric, known=known) for part in parts]
    return None if None in values or not values else values


def _number(text: str) -> int | float | None:
    plain = text.strip().replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    try:
        found = int(plain) if plain.lstrip("+-").isdecimal() else float(plain)
    except ValueError:
        return None
    return found if isfinite(found) and "_" not in plain else None


def _shown(value: JsonValue) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _is_date(value: JsonValue) -> bool:
    if value is None:
        return True
    return isinstance(value, str) and QDate.fromString(value, Qt.DateFormat.ISODate).isValid()


def _hint(field: Field | None) -> str:
    return f"a {field.words}" if field is not None and field.words else "a value"
