"""Knows how an object inside an object is edited. Must not know what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.forms.basic.single import KeptEditor, as_text
from designer.forms.form import Form
from designer.forms.parts import card, column, mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from designer.forms.context import FormContext
    from designer.forms.field import Problems
    from runtime.definition.json_value import JsonObject


class ObjectEditor(KeptEditor):
    """The fields of an object in a frame; a value that is no object is kept until one is edited."""

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self._frame = card(self)
        column(self).addWidget(self._frame)
        self.form = Form(schema, context, self._frame)
        column(self._frame, margin=10).addWidget(self.form)
        self.form.edited.connect(self._take)

    def _show(self) -> None:
        self.form.set_value(self._value if isinstance(self._value, dict) else {})

    def _take(self) -> None:
        self._value = self.form.value()
        self.edited.emit(self._value)

    def set_problems(self, problems: Sequence[str], offsets: Mapping[str, int]) -> None:
        """Mark the whole as wrong, or as right."""
        del offsets
        mark(self._frame, is_wrong=bool(problems))

    def set_problems_inside(self, problems: Problems) -> list[str]:
        """Let each field show its own; return what belongs to the whole."""
        here = [sentence for sentence, _ in problems.get("", ())]
        self.set_problems(here, {})
        self.form.set_problems({path: found for path, found in problems.items() if path})
        return here

    def own_problem(self) -> str:
        """Return what stands here in place of an object."""
        if self._value is None or isinstance(self._value, dict):
            return ""
        shown = as_text(self._value)[:60]
        return f"Fields belong here, and “{shown}” has none. It is kept until you fill one in."

    def focus_inside(self, path: str) -> None:
        """Let the person type in a field."""
        self.form.focus_field(path)
