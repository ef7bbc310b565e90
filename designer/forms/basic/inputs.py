"""Knows how an operation's inputs are filled in: typed fields, each a plain value or a formula.

Must not know any operation: what it takes is in its own input schema. The value is that of a
mapping: the name of each input, a dot leading into an object, and a formula.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from designer.forms import schema as reading
from designer.forms.basic.single import as_text
from designer.forms.field import FieldEditor, Problems
from designer.forms.fold import Fold
from designer.forms.formulas import fields as known
from designer.forms.formulas.matching import matches
from designer.forms.parts import column, label, link_button, row
from designer.forms.registry import editor_for
from designer.forms.wrong import WrongLine

if TYPE_CHECKING:
    from collections.abc import Generator

    from PySide6.QtWidgets import QVBoxLayout

    from designer.forms.context import FormContext
    from runtime.definition.json_value import JsonObject, JsonValue

_CHOSEN = frozenset({"enum", "boolean", "date", "date-time"})
"""Types of field that begin as a plain value; the others begin as a formula."""
_FORMULA: JsonObject = {"type": "string", "x-baton-field": "expression"}
_UNKNOWN: JsonObject = {
    **_FORMULA,
    "description": "The system knows no such field. Empty it to take it out.",
}


class _Input(QWidget):
    """One input of an operation, as a plain value or as a formula."""

    edited = Signal(str, object)

    def __init__(
        self,
        name: str,
        schema: JsonObject,
        context: FormContext,
        parent: QWidget,
        *,
        is_required: bool,
    ) -> None:
        super().__init__(parent)
        self.name = name
        self._schema, self._context = schema, context
        self._formula: JsonValue = None
        self.editor: FieldEditor | None = None
        self._is_plain: bool | None = None
        title = reading.title(schema, name)
        self._title = title
        self._switch = link_button("", self._turn, self)
        heading = label(f"{title} *" if is_required else title, "heading", self)
        heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._layout = column(self, 2)
        head = row(heading, self._switch)
        head.setStretch(0, 1)
        self._layout.addLayout(head)
        if help_text := reading.description(schema):
            self._layout.addWidget(label(help_text, "caption", self))
        self._wrong = WrongLine(self)
        self._layout.addWidget(self._wrong.label)
        kind = reading.field_type(schema, _CHOSEN | {"choices"})
        self._begin(is_plain=kind in _CHOSEN or kind == "choices")

    def formula(self) -> JsonValue:
        """Return the formula that stands for what is entered; None where nothing is."""
        return self._formula

    def set_formula(self, formula: JsonValue) -> None:
        """Show a formula: as a plain value where it is one."""
        if reading.same(formula, self._formula):
            return
        self._formula = formula
        is_plain, value = literal(formula)
        if formula is not None and is_plain != self._is_plain:
            self._begin(is_plain=is_plain and self._schema is not _UNKNOWN)
        if self.editor is not None:
            self.editor.set_value(value if self._is_plain else formula)

    def _begin(self, *, is_plain: bool) -> None:
        """Put the editor of a plain value or of a formula in place."""
        self._is_plain = is_plain
        if self.editor is not None:
            self.editor.hide()
            self.editor.deleteLater()
        schema = self._schema if is_plain else {**_FORMULA, "title": self._title}
        self.editor = editor_for(schema, self._context, self)
        self.editor.setAccessibleName(self._title)
        self.editor.edited.connect(self._take)
        self._layout.insertWidget(1, self.editor)
        self.setFocusProxy(self.editor)
        self._switch.setText("Use a formula" if is_plain else "Plain value")
        self._switch.setAccessibleName(f"{self._title}: {self._switch.text().lower()}")
        self._switch.setVisible(self._schema is not _UNKNOWN)

    def _turn(self) -> None:
        is_plain, value = literal(self._formula)
        self._begin(is_plain=not self._is_plain)
        if self.editor is None:
            return
        if not self._is_plain:
            self.editor.set_value(self._formula)
        elif is_plain and self._formula is not None:
            self.editor.set_value(value)
        self.editor.setFocus()

    def _take(self, value: JsonValue) -> None:
        if self._is_plain:
            text = None if reading.is_empty(value) else json.dumps(value, ensure_ascii=False)
        else:
            text = value or None
        self._formula = text
        self.edited.emit(self.name, text)
        self.set_problems({})

    def set_problems(self, problems: Problems) -> None:
        """Show what is wrong with the input."""
        if self.editor is not None:
            self._wrong.say(self.editor.mark(problems))


class InputsEditor(FieldEditor):
    """The inputs of the operation that is chosen beside it; a mapping while none is known."""

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self._value: JsonValue = None
        self._problems: Problems = {}
        self._shown: JsonValue = False  # never equal to a schema, so that the first is drawn
        self._inputs: dict[str, _Input] = {}
        self._known: frozenset[str] = frozenset()
        self._mapping: FieldEditor | None = None
        self._fold: Fold | None = None
        self._layout: QVBoxLayout = column(self, 10)
        self._body: QWidget | None = None
        self._maps_later = False
        self._draw()
        context.learning.learned.connect(self._learn)

    # --- which inputs -----------------------------------------------------------------------------

    def _input_schema(self) -> JsonObject | None:
        """Return what the chosen operation takes; None while none is known."""
        given = self.context.companions
        named = str(self.schema.get("x-baton-inputs-of") or "operation")
        wanted = given.get(named)
        offered = self.context.operations(as_text(given.get("connection")))
        found = next((each for each in offered if each.id == wanted), None)
        return found.input_schema if found is not None else None

    def set_companions(self, values: JsonObject) -> None:
        """Draw other inputs when another operation is chosen; what is entered stays."""
        del values
        if not reading.same(self._input_schema(), self._shown):
            self._draw()

    def _draw(self) -> None:
        for _ in self._drawing():
            pass

    def _drawing(self) -> Generator[None]:
        """Draw an input at a time; ends early where it is drawn anew meanwhile."""
        self._shown = self._input_schema()
        if self._body is not None:
            self._body.hide()
            self._body.deleteLater()
        self._inputs, self._mapping, self._fold = {}, None, None
        body = self._body = QWidget(self)
        self._layout.addWidget(body)
        layout = column(body, 12)
        if self._shown is None:
            self._draw_mapping(layout)
        else:
            for _ in self._drawing_inputs(body, layout):
                yield
                if self._body is not body:
                    return
        self._spread()

    def _draw_mapping(self, layout: QVBoxLayout) -> None:
        schema = {n: v for n, v in self.schema.items() if n != "x-baton-inputs-of"}
        self._mapping = editor_for(schema, self.context, self._body)
        self._mapping.set_value(self._value)
        self._mapping.edited.connect(self._take_all)
        layout.addWidget(self._mapping)

    def _drawing_inputs(self, body: QWidget, layout: QVBoxLayout) -> Generator[None]:
        fields = flat(self._shown if isinstance(self._shown, dict) else {})
        self._known = frozenset(fields)
        given = self._given()
        for name in given:
            if name not in fields:
                fields[name] = (_UNKNOWN, False)
        # A whole object that is given by one formula has no fields of its own.
        whole = [name for name in given if any(f.startswith(f"{name}.") for f in fields)]
        hidden = {f for f in fields for name in whole if f.startswith(f"{name}.")}
        later = [n for n, (_, must) in fields.items() if not must and n not in given]
        later = [name for name in later if name not in hidden]
        for name, (schema, must) in fields.items():
            if name not in hidden and name not in later:
                self._add(name, schema, body, is_required=must)
                yield
        if not fields:
            layout.addWidget(label("It needs nothing.", "caption", body))
        if later:
            rest = {name: fields[name][0] for name in later}
            many = len(self._inputs) == 0
            self._fold = Fold(f"{len(rest)} more fields", lambda: self._rest(rest), body)
            layout.addWidget(self._fold)
            self._fold.set_open(many)
        if fields:
            self._draw_by_name(layout)

    def _draw_by_name(self, layout: QVBoxLayout) -> None:
        made = link_button("Map by name", self.map_by_name, self._body)
        made.setToolTip("Fill empty fields with fields that are called alike")
        line = row(made)
        line.addStretch(1)
        layout.addLayout(line)

    def map_by_name(self) -> int:
        """Fill empty inputs with the fields that are called alike; return how many.

        Parts of an object stay as they are: the number of an address is not that of a client.
        Who is quicker than the fields are known gets them filled when they are.
        """
        self._maps_later = not self.context.schema
        given, shown = self._given(), self._shown
        every = known.fields_of(shown if isinstance(shown, dict) else {})
        wanted = [each for each in every if each.name in self._known - given.keys()]
        sources = [*known.flat(known.known_fields(self.context.schema))]
        found = {match.target: match.source.reference for match in matches(wanted, sources)}
        if found:
            self._value = {**given, **found}
            for _ in self._showing():
                pass
            self.edited.emit(self._value)
        return len(found)

    def _learn(self) -> None:
        if self._maps_later:
            self.map_by_name()

    def _rest(self, fields: dict[str, JsonObject]) -> QWidget:
        content = QWidget(self._fold)
        column(content, 12)
        for name, schema in fields.items():
            self._add(name, schema, content, is_required=False)
        return content

    def _add(self, name: str, schema: JsonObject, around: QWidget, *, is_required: bool) -> None:
        made = _Input(name, schema, self.context, around, is_required=is_required)
        made.set_formula(self._given().get(name))
        made.edited.connect(self._take)
        layout = around.layout()
        if layout is not None:
            layout.addWidget(made)
        self._inputs[name] = made

    # --- values -----------------------------------------------------------------------------------

    def _given(self) -> JsonObject:
        return self._value if isinstance(self._value, dict) else {}

    def value(self) -> JsonValue:
        """Return the mapping; None where nothing is entered."""
        return self._value

    def set_value(self, value: JsonValue) -> None:
        """Show a mapping; inputs that are as they were keep cursor and selection."""
        for _ in self.filling(value):
            pass

    def filling(self, value: JsonValue) -> Generator[None]:
        """Show a mapping an input at a time."""
        if reading.same(value, self._value):
            return
        self._value = value
        yield from self._showing()

    def _showing(self) -> Generator[None]:
        """Show what is given where its place is there already, else draw the inputs anew."""
        if self._mapping is not None:
            yield from self._mapping.filling(self._value)
        elif self._are_right():
            for name, each in self._inputs.items():
                each.set_formula(self._given().get(name))
        else:
            yield from self._drawing()

    def _are_right(self) -> bool:
        """Whether what is given has its place, and nothing else but what the system knows."""
        given, shown = self._given().keys(), self._inputs.keys()
        return shown >= given and shown - self._known <= given

    def _take(self, name: str, formula: JsonValue) -> None:
        values = {n: v for n, v in self._given().items() if n != name}
        self._value = {**self._given(), name: formula} if formula is not None else values
        self.edited.emit(self._value)

    def _take_all(self, value: JsonValue) -> None:
        self._value = value
        self.edited.emit(value)

    # --- problems ---------------------------------------------------------------------------------

    def set_problems_inside(self, problems: Problems) -> list[str]:
        """Let each input show its own; return what belongs to none."""
        self._problems = problems
        return self._spread()

    def _spread(self) -> list[str]:
        if self._mapping is not None:
            return self._mapping.set_problems_inside(self._problems)
        for name, each in self._inputs.items():
            mine = self._problems.get(name)
            each.set_problems({"": mine} if mine else {})
        rest = [pairs for path, pairs in self._problems.items() if path not in self._inputs]
        return [sentence for pairs in rest for sentence, _ in pairs]

    def own_problem(self) -> str:
        """Return that something other than named formulas stands here."""
        if self._value is None or isinstance(self._value, dict):
            return ""
        return "Named formulas belong here. What stands here is kept until you fill one in."

    def focus_inside(self, path: str) -> None:
        """Let the person type in an input."""
        if path and path not in self._inputs and self._fold is not None:
            self._fold.set_open(True)
        if self._mapping is not None:
            self._mapping.focus_inside(path)
        else:
            first = next(iter(self._inputs.values()), None)
            found = self._inputs.get(path, first)
            if found is not None:
                found.setFocus()


def flat(schema: JsonObject, head: str = "", title: str = "") -> dict[str, tuple[JsonObject, bool]]:
    """Return the schemas of inputs by dotted name, and whether each must be filled in.

    Args:
        schema: JSON Schema of an object.
        head: dotted name of the object, with its dot.
        title: what people call the object, with what parts it from a field.
    """
    needed = reading.required(schema)
    found: dict[str, tuple[JsonObject, bool]] = {}
    for name, part in reading.members(schema).items():
        said = f"{title}{reading.title(part, name)}"
        if part.get("properties"):
            found |= flat(part, f"{head}{name}.", f"{said} · ")
        else:
            found[head + name] = ({**part, "title": said}, name in needed and not head)
    return found


def literal(formula: JsonValue) -> tuple[bool, JsonValue]:
    """Return whether a formula is nothing but a plain value, and the value."""
    if not isinstance(formula, str):
        return False, None
    try:
        return True, json.loads(formula)
    except ValueError:
        return False, None
