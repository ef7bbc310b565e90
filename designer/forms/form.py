"""Knows how the fields of an object are shown and edited. Must not know whose they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from designer.forms import schema as reading
from designer.forms.fold import Fold
from designer.forms.parts import column, label
from designer.forms.row import Row

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from PySide6.QtWidgets import QLabel, QVBoxLayout

    from designer.forms.context import FormContext
    from designer.forms.field import FieldEditor, Problems
    from runtime.definition.json_value import JsonObject, JsonValue

GAP = 14
"""Between two fields."""


class Form(QWidget):
    """The fields of an object, one below the other.

    Args:
        schema: JSON Schema of the object; references lead to its own `$defs`.
        context: what the editors may ask.
        is_built: whether all fields are there at once; else `build` makes them.

    Attributes:
        edited: emitted with the path of what the person changed (names, from the top of the
            object) and its new value, None when it was taken out. Never by `set_value`.
    """

    edited = Signal(object, object)

    def __init__(
        self,
        schema: JsonObject,
        context: FormContext,
        parent: QWidget | None = None,
        *,
        is_built: bool = True,
    ) -> None:
        super().__init__(parent)
        self.schema = reading.opened(schema)
        self.context = replace(context, companions={})
        self._schemas = reading.members(self.schema)
        self.context.beside = self._schemas
        self._required = reading.required(self.schema)
        self._needed_when = reading.needed_when(self.schema)
        self._values: JsonObject = {}
        self._problems: Problems = {}
        self._rows: dict[str, Row] = {}
        self._general: QLabel | None = None
        self._layout = column(self, GAP)
        self._fold: Fold | None = None
        if is_built:
            for _ in self.build():
                pass

    # --- building ---------------------------------------------------------------------------------

    def build(self) -> Generator[None]:
        """Make the fields, with the values set before, and pause after each part of them."""
        plain = [name for name, schema in self._schemas.items() if not _is_advanced(schema)]
        for name in plain:
            row = self._add(name, self._layout)
            yield
            if name in self._values:
                row.editor.set_companions(self.context.companions)
                yield from row.filling(self._values[name])
        if len(plain) < len(self._schemas):
            self._fold = Fold("Advanced", self._advanced, self)
            self._layout.addWidget(self._fold)
        self._layout.addStretch(1)
        self._refresh()

    def _advanced(self) -> QWidget:
        content = QWidget(self)
        layout = column(content, GAP)
        for name, schema in self._schemas.items():
            if _is_advanced(schema):
                self._add(name, layout).set_value(self._values.get(name))
        self._refresh()
        self._spread_problems()
        return content

    def _add(self, name: str, layout: QVBoxLayout) -> Row:
        holder = layout.parentWidget() or self
        is_required = name in self._required | self._needed_when
        row = Row(name, self._schemas[name], self.context, holder, is_required=is_required)
        row.edited.connect(self._take)
        row.editor.companion_edited.connect(self._take_companion)
        layout.addWidget(row)
        self._rows[name] = row
        return row

    # --- values -----------------------------------------------------------------------------------

    def value(self) -> JsonObject:
        """Return the object as it is now, with whatever the form has no field for."""
        return dict(self._values)

    def set_value(self, value: Mapping[str, JsonValue]) -> None:
        """Show an object; fields that are as they were keep cursor and selection."""
        self._values = dict(value)
        self._refresh()
        for name, row in self._rows.items():
            row.set_value(self._values.get(name))

    def _take(self, name: str, value: JsonValue) -> None:
        gone = value is None or (reading.is_empty(value) and name not in self._required)
        gone = gone and not _means_something(value, self._schemas[name])
        if gone:
            self._values.pop(name, None)
        else:
            self._values[name] = value
        self._refresh()
        self.edited.emit((name,), None if gone else value)

    def _take_companion(self, name: str, value: JsonValue) -> None:
        if name in self._rows:
            self._rows[name].set_value(value)
        self._take(name, value)

    def _refresh(self) -> None:
        """Tell the editors of each other and hide fields that mean nothing beside the others."""
        self.context.companions.clear()
        defaults = {n: s["default"] for n, s in self._schemas.items() if "default" in s}
        self.context.companions.update({**defaults, **self._values})
        for name, row in self._rows.items():
            counts = reading.counts(self._schemas[name], self._values, self._schemas)
            # What is filled in is never hidden: the person would look for it in vain.
            shown = counts or not reading.is_empty(self._values.get(name))
            if shown == row.isHidden():
                row.setVisible(shown)
            row.editor.set_companions(self.context.companions)
        self._name_fold()

    def _name_fold(self) -> None:
        if self._fold is None:
            return
        names = [name for name, schema in self._schemas.items() if _is_advanced(schema)]
        changed = sum(not reading.is_empty(self._values.get(name)) for name in names)
        self._fold.set_title(f"Advanced · {changed} set" if changed else "Advanced")

    # --- problems and places ----------------------------------------------------------------------

    def set_problems(self, problems: Mapping[str, Sequence[tuple[str, int | None]]]) -> None:
        """Show what is wrong, each sentence under its field; none clears what was shown.

        Args:
            problems: path of a field ("rows[2].when[0]") to sentences, each with the character it
                is about, counted from 0, or None.
        """
        self._problems = problems
        if self._fold is not None and any(
            self._field_of(path) not in self._rows and self._field_of(path) for path in problems
        ):
            self._fold.set_open(True)
        self._spread_problems()

    def _spread_problems(self) -> None:
        split: dict[str, dict[str, Sequence[tuple[str, int | None]]]] = {}
        for path, found in self._problems.items():
            name = self._field_of(path)
            split.setdefault(name, {})[path[len(name) :].removeprefix(".")] = found
        for name, row in self._rows.items():
            row.set_problems(split.get(name, {}))
        self._show_general([s for pairs in split.get("", {}).values() for s, _ in pairs])

    def _show_general(self, sentences: list[str]) -> None:
        if self._general is None and sentences:
            self._general = label("", "caption", self, "failed")
            self._layout.insertWidget(0, self._general)
        if self._general is not None:
            self._general.setText("\n".join(sentences))
            self._general.setVisible(bool(sentences))

    def _field_of(self, path: str) -> str:
        """Return the field that a path begins with, the longest where names have dots; or ""."""
        fits = [n for n in self._schemas if path == n or path.startswith((f"{n}.", f"{n}["))]
        return max(fits, key=len, default="")

    def begin(self, value: Mapping[str, JsonValue] | None = None) -> None:
        """Show a form that is to be filled in: with a value, else with what it begins with."""
        given = {name: schema.get("default") for name, schema in self._schemas.items()}
        first = {name: default for name, default in given.items() if default is not None}
        self.set_value({**first, **(value or {})})

    def ready(self) -> bool:
        """Return whether all is filled in and fits; else mark what is not, and go there."""
        lacking = [
            name
            for name in self._schemas
            if self._is_needed(name) and reading.is_empty(self._values.get(name))
        ]
        self.set_problems({name: [("Fill this in.", None)] for name in lacking})
        unfit = (name for name, row in self._rows.items() if row.editor.own_problem())
        wrong = next(iter(lacking), "") or next(unfit, "")
        return not wrong or not self.focus_field(wrong)

    def _is_needed(self, name: str) -> bool:
        """Whether a field must be filled in, beside the others as they are."""
        is_asked = reading.counts(self._schemas[name], self._values, self._schemas)
        return name in self._required or (name in self._needed_when and is_asked)

    def editor(self, name: str) -> FieldEditor | None:
        """Return the editor of a field; None for one that is unknown or still folded away."""
        return self._rows[name].editor if name in self._rows else None

    def row(self, name: str) -> QWidget | None:
        """Return the whole line of a field, to be scrolled to."""
        return cast("QWidget | None", self._rows.get(name))

    def focus_field(self, path: str) -> bool:
        """Let the person type in a field; returns whether there is one.

        Args:
            path: as in `set_problems`; "" means the first field.
        """
        name = self._field_of(path) if path else next(iter(self._schemas), "")
        if not name:
            return False
        if name not in self._rows and self._fold is not None:
            self._fold.set_open(True)
        row = self._rows[name]
        row.setVisible(True)
        row.editor.focus_inside(path[len(name) :].removeprefix("."))
        return True


def _is_advanced(schema: JsonObject) -> bool:
    return schema.get(reading.ADVANCED) is True


def _means_something(value: JsonValue, schema: JsonObject) -> bool:
    """Whether an empty value differs from leaving the field out, which gives its default."""
    return value is not None and not reading.is_empty(schema.get("default"))
