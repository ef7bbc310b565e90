"""Knows how one of a few values is chosen, and yes or no. Must not know what they stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QSizePolicy, QWidget

from designer.forms.basic.single import SingleEditor, as_text
from designer.forms.parts import be, column, row
from designer.forms.pick_list import PickList
from designer.forms.schema import SEGMENTS, description, same, title

if TYPE_CHECKING:
    from designer.forms.context import FormContext
    from runtime.definition.json_value import JsonObject, JsonValue

TITLES = "x-baton-titles"
"""What people call the values of a choice: value -> title."""
_LONGEST = 34
"""More letters than this do not stand side by side in a narrow form."""


class ToggleEditor(SingleEditor):
    """Yes or no."""

    shows_title = True

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self._box = QCheckBox(title(schema, ""), self)
        self._box.clicked.connect(self._take)
        column(self).addWidget(self._box)
        self.setFocusProxy(self._box)
        self._show()

    def _take(self) -> None:
        self._box.setTristate(False)
        self._enter(self._box.isChecked())

    def _show(self) -> None:
        value = self.schema.get("default", False) if self._value is None else self._value
        if isinstance(value, bool):
            self._box.setTristate(False)
            self._box.setChecked(value)
        else:
            self._box.setTristate(True)
            self._box.setCheckState(Qt.CheckState.PartiallyChecked)

    def own_problem(self) -> str:
        """Return what stands here in place of yes or no."""
        if self._value is None or isinstance(self._value, bool):
            return ""
        return f"Yes or no belongs here, and “{as_text(self._value)[:40]}” is neither."


class ChoiceEditor(SingleEditor):
    """One of several values: side by side when they are few, else in a list."""

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self.help_text = told(schema)
        found = schema.get("enum")
        self._values: list[JsonValue] = list(found) if isinstance(found, list) else []
        self._titles = [said(value, schema) for value in self._values]
        self._buttons: list[QPushButton] = []
        self._list: QComboBox | None = None
        few = len(self._values) <= SEGMENTS and sum(map(len, self._titles)) <= _LONGEST
        self._build_buttons() if few else self._build_list()
        self._show()

    def _build_buttons(self) -> None:
        layout = row(spacing=4, parent=self)
        hints = explained(self.schema)
        for value, text in zip(self._values, self._titles, strict=True):
            button = QPushButton(text, self)
            be(button, "segment")
            button.setAutoDefault(False)  # in a dialog it would be drawn as its main button
            button.setCheckable(True)
            button.setToolTip(hints.get(as_text(value), ""))
            button.setAccessibleName(f"{title(self.schema, '')}: {text}")
            button.clicked.connect(lambda _=False, value=value: self._take(value))
            layout.addWidget(button)
            self._buttons.append(button)
        layout.addStretch(1)
        if self._buttons:
            self.setFocusProxy(self._buttons[0])

    def _build_list(self) -> None:
        self._list = PickList(self)
        self._list.currentTextChanged.connect(self._list.setToolTip)  # a long one may be cut
        self._list.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        hints = explained(self.schema)
        for value, text in zip(self._values, self._titles, strict=True):
            self._list.addItem(text)
            hint = hints.get(as_text(value), "")
            self._list.setItemData(self._list.count() - 1, hint, Qt.ItemDataRole.ToolTipRole)
        self._list.activated.connect(self._pick)
        column(self).addWidget(self._list)
        self.setFocusProxy(self._list)

    def _pick(self, at: int) -> None:
        if at < len(self._values):
            self._take(self._values[at])

    def _take(self, value: JsonValue) -> None:
        self._enter(value)
        self._show()

    def _show(self) -> None:
        value = self.schema.get("default") if self._value is None else self._value
        at = next((i for i, known in enumerate(self._values) if same(known, value)), -1)
        for number, button in enumerate(self._buttons):
            button.setChecked(number == at)
        if self._list is not None:
            with QSignalBlocker(self._list):
                self._show_in_list(self._list, at, value)

    def _show_in_list(self, widget: QComboBox, at: int, value: JsonValue) -> None:
        while widget.count() > len(self._values):
            widget.removeItem(widget.count() - 1)
        if at < 0 and value is not None:
            widget.addItem(f"“{as_text(value)}”, not among the choices")
            at = widget.count() - 1
        widget.setCurrentIndex(at)

    def own_problem(self) -> str:
        """Return that what stands here is not among the choices."""
        if self._value is None or any(same(known, self._value) for known in self._values):
            return ""
        return f"“{as_text(self._value)[:60]}” is not among the choices. Choose one."


def said(value: JsonValue, schema: JsonObject) -> str:
    """Return what people call a value of a choice."""
    titles = schema.get(TITLES)
    given = titles.get(as_text(value)) if isinstance(titles, dict) else None
    if given:
        return str(given)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    text = as_text(value)
    plain = text.replace("_", " ")
    return plain[:1].upper() + plain[1:] if re.fullmatch(r"[a-z0-9_ ]+", text) else text


def told(schema: JsonObject) -> str:
    """Return the help of a choice, where it names values by what people call them."""
    text, hints = description(schema), explained(schema)
    for value, hint in hints.items():
        name = said(value, schema)
        says_more = hint.rstrip(".").casefold() != name.casefold()
        text = text.replace(f"{value}: {hint}", f"{name}: {hint}" if says_more else "")
    return " ".join(text.split())


def explained(schema: JsonObject) -> dict[str, str]:
    """Return what the description says of each value: "all: every path. some: …"."""
    values = schema.get("enum")
    names = [as_text(value) for value in values] if isinstance(values, list) else []
    if not names:
        return {}
    either = "|".join(re.escape(name) for name in names)
    parts = re.split(rf"(?:^|(?<=\. ))({either}): ", description(schema))
    return {name: text.strip() for name, text in zip(parts[1::2], parts[2::2], strict=True)}
