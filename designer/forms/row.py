"""Knows the line of one field: title, editor, help, what is wrong. Must not know other fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from designer.forms import schema as reading
from designer.forms.parts import column, label
from designer.forms.registry import editor_class

if TYPE_CHECKING:
    from collections.abc import Generator

    from PySide6.QtWidgets import QLabel

    from designer.forms.context import FormContext
    from designer.forms.field import Problems
    from runtime.definition.json_value import JsonObject, JsonValue


class Row(QWidget):
    """One field of a form.

    Args:
        name: its name in the object.
        schema: its JSON Schema, opened.
        context: what the editor may ask.
        parent: the widget it lies in.
        is_required: whether it must be filled in.

    Attributes:
        edited: emitted with the field's name and its new value.
    """

    edited = Signal(str, object)

    def __init__(
        self,
        name: str,
        schema: JsonObject,
        context: FormContext,
        parent: QWidget,
        *,
        is_required: bool = False,
    ) -> None:
        super().__init__(parent)
        self.name = name
        self._problems: Problems = {}
        self._wrong: QLabel | None = None
        title = reading.title(schema, name)
        self._layout = column(self, 4)
        self.editor = editor_class(schema)(schema, context, self)
        help_text = self.editor.help_text or reading.description(schema)
        if not self.editor.shows_title:
            self._layout.addWidget(self._headed(title, is_required=is_required))
        self._layout.addWidget(self.editor)
        if help_text:
            self._layout.addWidget(label(help_text, "caption", self))
        self._say(title, help_text)
        self.editor.edited.connect(self._take)

    def _say(self, title: str, help_text: str) -> None:
        self.editor.setAccessibleName(title)
        self.editor.setAccessibleDescription(help_text)
        inner = self.editor.focusProxy()
        while inner is not None:  # what really gets the keys may lie several widgets deep
            if not inner.accessibleName():
                inner.setAccessibleName(title)
                inner.setAccessibleDescription(help_text)
            inner = inner.focusProxy()

    def set_value(self, value: JsonValue) -> None:
        """Show a value."""
        if not reading.same(value, self.editor.value()):
            self.editor.set_value(value)
            self._show()

    def filling(self, value: JsonValue) -> Generator[None]:
        """Show a value, and pause after each part of it."""
        if not reading.same(value, self.editor.value()):
            yield from self.editor.filling(value)
            self._show()

    def set_problems(self, problems: Problems) -> None:
        """Show what is wrong here; paths are those inside the value."""
        if problems or self._problems:
            self._problems = problems
            self._show()

    def _take(self, value: JsonValue) -> None:
        self.edited.emit(self.name, value)
        self._show()

    def _show(self) -> None:
        own = self.editor.own_problem()
        # What is found out meanwhile says no more than that the same value does not fit.
        mine: Problems = {**self._problems, "": [(own, None)]} if own else self._problems
        self._write(self.editor.set_problems_inside(mine))

    def _write(self, sentences: list[str]) -> None:
        if self._wrong is None and sentences:
            self._wrong = label("", "caption", self, "failed")
            at = self._layout.indexOf(self.editor)
            self._layout.insertWidget(at + 1, self._wrong)
        if self._wrong is not None:
            self._wrong.setText("\n".join(sentences))
            self._wrong.setVisible(bool(sentences))

    def _headed(self, title: str, *, is_required: bool) -> QLabel:
        made = label(f"{title} *" if is_required else title, "heading", self)
        made.setBuddy(self.editor)
        if is_required:
            made.setAccessibleName(f"{title}, must be filled in")
        return made
