"""Knows how a person gives a field another name for formulas. Must not know who refers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from designer.forms.builder.troubles import name_trouble
from designer.forms.line import Line
from designer.forms.parts import column, label, mark, row

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from runtime.definition.json_value import JsonObject

TITLE = "Name in formulas"
_ALONG = "What refers to the field is changed along with it."
_ALONE = "Formulas that read the field by its old name have to be changed, too."


class NameLine(QWidget):
    """The name of a field: it changes when the person says so, not with every letter.

    Args:
        follows: whether what refers to the field is changed, too.
        parent: the widget it lies in.

    Attributes:
        wanted: emitted with a name that the field can have.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, follows: bool) -> None:
        super().__init__(parent)
        self._form: JsonObject = {}
        self._name = ""
        title = label(TITLE, "heading", self)
        self.line = Line(self)
        self.line.setAccessibleName(TITLE)
        title.setBuddy(self.line)
        self.button = QPushButton("Rename…" if follows else "Rename", self)
        self.button.setAutoDefault(False)
        self.button.setAccessibleName("Rename the field")
        self.said = label("", "caption", self, "failed")
        self.said.hide()
        lines = column(self, 4)
        lines.addWidget(title)
        across = row(self.line, self.button)
        across.setStretch(0, 1)
        lines.addLayout(across)
        lines.addWidget(self.said)
        lines.addWidget(label(_ALONG if follows else _ALONE, "caption", self))
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._look)
        self.button.clicked.connect(self._take)

    def show_name(self, form: JsonObject, name: str) -> None:
        """Show the name of a field; what is typed for the same one stays."""
        if name != self._name or not self.line.hasFocus():
            self.line.setText(name)
        self._form, self._name = form, name
        self._look()

    def refuse(self, sentence: str) -> None:
        """Say why the name cannot be taken after all."""
        self.said.setText(sentence)
        self.said.show()

    def _look(self) -> None:
        trouble = name_trouble(self._form, self._name, self.line.text())
        self.said.setText(trouble)
        self.said.setVisible(bool(trouble))
        mark(self.line, is_wrong=bool(trouble))
        self.button.setEnabled(not trouble and self.line.text() != self._name)

    def _take(self) -> None:
        if self.button.isEnabled():
            self.wanted.emit(self.line.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the name by Enter, which would otherwise close the window around."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take()
            return
        super().keyPressEvent(event)
