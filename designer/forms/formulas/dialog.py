"""Knows the large editor of one formula: the formula, the fields, the recorded cases.

Must not know what the formula is for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from designer.forms.formulas.field_tree import FieldTree
from designer.forms.formulas.fields import known_fields
from designer.forms.formulas.formula_box import FormulaBox
from designer.forms.formulas.labels import Note
from designer.forms.formulas.preview import Preview
from designer.forms.formulas.trying import Trying
from designer.forms.parts import be

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.forms.context import FormContext
    from designer.forms.formulas.dragged import Dragged

_SIZE = (920, 600)
_SAMPLES = 20
_HANDLE = 9


class FormulaDialog(QDialog):
    """The large editor: formula left, fields right, what it gives below.

    Args:
        context: what may be asked.
        text: the formula.
        box: how it is typed.
        formula_of: makes the formula that is tried of what is typed.
    """

    def __init__(
        self,
        context: FormContext,
        text: str,
        parent: QWidget | None = None,
        *,
        box: type[FormulaBox] = FormulaBox,
        formula_of: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Formula")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        fields = known_fields(context.schema)
        self.box = box(context, self, most_lines=0, fields=fields)
        self.box.set_text(text)
        sample = context.samples[0][1] if context.samples else {}
        self.tree = FieldTree(fields, sample, self)
        self.tree.chosen.connect(self._insert)
        self._reading = Note(self)
        self._error = Note(self, wrong=True)
        self._preview = Preview(context.theme, self, most=_SAMPLES)
        self._trying = Trying(context, self, most=_SAMPLES, formula_of=formula_of)
        self._trying.gave.connect(self._preview.show_results)
        self._trying.read.connect(self._reading.say)
        self._trying.wrong.connect(self._show_wrong)
        self.box.typed.connect(self._trying.tries)
        self._lay_out(has_samples=bool(context.helper and context.samples))
        self._trying.tries(text)
        self.box.setFocus()

    def text(self) -> str:
        """Return the formula as it stands here."""
        return self.box.text()

    def _insert(self, field: Dragged) -> None:
        self.box.insert(self.box.reference_text(field))

    def _show_wrong(self, sentence: str, offset: int | None) -> None:
        self._error.say(sentence)
        self.box.mark_wrong(offset)

    def _lay_out(self, *, has_samples: bool) -> None:
        left = QWidget(self)
        words = QVBoxLayout(left)
        words.setContentsMargins(0, 0, 0, 0)
        for part in (self.box, self._error, self._reading):
            words.addWidget(part, 1 if part is self.box else 0)
        across = QSplitter(Qt.Orientation.Horizontal, self)
        across.addWidget(left)
        across.addWidget(self.tree)
        across.setHandleWidth(_HANDLE)
        be(across, "wide")
        across.setSizes([560, 340])
        down = QSplitter(Qt.Orientation.Vertical, self)
        down.setHandleWidth(_HANDLE)
        be(down, "wide")
        down.addWidget(across)
        if has_samples:
            down.addWidget(self._below())
            down.setSizes([380, 160])
        buttons = QDialogButtonBox(self)
        buttons.setStandardButtons(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(down, 1)
        column.addWidget(buttons)
        self._error.hide()
        self._reading.hide()

    def _below(self) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setAccessibleName("Values for the recorded cases")
        inner = QWidget(area)
        column = QVBoxLayout(inner)
        column.addWidget(self._preview)
        column.addStretch(1)
        area.setWidget(inner)
        return area
