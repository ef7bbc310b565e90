"""Knows how numbers and money are edited. Must not make a float of money."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit

from designer.forms.basic.single import SingleEditor, as_text
from designer.forms.parts import label, row
from designer.forms.schema import UNIT

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from designer.forms.context import FormContext
    from runtime.definition.json_value import JsonObject, JsonValue

_SPACES = re.compile(r"[\s\u00a0\u202f']+")
_CODES = ("EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "JPY", "CAD", "AUD")


class NumberEditor(SingleEditor):
    """A number; what is none is kept as the text that was written."""

    whole = False

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self._input = QLineEdit(self)
        self._input.textEdited.connect(self._take)
        default = schema.get("default")
        self._input.setPlaceholderText("" if default is None else as_text(default))
        layout = row(self._input, parent=self)
        if unit := schema.get(UNIT):
            layout.addWidget(_beside(str(unit), self))
        self.setFocusProxy(self._input)

    def _take(self, text: str) -> None:
        self._enter(self._read(text))

    def _read(self, text: str) -> JsonValue:
        plain = _SPACES.sub("", text)
        if not plain:
            return None
        if re.fullmatch(r"[+-]?\d{1,18}", plain):
            return int(plain)
        try:
            found = float(plain) if not self.whole else None
        except ValueError:
            found = None
        return found if found is not None and abs(found) < float("inf") else text

    def _show(self) -> None:
        self._input.setText(as_text(self._value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Count up and down with the arrow keys."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        here = self._value if self._value is not None else self.schema.get("default", 0)
        if step is None or isinstance(here, bool) or not isinstance(here, int):
            super().keyPressEvent(event)
            return
        if not _out_of_range(here + step, self.schema):
            self._input.setText(str(here + step))
            self._enter(here + step)

    def own_problem(self) -> str:
        """Return why this is no such number."""
        value = self._value
        if value is None:
            return ""
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or (self.whole and not float(as_text(value)).is_integer()):
            return "A whole number belongs here." if self.whole else _NO_NUMBER
        return _out_of_range(float(as_text(value)), self.schema)


class IntegerEditor(NumberEditor):
    """A whole number."""

    whole = True


_NO_NUMBER = "A number belongs here, with a point before the decimals, such as 12.5."


def _out_of_range(number: float, schema: JsonObject) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    if isinstance(least, int | float) and number < least:
        return f"The least that is possible is {as_text(least)}."
    if isinstance(most, int | float) and number > most:
        return f"The most that is possible is {as_text(most)}."
    return ""


class MoneyEditor(SingleEditor):
    """An amount as decimal text, never a float; with its currency where the schema has one.

    The value is the text, or `{"amount", "currency"}` where the schema is that of an object.
    `x-baton-currency` names the currency of a plain amount.
    """

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self._is_pair = schema.get("type") == "object"
        self._amount = QLineEdit(self)
        self._amount.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._amount.setPlaceholderText("0.00")
        self._amount.textEdited.connect(self._take)
        layout = row(self._amount, parent=self)
        self._currency: QComboBox | None = None
        if self._is_pair:
            self._currency = self._currencies()
            layout.addWidget(self._currency)
        elif currency := schema.get("x-baton-currency"):
            layout.addWidget(_beside(str(currency), self))
        self.setFocusProxy(self._amount)

    def _currencies(self) -> QComboBox:
        made = QComboBox(self)
        made.setEditable(True)
        made.addItems(_CODES)
        made.setCurrentText("")
        made.setAccessibleName("Currency")
        made.setFixedWidth(84)
        made.editTextChanged.connect(self._take)
        return made

    def _take(self) -> None:
        text = _SPACES.sub("", self._amount.text())
        if self._currency is None:
            self._enter(text or None)
            return
        currency = self._currency.currentText().strip().upper()
        rest = self._value if isinstance(self._value, dict) else {}
        pair: JsonObject = {**rest, "amount": text, "currency": currency}
        self._enter(pair if text or currency else None)

    def _show(self) -> None:
        value = self._value
        pair = value if self._is_pair and isinstance(value, dict) else {"amount": value}
        self._amount.setText(as_text(pair.get("amount")))
        if self._currency is not None:
            with QSignalBlocker(self._currency):
                self._currency.setCurrentText(as_text(pair.get("currency")))

    def own_problem(self) -> str:
        """Return why this is no amount."""
        value = self._value
        amount = value.get("amount") if self._is_pair and isinstance(value, dict) else value
        if amount is None:
            return ""
        if not isinstance(amount, str) or not _is_decimal(amount):
            return "An amount belongs here, with a point before the cents, such as 1250.00."
        code = self._currency.currentText() if self._currency is not None else "EUR"
        return "" if re.fullmatch(r"[A-Za-z]{3}", code) else "Choose the currency."


def _is_decimal(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _beside(unit: str, parent: QWidget) -> QWidget:
    made = label(unit, "caption", parent)
    made.setWordWrap(False)
    made.setSizePolicy(made.sizePolicy().Policy.Maximum, made.sizePolicy().verticalPolicy())
    return made
