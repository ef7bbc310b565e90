"""Knows the rows of a condition: field, comparison, value, groups of them. Must not know text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from designer.forms.formulas.conditions import NOTHING, Group, Row
from designer.forms.formulas.field_picker import FieldPicker
from designer.forms.formulas.fields import find
from designer.forms.formulas.operators import operators_for
from designer.forms.formulas.value_input import ValueInput
from designer.forms.parts import icon_button, link_button

if TYPE_CHECKING:
    from designer.forms.context import FormContext
    from designer.forms.formulas.fields import Field


class RowBox(QWidget):
    """One comparison.

    Attributes:
        changed: the person changed it.
        removed: the person takes it out.
    """

    changed = Signal()
    removed = Signal()

    def __init__(
        self, context: FormContext, fields: tuple[Field, ...], row: Row, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._fields = fields
        self.picker = FieldPicker(context, fields, self)
        self.operator = QComboBox(self)
        self.operator.setAccessibleName("Comparison")
        self.value_input = ValueInput(context, fields, self)
        self._remove = icon_button(
            "cross", "Take this condition out", context.theme, self.removed.emit, self
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.picker, 0, 0, 1, 2)
        grid.addWidget(self._remove, 0, 2)
        grid.addWidget(self.operator, 1, 0)
        grid.addWidget(self.value_input, 1, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        self.take(row)
        self.picker.picked.connect(self._other_field)
        self.operator.activated.connect(self._other_operator)
        self.value_input.changed.connect(self.changed)

    def take(self, row: Row) -> None:
        """Show a comparison."""
        self.picker.set_path(row.path)
        self._offer(row.operator)
        self.value_input.show_for(self._field(), row.operator, row.value)
        self._show_value()

    def learn(self, fields: tuple[Field, ...]) -> None:
        """Offer other fields; what is entered stays."""
        self._fields = fields
        self.picker.learn(fields)
        self._offer(str(self.operator.currentData()))
        self.value_input.learn(fields, self._field())

    def row(self) -> Row:
        """Return what is entered."""
        operator = str(self.operator.currentData())
        value = None if operator in NOTHING else self.value_input.value()
        return Row(self.picker.path(), operator, value)

    def _field(self) -> Field | None:
        return find(self._fields, self.picker.path())

    def _offer(self, current: str) -> None:
        self.operator.clear()
        for name, words in operators_for(self._field(), current):
            self.operator.addItem(words, name)
        self.operator.setCurrentIndex(max(0, self.operator.findData(current)))

    def _other_field(self) -> None:
        kept = str(self.operator.currentData())
        suitable = [name for name, _ in operators_for(self._field())]
        self._offer(kept if kept in suitable else suitable[0])
        self._other_operator()

    def _other_operator(self) -> None:
        kept = self.value_input.value()
        self.value_input.show_for(self._field(), str(self.operator.currentData()), kept)
        self._show_value()
        self.changed.emit()

    def _show_value(self) -> None:
        self.value_input.setVisible(str(self.operator.currentData()) not in NOTHING)


class GroupBox(QFrame):
    """Comparisons of which all must hold, or one; the outer one may hold groups.

    Attributes:
        changed: the person changed something in it.
        removed: the person takes the whole group out.
    """

    changed = Signal()
    removed = Signal()

    def __init__(
        self,
        context: FormContext,
        fields: tuple[Field, ...],
        group: Group,
        parent: QWidget,
        *,
        is_inner: bool = False,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._fields = fields
        self._is_inner = is_inner
        self._parts: list[RowBox | GroupBox] = []
        self.every = QComboBox(self)
        self.every.addItems(["All of these hold", "At least one of these holds"])
        self.every.setAccessibleName("How many must hold")
        self.every.activated.connect(self.changed)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        self._lay_out()
        self.take(group)

    def take(self, group: Group) -> None:
        """Show a group; what is like it already stays, since to make it anew takes long."""
        self.every.setCurrentIndex(0 if group.every else 1)
        stays = 0
        for part, item in zip(self._parts, group.items, strict=False):
            if isinstance(part, RowBox) and isinstance(item, Row):  # noqa: SIM114 - types differ
                part.take(item)
            elif isinstance(part, GroupBox) and isinstance(item, Group):
                part.take(item)
            else:
                break
            stays += 1
        for part in self._parts[stays:]:
            self._drop(part)
        for item in group.items[stays:]:
            self._add(item)
        self._show_every()

    def group(self) -> Group:
        """Return what is entered, with rows that are not complete."""
        items = [part.row() if isinstance(part, RowBox) else part.group() for part in self._parts]
        return Group(self.every.currentIndex() == 0, tuple(items))

    def learn(self, fields: tuple[Field, ...]) -> None:
        """Offer other fields in all rows."""
        self._fields = fields
        for part in self._parts:
            part.learn(fields)

    def parts(self) -> list[RowBox | GroupBox]:
        """Return the rows and groups in it."""
        return [*self._parts]

    def add_row(self) -> None:
        """Add an empty comparison and lead there."""
        added = self._add(Row())
        if isinstance(added, RowBox):
            added.picker.setFocus()
        self.changed.emit()

    def add_group(self) -> None:
        """Add a group with an empty comparison, of the other sort than this one."""
        self._add(Group(self.every.currentIndex() != 0, (Row(), Row())))
        self.changed.emit()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.every, 1)
        if self._is_inner:
            self.setProperty("look", "card")
            take_out = "Take this group out"
            theme, out = self._context.theme, self.removed.emit
            head.addWidget(icon_button("cross", take_out, theme, out, self))
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(link_button("Add a condition", self.add_row, self))
        if not self._is_inner:
            foot.addWidget(link_button("Add a group", self.add_group, self))
        foot.addStretch(1)
        box = QVBoxLayout(self)
        edge = 8 if self._is_inner else 0
        box.setContentsMargins(edge, edge, edge, edge)
        box.setSpacing(8)
        box.addLayout(head)
        box.addLayout(self._rows)
        box.addLayout(foot)

    def _add(self, item: Row | Group) -> RowBox | GroupBox:
        made: RowBox | GroupBox
        if isinstance(item, Row):
            made = RowBox(self._context, self._fields, item, self)
        else:
            made = GroupBox(self._context, self._fields, item, self, is_inner=True)
        made.changed.connect(self.changed)
        made.removed.connect(lambda: self._take_out(made))
        self._parts.append(made)
        self._rows.addWidget(made)
        self._show_every()
        return made

    def _take_out(self, part: RowBox | GroupBox) -> None:
        self._drop(part)
        self._show_every()
        self.changed.emit()

    def _drop(self, part: RowBox | GroupBox) -> None:
        self._parts.remove(part)
        self._rows.removeWidget(part)
        part.hide()
        part.deleteLater()

    def _show_every(self) -> None:
        """Ask how many must hold only where there are several."""
        self.every.setVisible(len(self._parts) > 1 or self._is_inner)
