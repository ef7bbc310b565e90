"""Knows how a person fills in what a case begins with. Must not know how it is run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QScrollArea,
    QWidget,
)

from designer.assets import style
from designer.forms.dialog_parts import ending, lines_of
from designer.forms.form import Form
from designer.forms.growing import polished
from designer.slicer import Slicer

if TYPE_CHECKING:
    from designer.forms.context import FormContext
    from runtime.definition.json_value import JsonObject

_SIZE = (520, 560)


class StartCase(QDialog):
    """The start form of a workflow.

    Args:
        name: of the workflow.
        schema: JSON Schema of what a case begins with.
        context: what the editors may ask.
        value: what is filled in at first.
        is_dry: whether nothing is written; it names the button.
        parent: the window it belongs to.
    """

    def __init__(
        self,
        name: str,
        schema: JsonObject,
        context: FormContext,
        value: JsonObject,
        *,
        is_dry: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Start a case")
        style.open_at(self, *_SIZE)
        area = self._made_area()
        self._form = Form(schema, context, area.viewport(), is_built=False)
        self._form.setContentsMargins(0, 0, 8, 0)  # its groups keep off the scroll bar
        self._form.begin(value)
        area.setWidget(self._form)
        self._form.hide()  # until all of it is there
        self._growing: Slicer[None] = Slicer(self._form)
        self._growing.done.connect(self._begin)
        self._growing.queue(polished(self._form.build(), self._form))
        words = (
            "What the test case begins with. Nothing is written to any system."
            if is_dry
            else "What the case begins with. It runs for real."
        )
        title, note = QLabel(name, self), QLabel(words, self)
        style.look(title, "title")
        style.look(note, "muted")
        note.setWordWrap(True)
        layout = lines_of(self)
        layout.addWidget(title)
        layout.addWidget(note)
        layout.addWidget(area, 1)
        buttons, _ = ending(self, "Test run" if is_dry else "Run for real", self._go)
        layout.addWidget(buttons)

    def value(self) -> JsonObject:
        """Return what is filled in."""
        return self._form.value()

    def _begin(self) -> None:
        self._form.show()
        self._form.focus_field("")

    def _go(self) -> None:
        if self._growing.is_busy:
            self._growing.done.connect(self._go)
        elif self._form.ready():
            self.accept()

    def _made_area(self) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        style.look(area, "plain")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area
