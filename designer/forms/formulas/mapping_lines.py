"""Knows the lines of a mapping: targets, the formula of each, what is missing.

Must not know what is mapped, nor any step kind.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from designer.forms.field import FieldEditor
from designer.forms.formulas.fields import flat, known_fields
from designer.forms.formulas.labels import Note
from designer.forms.formulas.landing import Landing
from designer.forms.formulas.mapping_row import MappingRow
from designer.forms.formulas.matching import matches
from designer.forms.formulas.targets import free_name, missing_words, pasted, targets_of, unfilled
from designer.forms.formulas.values import as_text
from designer.forms.parts import link_button

if TYPE_CHECKING:
    from collections.abc import Generator

    from designer.forms.context import FormContext
    from designer.forms.field import Problems
    from designer.forms.formulas.dragged import Dragged
    from designer.forms.formulas.fields import Field
    from runtime.definition.json_value import JsonObject, JsonValue

_STEP = len(("steps", "id"))


class MappingLines(FieldEditor):
    """Edits which formula fills which field.

    Attributes:
        rows_changed: lines were added, taken out, or say something else.
    """

    rows_changed = Signal()

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self._targets = targets_of(context)
        self._value: JsonValue = None
        self._rows: list[MappingRow] = []
        self._odd: JsonValue = None
        self._missing = Note(self, wrong=True)
        self._missing.hide()
        self._box = QVBoxLayout()
        self._box.setSpacing(8)
        Landing(self, self._add_dropped)
        self._maps_later = False
        self._lay_out()
        self._rebuild({})
        context.learning.learned.connect(self._learn)

    # --- what a form asks --------------------------------------------------------------------

    def value(self) -> JsonValue:
        """Return the formulas by the name of what they fill; None where there is none."""
        return self._value

    def set_value(self, value: JsonValue) -> None:
        """Show other formulas; lines that stay keep their cursor."""
        for _ in self.filling(value):
            pass

    def filling(self, value: JsonValue) -> Generator[None]:
        """Show other formulas a line at a time."""
        if value == self._value:
            return
        self._value = value
        self._odd = None if isinstance(value, dict) or value is None else value
        named = value if isinstance(value, dict) else {}
        shown = {row.name() for row in self._rows if row.value() is not None}
        if named and shown == set(named):
            for row in self._rows:
                if row.name() in named and row.value() != named[row.name()]:
                    row.set_value(named[row.name()])
        else:
            yield from self._rebuilding(named)
        self._say_missing()

    def set_problems_inside(self, problems: Problems) -> list[str]:
        """Show at each line what is wrong with it, and return the rest."""
        rest: list[str] = []
        known = {row.name(): row for row in self._rows if row.name()}
        for row in self._rows:
            row.mark([], None)
        for path, pairs in problems.items():
            row = known.get(path.strip(".[]\"'"))
            if row is None:
                rest += [sentence for sentence, _ in pairs]
            else:
                offset = next((place for _, place in pairs if place is not None), None)
                row.mark([sentence for sentence, _ in pairs], offset)
        return rest

    def own_problem(self) -> str:
        """Say when two lines fill the same field, or what stands here is no mapping."""
        if self._odd is not None:
            return f"Formulas by name are needed here, not “{as_text(self._odd)[:60]}”."
        names = [row.name() for row in self._rows if row.name()]
        twice = next((name for name in names if names.count(name) > 1), "")
        return f"Two lines fill “{twice}”; only the first one counts." if twice else ""

    def focus_inside(self, path: str) -> None:
        """Lead to a line."""
        wanted = path.strip(".[]\"'")
        row = next((row for row in self._rows if row.name() == wanted), None)
        first = row or next(iter(self._rows), None)
        if first is not None:
            first.box.setFocus()

    def set_companions(self, values: JsonObject) -> None:
        """Another operation asks for other fields."""
        del values
        targets = targets_of(self.context)
        if targets != self._targets:
            self._targets = targets
            self._rebuild(self._value if isinstance(self._value, dict) else {})

    # --- what a person does ------------------------------------------------------------------

    def rows(self) -> list[MappingRow]:
        """Return the lines in their order."""
        return [*self._rows]

    def missing(self) -> str:
        """Return what is said about required fields that nothing fills; "" where all are."""
        return self._missing.text()

    def row(self, name: str) -> MappingRow | None:
        """Return the line of a target."""
        return next((row for row in self._rows if row.name() == name), None)

    def map_by_name(self) -> int:
        """Fill empty targets with the fields that are called alike; return how many.

        Who is quicker than the fields are known gets them filled when they are.
        """
        self._maps_later = not self.context.schema
        filled = {row.name() for row in self._rows if _has_formula(row)}
        found = matches(self._targets, _by_name(self.context.schema), filled)
        for match in found:
            row = self.row(match.target) or self._add(match.target, None)
            row.set_value(match.source.reference)
        if found:
            self._changed()
        return len(found)

    def _learn(self) -> None:
        if self._maps_later:
            self.map_by_name()

    def add_line(self, name: str = "", formula: str = "") -> MappingRow:
        """Add a line for a field, or one to be named, and lead there."""
        row = self.row(name) if name else None
        row = row or self._add(name, None)
        if formula:
            row.set_value(formula)
        (row.name_edit or row.box).setFocus()
        self._changed()
        return row

    def take_field(self, field: Dragged, row: MappingRow | None = None) -> None:
        """Let a field fill a line; without one, the line worked at, else a new one."""
        row = row or self.current()
        if row is not None:
            row.fill(field)
            return
        taken = {each.name() for each in self._rows}
        self.add_line(free_name(field.path[-1], taken), field.reference)

    def current(self) -> MappingRow | None:
        """Return the line that is worked at, else the first that is still empty."""
        inside = next((row for row in self._rows if row.isAncestorOf(_focus(self))), None)
        return inside or next((row for row in self._rows if not _has_formula(row)), None)

    def paste_columns(self, text: str) -> int:
        """Take over lines of two columns, name and formula; return how many."""
        pairs = pasted(text)
        for name, formula in pairs:
            (self.row(name) or self._add(name, None)).set_value(formula)
        self._rows_without_name()
        if pairs:
            self._changed()
        return len(pairs)

    def _add_dropped(self, field: Dragged) -> None:
        """Make a new line of a field that is dropped beside the lines."""
        taken = {row.name() for row in self._rows}
        self.add_line(free_name(field.path[-1], taken), field.reference)

    # --- inside ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(4)
        self._by_name = link_button("Map by name", self.map_by_name)
        self._by_name.setToolTip("Fill empty fields with fields that are called alike")
        self._more = link_button("Add a line", self._ask_which)
        for button in (self._more, self._by_name):
            foot.addWidget(button)
        foot.addStretch(1)
        self.foot = foot
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._missing)
        column.addLayout(self._box)
        column.addLayout(foot)

    def _ask_which(self) -> None:
        """Add a line; where the targets are known, let choose among those that are not shown."""
        shown = {row.name() for row in self._rows}
        rest = [each for each in self._targets if each.name not in shown]
        if not rest:
            self.add_line()
            return
        menu = QMenu(self)
        for target in rest:
            action = QAction(target.title.replace("&", "&&"), menu)
            action.triggered.connect(lambda _=False, name=target.name: self.add_line(name))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction("Another field…").triggered.connect(self.add_line)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _rebuild(self, named: JsonObject) -> None:
        for _ in self._rebuilding(named):
            pass

    def _rebuilding(self, named: JsonObject) -> Generator[None]:
        """Make a line at a time; ends early where they are made anew meanwhile."""
        for row in self._rows:
            self._box.removeWidget(row)
            row.hide()
            row.deleteLater()
        mine = self._rows = []
        empty = {target.name: None for target in unfilled(self._targets, named)}
        for name, formula in {**empty, **named}.items():
            self._add(name, formula)
            yield
            if self._rows is not mine:
                return
        if not self._targets and not self._rows:
            self._add("", None)
        self._by_name.setVisible(bool(self._targets))
        self._say_missing()
        self.rows_changed.emit()

    def _add(self, name: str, formula: JsonValue) -> MappingRow:
        target = next((each for each in self._targets if each.name == name), None)
        row = MappingRow(self.context, name, formula, target, self)
        row.changed.connect(self._changed)
        row.removed.connect(lambda: self._take_out(row))
        row.columns.connect(self.paste_columns)
        row.field_taken.connect(partial(self._name_after, row))
        self._rows.append(row)
        self._box.addWidget(row)
        return row

    def _name_after(self, row: MappingRow, field: Dragged) -> None:
        """Call a line without a name as the field that was put in: else nothing is kept of it."""
        if row.target is None and not row.name():
            row.rename(free_name(field.path[-1], {each.name() for each in self._rows}))

    def _take_out(self, row: MappingRow) -> None:
        if row.target is not None and row.target.required:
            row.set_value(None)
        else:
            self._drop(row)
        self._changed()

    def _drop(self, row: MappingRow) -> None:
        self._rows.remove(row)
        self._box.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _rows_without_name(self) -> None:
        for row in self.rows():
            if not row.name() and not _has_formula(row):
                self._drop(row)

    def _changed(self) -> None:
        found: JsonObject = {}
        for row in self._rows:
            if row.name() and row.name() not in found and _counts(row):
                found[row.name()] = "" if row.value() is None else row.value()
        value = cast("JsonValue", found) if found else None
        self._say_missing(found)
        self.rows_changed.emit()
        if value != self._value or self._odd is not None:
            self._odd = None
            self._value = value
            self.edited.emit(value)

    def _say_missing(self, found: JsonObject | None = None) -> None:
        named = found if found is not None else self._value
        filled = (
            {name for name, formula in named.items() if formula} if isinstance(named, dict) else ()
        )
        self._missing.say(missing_words(unfilled(self._targets, filled)))


def _by_name(schema: JsonObject) -> list[Field]:
    """Return the fields whose name alone tells what they are: each answer of a system has an id."""
    return [each for each in flat(known_fields(schema)) if not each.step or len(each.path) == _STEP]


def _has_formula(row: MappingRow) -> bool:
    return row.value() not in (None, "")


def _counts(row: MappingRow) -> bool:
    """Whether a line is part of the value: an empty target that was only offered is not."""
    return _has_formula(row) or row.target is None


def _focus(widget: QWidget) -> QWidget:
    return widget.window().focusWidget() or widget
