"""Knows how a secret is entered. Must not show, keep or return it: the vault does that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from designer.forms.basic.single import SingleEditor
from designer.forms.parts import column, label, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from designer.forms.context import FormContext
    from runtime.definition.json_value import JsonObject


class SecretEditor(SingleEditor):
    """Takes a secret and hands it to the vault; its value is only what stands for it."""

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self._input = QLineEdit(self)
        self._input.setEchoMode(QLineEdit.EchoMode.Password)
        hints = Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData
        self._input.setInputMethodHints(hints | Qt.InputMethodHint.ImhNoPredictiveText)
        self._input.returnPressed.connect(self.keep)
        self._input.textEdited.connect(lambda: self._keep.setEnabled(bool(self._input.text())))
        self._keep = QPushButton("Keep", self)
        self._keep.setEnabled(False)
        self._keep.clicked.connect(self.keep)
        self._said = label("", "caption", self)
        layout = column(self, 4)
        layout.addLayout(row(self._input, self._keep))
        layout.addWidget(self._said)
        self.setFocusProxy(self._input)
        self._show()

    def keep(self) -> None:
        """Hand what was typed to the vault and forget it."""
        text = self._input.text()
        if not text:
            return
        if self.context.keep_secret is None:
            self._said.setText("There is no vault here that could keep it.")
            return
        reference = self.context.keep_secret(text)
        self._input.clear()
        self._keep.setEnabled(False)
        self._value = reference
        self.edited.emit(reference)
        self._show()

    def _show(self) -> None:
        is_there = self._value is not None
        home = self.context.vault_place
        self._said.setText(f"Kept {home}." if is_there else f"It will be kept {home}.")
        self._input.setPlaceholderText("Type to replace it" if is_there else "")
