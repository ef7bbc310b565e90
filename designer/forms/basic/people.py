"""Knows how those who are asked are named: roles and people as chips, or a formula.

Must not know who they are; the value is a formula that gives "role:…" or "user:…", one or a list.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QFrame, QLineEdit, QWidget

from designer.forms.basic.flow import FlowLayout
from designer.forms.field import FieldEditor
from designer.forms.parts import be, column, icon_button, label, link_button, mark, row
from designer.forms.registry import editor_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from designer.forms.context import FormContext
    from runtime.definition.json_value import JsonObject, JsonValue

ROLE, USER = "role:", "user:"


class AssigneeEditor(FieldEditor):
    """Names who is asked: chips while the formula is a plain list of names, else the formula."""

    help_text = "Roles or people, one or several. A formula can find them in the case."

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self._value: JsonValue = None
        self._names: list[str] = []
        self._box = self._made_box()
        self._formula: FieldEditor | None = None
        self._switch = link_button("Use a formula", self._turn)
        self._layout = column(self, 2)
        self._layout.addWidget(self._box)
        self._layout.addWidget(self._switch)
        self.setFocusProxy(self._input)

    def _made_box(self) -> QFrame:
        box = QFrame(self)
        be(box, "box")
        self._flow = FlowLayout(box)
        self._flow.setContentsMargins(6, 4, 6, 4)
        self._input = QLineEdit(box)
        be(self._input, "bare")
        self._input.setPlaceholderText("Add a role or person")
        self._input.setMinimumWidth(110)
        self._input.returnPressed.connect(self._add_typed)
        self._input.editingFinished.connect(self._add_typed)
        completer = QCompleter(list(map(str, self.context.people)), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self._add_typed, Qt.ConnectionType.QueuedConnection)
        self._input.setCompleter(completer)
        self._flow.addWidget(self._input)
        return box

    # --- values -----------------------------------------------------------------------------------

    def value(self) -> JsonValue:
        """Return the formula; None where nothing is entered."""
        return self._value

    def set_value(self, value: JsonValue) -> None:
        """Show a formula: as chips where it only names people and roles."""
        if value == self._value:
            return
        self._value = value
        names = _named(value)
        if names is None:
            self._show_formula()
        elif self._formula is not None and not self._formula.isHidden() and value:
            self._formula.set_value(value)  # the person works on a formula: leave it open
        else:
            self._show_names(names)

    def _show_names(self, names: list[str]) -> None:
        self._names = names
        while self._flow.count() > 1:
            item = self._flow.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, name in enumerate(names):
            self._flow.insert(at, self._chip(name))
        self._turn_to(is_formula=False)

    def _chip(self, name: str) -> QFrame:
        chip = QFrame(self._box)
        be(chip, "token")
        words = label(said(name), "", chip)
        words.setWordWrap(False)
        words.setSizePolicy(
            words.sizePolicy().Policy.Preferred, words.sizePolicy().verticalPolicy()
        )
        words.setToolTip(name)
        gone = icon_button(
            "cross", f"Remove {said(name)}", self.context.theme, lambda: self._remove(name)
        )
        row(words, gone, spacing=0, parent=chip).setContentsMargins(6, 0, 0, 0)
        return chip

    def _show_formula(self) -> None:
        if self._formula is None:
            schema: JsonObject = {**self.schema, "x-baton-field": "expression"}
            self._formula = editor_for(schema, self.context, self)
            self._formula.setAccessibleName(self.accessibleName())
            self._formula.edited.connect(self._take)
            self._layout.insertWidget(0, self._formula)
        self._formula.set_value(self._value)
        self._turn_to(is_formula=True)

    def _turn_to(self, *, is_formula: bool) -> None:
        if self._formula is not None:
            self._formula.setVisible(is_formula)
        self._box.setVisible(not is_formula)
        self._switch.setText("Choose roles and people" if is_formula else "Use a formula")
        # A formula that works people out cannot be shown as chips.
        self._switch.setVisible(not is_formula or _named(self._value) is not None)
        shown = self._formula if is_formula and self._formula is not None else self._input
        self.setFocusProxy(shown)

    # --- what the person does ---------------------------------------------------------------------

    def _turn(self) -> None:
        if self._box.isHidden():
            self._show_names(_named(self._value) or [])
        else:
            self._show_formula()
        self.setFocus()

    def _take(self, value: JsonValue) -> None:
        self._value = value
        self._switch.setVisible(_named(value) is not None)
        self.edited.emit(value)

    def _add_typed(self) -> None:
        name = name_of(self._input.text(), self.context.people)
        self._input.clear()
        if name and name not in self._names:
            self._enter([*self._names, name])
            self._input.setFocus()

    def _remove(self, name: str) -> None:
        self._enter([each for each in self._names if each != name])
        self._input.setFocus()

    def _enter(self, names: list[str]) -> None:
        self._value = _formula_of(names)
        self._show_names(names)
        self.edited.emit(self._value)

    # --- problems ---------------------------------------------------------------------------------

    def set_problems(self, problems: Sequence[str], offsets: Mapping[str, int]) -> None:
        """Mark the value as wrong, or as right."""
        mark(self._box, is_wrong=bool(problems))
        if self._formula is not None:
            self._formula.set_problems(problems, offsets)

    def set_companions(self, values: JsonObject) -> None:
        """Pass it on to the formula."""
        if self._formula is not None:
            self._formula.set_companions(values)


def _named(value: JsonValue) -> list[str] | None:
    """Return the names in a formula that consists of names alone; None for any other."""
    if value is None or value == "":
        return []
    try:
        found: JsonValue = json.loads(value) if isinstance(value, str) else None
    except ValueError:
        return None
    names = found if isinstance(found, list) else [found]
    plain = [name for name in names if isinstance(name, str) and name]
    return plain if len(plain) == len(names) else None


def _formula_of(names: list[str]) -> str:
    quoted = [json.dumps(name, ensure_ascii=False) for name in names]
    return quoted[0] if len(quoted) == 1 else f"[{', '.join(quoted)}]" if quoted else ""


def said(name: str) -> str:
    """Return how "role:finance" is said to people."""
    kind, _, rest = name.partition(":")
    return f"{kind}: {rest}" if rest else name


def name_of(text: str, known: Sequence[str]) -> str:
    """Return the name that was typed; one without a kind is a role, unless such a person exists."""
    name = text.strip()
    kind, colon, rest = name.partition(":")
    if colon:
        return f"{kind.strip()}:{rest.strip()}" if rest.strip() else ""
    return f"{USER}{name}" if f"{USER}{name}" in known else f"{ROLE}{name}" if name else ""
