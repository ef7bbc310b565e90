"""Knows what editors share that keep their value. Must not know what the value is."""

from __future__ import annotations

import json
from abc import abstractmethod
from typing import TYPE_CHECKING

from designer.forms.field import FieldEditor
from designer.forms.parts import mark
from designer.forms.schema import same

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from runtime.definition.json_value import JsonValue


class KeptEditor(FieldEditor):
    """Keeps the value that was given until the person changes it, whatever form it has.

    A subclass makes widgets and writes `_show`.
    """

    _value: JsonValue = None

    def value(self) -> JsonValue:
        """Return what is entered; None where nothing is."""
        return self._value

    def set_value(self, value: JsonValue) -> None:
        """Show a value; the same one again changes nothing on the screen."""
        if not same(value, self._value):
            self._value = value
            self._show()

    @abstractmethod
    def _show(self) -> None:
        """Write the value into the widgets, without telling anybody that it was edited."""


class SingleEditor(KeptEditor):
    """Edits one plain value.

    A subclass calls `_enter` with what the person entered.
    """

    def set_problems(self, problems: Sequence[str], offsets: Mapping[str, int]) -> None:
        """Mark the value as wrong, or as right."""
        del offsets
        for widget in self._marked():
            mark(widget, is_wrong=bool(problems))
            widget.setToolTip("\n".join(problems))

    def _marked(self) -> list[QWidget]:
        """Return the widgets that get another border when the value is wrong."""
        inner = self.focusProxy()
        return [inner] if inner is not None else []

    def _enter(self, value: JsonValue) -> None:
        if not same(value, self._value):
            self._value = value
            self.edited.emit(value)


def as_text(value: JsonValue) -> str:
    """Return how a value is written in a line, also one of a wrong form."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
