"""Knows how a duration is edited: a number and its unit. Must not know a calendar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QLineEdit

from designer.forms.basic.single import SingleEditor, as_text
from designer.forms.parts import row
from runtime.calendars import DurationError, duration_words, parse_duration

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from designer.forms.context import FormContext
    from runtime.definition.json_value import JsonObject

_UNITS = {
    "minutes": "PT{}M",
    "hours": "PT{}H",
    "days": "P{}D",
    "weeks": "P{}W",
    "business days": "P{}BD",
    "business hours": "PT{}BH",
    "business minutes": "PT{}BM",
    "seconds": "PT{}S",
}
OTHER = "in words"
_SINGLE = re.compile(r"P(T?)(\d{1,9}(?:[.,]\d{1,6})?)(B?[WDHMS])")


class DurationEditor(SingleEditor):
    """A number and a unit; one of several parts ("1 business day 4 business hours") in words.

    The notation that was there stays as it was until it is changed.
    """

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self._amount = QLineEdit(self)
        self._amount.setPlaceholderText("none")
        self._amount.textEdited.connect(self._take)
        self._unit = QComboBox(self)
        self._unit.addItems([*_UNITS, OTHER])
        self._unit.setCurrentText("business days")
        self._unit.setAccessibleName("Unit")
        self._unit.activated.connect(self._change_unit)
        layout = row(self._amount, self._unit, parent=self)
        layout.setStretch(0, 1)
        layout.setStretch(1, 1)
        self.setFocusProxy(self._amount)

    def _take(self) -> None:
        text = self._amount.text().strip()
        pattern = _UNITS.get(self._unit.currentText())
        if not text:
            self._enter(None)
        elif pattern is not None and re.fullmatch(r"\d+([.,]\d+)?", text):
            self._enter(pattern.format(text))
        else:
            self._enter(_written(text))

    def _change_unit(self) -> None:
        if self._unit.currentText() == OTHER:
            self._amount.setText(_in_words(as_text(self._value)))
        elif self._value is not None:
            found = re.match(r"\d+([.,]\d+)?", self._amount.text().strip())
            self._amount.setText(found[0] if found else "")
            self._take()
        self._amount.setFocus()

    def _show(self) -> None:
        text = as_text(self._value)
        parts = _split(text)
        with QSignalBlocker(self._unit):
            if parts is not None:
                self._amount.setText(parts[0])
                self._unit.setCurrentText(parts[1])
            elif text:
                self._unit.setCurrentText(OTHER)
                self._amount.setText(_in_words(text))
            else:
                self._amount.setText("")

    def own_problem(self) -> str:
        """Return why this is no duration."""
        if self._value is None or self._value == "":
            return ""
        try:
            parse_duration(as_text(self._value))
        except DurationError:
            return "Write a number, or words such as “1 business day 4 business hours”."
        return "" if isinstance(self._value, str) else "A duration is text."


def _split(text: str) -> tuple[str, str] | None:
    found = _SINGLE.fullmatch(text.upper())
    if found is None:
        return None
    time, number, letters = found.groups()
    wanted = f"P{time}{{}}{letters}"
    unit = next((unit for unit, pattern in _UNITS.items() if pattern == wanted), None)
    return (number, unit) if unit else None


def _in_words(text: str) -> str:
    try:
        return duration_words(parse_duration(text)) if text else ""
    except DurationError:
        return text


def _written(text: str) -> str:
    """Return the notation of words; what is no duration yet is kept as it was typed."""
    try:
        return str(parse_duration(text))
    except DurationError:
        return text
