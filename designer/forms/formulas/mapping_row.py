"""Knows one line of a mapping: what is filled, by which formula. Must not know other lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from designer.assets.style import look
from designer.forms.formulas.asking import Asking
from designer.forms.formulas.formula_box import FormulaBox
from designer.forms.formulas.labels import Note
from designer.forms.formulas.landing import Landing
from designer.forms.formulas.preview import results
from designer.forms.formulas.values import as_text, words
from designer.forms.line import Line
from designer.forms.parts import icon_button

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from designer.forms.context import FormContext
    from designer.forms.formulas.dragged import Dragged
    from designer.forms.formulas.fields import Field
    from runtime.definition.json_value import JsonValue

_LINES = 3
_LONGEST = 120
_APART = 6
_SHARES = (5, 7)
"""Of a name and the formula beside it."""


class NameEdit(Line):
    """The name of a field that is filled; two pasted columns become lines of their own.

    Attributes:
        columns: emitted with pasted text of several columns.
        field_taken: emitted with a field (`Dragged`) that was put in.
    """

    columns = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look at what is pasted."""
        if event.matches(QKeySequence.StandardKey.Paste):
            text = QGuiApplication.clipboard().text()
            if "\t" in text:
                self.columns.emit(text)
                return
        super().keyPressEvent(event)


class MappingRow(QWidget):
    """One target with the formula that fills it.

    Args:
        name: of the target.
        value: the formula, or what else stands there.
        target: what the schema says of the target; None for one that is named freely.

    Attributes:
        changed: the person changed name or formula.
        removed: the person takes the line out.
        columns: emitted with pasted text of several columns.
    """

    changed = Signal()
    removed = Signal()
    columns = Signal(str)
    field_taken = Signal(object)

    def __init__(
        self,
        context: FormContext,
        name: str,
        value: JsonValue,
        target: Field | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._name = name
        self._value = value
        self.target = target
        Landing(self, self.fill)
        self.name_edit: NameEdit | None = None
        self._head = self._titled(target) if target is not None else self._named(name)
        self.box = FormulaBox(context, self, most_lines=_LINES)
        self.box.setPlaceholderText("formula, or a field")
        self._gives = Note(self)
        self._wrong = Note(self, wrong=True)
        self._asking = Asking(self, self._valued)
        self._lay_out()
        self._name_box()
        self.set_value(value)
        self.box.typed.connect(self._typed)
        self.box.field_taken.connect(self.field_taken)

    def name(self) -> str:
        """Return the name of the target; "" while none is typed."""
        return self._name

    def rename(self, name: str) -> None:
        """Give a line that a person names another name."""
        if self.name_edit is not None:
            self.name_edit.setText(name)
            self._renamed(name)

    def value(self) -> JsonValue:
        """Return the formula."""
        return self._value

    def set_value(self, value: JsonValue) -> None:
        """Show another formula."""
        self._value = value
        self.box.set_text("" if value is None else as_text(value))
        self._fit()
        self._try()

    def fill(self, field: Dragged) -> None:
        """Put a field in; an empty line takes it as it is."""
        self.box.insert(field.reference)
        self.field_taken.emit(field)

    def mark(self, sentences: list[str], offset: int | None) -> None:
        """Show what is wrong with the formula."""
        self._wrong.say("\n".join(sentences))
        self.box.mark_as_wrong(wrong=bool(sentences))
        self.box.mark_wrong(offset)

    def told(self) -> str:
        """Return the words under the formula."""
        return "\n".join(part for part in (self._wrong.text(), self._gives.text()) if part)

    def _titled(self, target: Field) -> QLabel:
        label = QLabel(f"{target.title} *" if target.required else target.title, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setProperty("look", "heading")
        look(label, "caption" if not target.required else "")
        label.setAccessibleName(f"{target.title}{', required' if target.required else ''}")
        return label

    def _named(self, name: str) -> NameEdit:
        edit = NameEdit(name, self)
        edit.setCursorPosition(0)
        edit.setPlaceholderText("name")
        edit.setAccessibleName("Name of the field that is filled")
        edit.textEdited.connect(self._renamed)
        edit.columns.connect(self.columns)
        self.name_edit = edit
        return edit

    def _lay_out(self) -> None:
        self._remove = icon_button(
            "cross", "Take this line out", self._context.theme, self.removed.emit, self
        )
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(_APART)
        grid.setVerticalSpacing(2)
        for column, share in enumerate(_SHARES):
            grid.setColumnStretch(column, share)
        self._place(below=False)
        self._head.setMinimumWidth(70)
        self._gives.hide()
        self._wrong.hide()

    def _place(self, *, below: bool) -> None:
        """Put the formula beside its name, or below it, where it is given the whole width."""
        self._is_below = below
        grid, top = self._grid, Qt.AlignmentFlag.AlignTop
        for part in (self._head, self.box, self._remove, self._wrong, self._gives):
            grid.removeWidget(part)
        first, column, across = (1, 0, 3) if below else (0, 1, 1)
        grid.addWidget(self._head, 0, 0, 1, 2 if below else 1, top)
        grid.addWidget(self._remove, 0, 2, top)
        grid.addWidget(self.box, first, column, 1, across)
        grid.addWidget(self._wrong, first + 1, column, 1, across)
        grid.addWidget(self._gives, first + 2, column, 1, across)

    def _fit(self) -> None:
        """Let no word of the formula be broken where there is room for it below the name."""
        room = self.width() - 2 * _APART - self._remove.sizeHint().width()
        beside = room * _SHARES[1] // sum(_SHARES)
        below = self.box.longest_word() > beside
        if below != self._is_below:
            self._place(below=below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other width, other room for the formula."""
        super().resizeEvent(event)
        self._fit()

    def _renamed(self, name: str) -> None:
        self._name = name.strip()
        self._name_box()
        self.changed.emit()

    def _name_box(self) -> None:
        title = self.target.title if self.target is not None else self._name
        self.box.setAccessibleName(f"Formula for {title}" if title else "Formula")
        if self.target is not None:
            parts = (self.target.words, self.target.description)
            self.box.setAccessibleDescription(". ".join(part for part in parts if part))

    def _typed(self, text: str) -> None:
        self._value = text
        self._wrong.say("")
        self._try()
        self.changed.emit()

    def _try(self) -> None:
        helper, samples = self._context.helper, self._context.samples[:1]
        text = self.box.text()
        if helper is None or not samples or not text.strip():
            self._asking.drop()
            self._gives.say("")
            return
        self._asking.want(lambda: helper.preview(text, [sample for _, sample in samples]))

    def _valued(self, answer: object) -> None:
        shown = results([name for name, _ in self._context.samples[:1]], answer)
        for each in shown:
            given = each.error or f"= {words(each.value, _LONGEST)}"
            self._gives.say(given)
