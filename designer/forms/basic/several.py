"""Knows how some of a few values are ticked. Must not know what they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox

from designer.forms.basic.choices import said
from designer.forms.basic.single import SingleEditor, as_text
from designer.forms.parts import column
from designer.forms.schema import same, title

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from designer.forms.context import FormContext
    from runtime.definition.json_value import JsonObject, JsonValue


class SeveralEditor(SingleEditor):
    """Any number of the choices, in the order in which they are offered."""

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        found = schema.get("items")
        items = found if isinstance(found, dict) else {}
        offered = items.get("enum")
        self._values: list[JsonValue] = list(offered) if isinstance(offered, list) else []
        self.boxes: list[QCheckBox] = []
        layout = column(self, 4)
        for value in self._values:
            box = QCheckBox(said(value, items), self)
            box.setAccessibleName(f"{title(schema, '')}: {box.text()}")
            box.clicked.connect(self._take)
            layout.addWidget(box)
            self.boxes.append(box)
        if self.boxes:
            self.setFocusProxy(self.boxes[0])
        self._show()

    def _chosen(self) -> list[JsonValue]:
        value = self.schema.get("default") if self._value is None else self._value
        return value if isinstance(value, list) else []

    def _take(self) -> None:
        pairs = zip(self._values, self.boxes, strict=True)
        chosen = [value for value, box in pairs if box.isChecked()]
        # What is not among the choices was put there by somebody: it stays.
        self._enter([*chosen, *self._strange()])

    def _strange(self) -> list[JsonValue]:
        return [v for v in self._chosen() if not any(same(v, known) for known in self._values)]

    def _show(self) -> None:
        chosen = self._chosen()
        for value, box in zip(self._values, self.boxes, strict=True):
            box.setChecked(any(same(value, each) for each in chosen))

    def own_problem(self) -> str:
        """Return what stands here that is not among the choices."""
        if self._value is not None and not isinstance(self._value, list):
            return f"A list belongs here, and “{as_text(self._value)[:60]}” is none. It is kept."
        if strange := self._strange():
            return f"“{as_text(strange[0])[:60]}” is not among the choices. It is kept."
        return ""
