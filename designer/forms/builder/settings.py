"""Knows what can be said about one field of a form. Must not know the other fields."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from designer.document.changes.form_names import WHEN
from designer.forms.builder import fields
from designer.forms.builder.inside import RenamingInside
from designer.forms.builder.naming import NameLine
from designer.forms.builder.rules import answers_of, first_rule, rule_of
from designer.forms.builder.sorts import BY_ID, OFFERED, PERSONAL, WHOLE, Sort, sort_of
from designer.forms.builder.troubles import troubles
from designer.forms.fold import Fold
from designer.forms.form import Form
from designer.forms.parts import column, label
from designer.forms.registry import editor_for

if TYPE_CHECKING:
    from designer.forms.builder.uses import Use
    from designer.forms.context import FormContext
    from designer.forms.field import FieldEditor
    from runtime.definition.json_value import JsonObject, JsonValue

NEEDED, SORT, BESIDE, ANSWERS = "x-needed", "x-sort", "x-beside", "x-answers"
"""What is no keyword of the field itself."""
_ALWAYS = ""
"""Stands for no other field beside which alone this one is asked."""
_HELP: JsonObject = {"type": "string", "title": "Help below it", "maxLength": 1000}
_NEEDED: JsonObject = {"type": "boolean", "title": "Must be filled in"}
_PERSONAL: JsonObject = {
    "type": "boolean",
    "title": "About a person",
    "description": "Personal data: it is shown to few and deleted when it is due.",
}
_SORT: JsonObject = {
    "type": "string",
    "title": "Sort of field",
    "enum": cast("JsonValue", list(OFFERED)),
    "x-baton-titles": {name: BY_ID[name].title for name in OFFERED},
}
_SHOWN_AT = {WHEN: ANSWERS}
"""Under which line of the settings a trouble with a keyword is said, where not under its own."""
_NO_DEFAULT = ("table", "group", "file")
_DEFAULTS = ("type", "format", "x-baton-field", "x-baton-currency")


class FieldSettings(QWidget):
    """The settings of one field.

    Attributes:
        keyword_edited: emitted with a keyword of the field and its value, None to take it out.
        needed_edited, name_edited, sort_edited: emitted with what was chosen.
        replaced: emitted with a whole schema for the field.
    """

    keyword_edited = Signal(str, object)
    needed_edited = Signal(bool)
    name_edited = Signal(str)
    sort_edited = Signal(str)
    replaced = Signal(object)

    def __init__(self, context: FormContext, use: Use, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._use = context, use
        self._inside = self._context_inside()
        self._shown: tuple[str, str, str] | None = None
        self._all: JsonObject = {}
        self._name = ""
        self._schema: JsonObject = {}
        self.form: Form | None = None
        self.naming: NameLine | None = None
        self._raw: FieldEditor | None = None
        self._layout = column(self, 12)
        self._content: QWidget | None = None

    def show_field(self, form: JsonObject, name: str) -> None:
        """Show a field; where it is the one that was shown, cursors stay."""
        schema = fields.fields(form).get(name)
        self._all, self._name = form, name
        if schema is None:
            self._clear()
            return
        sort = sort_of(schema)
        rule = self._rule_asked()
        key = (name, sort.id if sort is not None else "", repr((_default_of(schema), rule)))
        self._schema = schema
        if key != self._shown:
            self._clear()
            self._build(sort, schema)
            self._shown = key
        extra: JsonObject = {
            WHOLE: schema,
            SORT: sort.id if sort is not None else None,
            NEEDED: fields.is_required(form, name),
            **self._rule_now(schema),
        }
        if self.form is not None:
            self.form.set_value({**schema, **extra})
            found = {_SHOWN_AT.get(k, k): said for k, said in troubles(schema).items()}
            self.form.set_problems({keyword: [(said, None)] for keyword, said in found.items()})
        self._show_advanced()

    def _context_inside(self) -> FormContext:
        """Return what the forms may ask that lie in a field of this one."""
        outer = self._context.renaming
        if outer is None:
            return self._context
        inside = RenamingInside(outer, self._use.name, lambda: self._name)
        return replace(self._context, renaming=inside)

    def follow(self, name: str) -> None:
        """Hear that the field which is shown will be called otherwise; cursors stay then."""
        if self._shown is not None:
            self._shown = (name, *self._shown[1:])

    def ask_question(self) -> None:
        """Let the person type the title of the field, in place of what stands there."""
        if self.form is not None and self.form.focus_field("title"):
            typing = self.form.focusWidget()
            if isinstance(typing, QLineEdit):
                typing.selectAll()

    # --- beside which answers it is asked ---------------------------------------------------------

    def _others(self) -> dict[str, JsonObject]:
        """Return the fields beside whose answers this one can be asked."""
        found = fields.fields(self._all) if self._use.is_filled_in else {}
        return {name: schema for name, schema in found.items() if name != self._name}

    def _rule_asked(self) -> JsonObject:
        """Return the schema of what can be said of that."""
        others, now = self._others(), fields.fields(self._all)[self._name]
        rule = rule_of(now)
        if not others or (WHEN in now and rule is None):
            return {}  # one that depends on several others is told under Advanced
        titles: JsonObject = {name: fields.title_of(name, each) for name, each in others.items()}
        beside: JsonObject = {
            "type": "string",
            "title": "Show it",
            "enum": [_ALWAYS, *others],
            "default": _ALWAYS,
            "x-baton-titles": {
                _ALWAYS: "Always",
                **{n: f"Depending on “{t}”" for n, t in titles.items()},
            },
        }
        if rule is None or rule[0] not in others:
            return {BESIDE: beside}
        answers = answers_of(others[rule[0]], str(titles[rule[0]]))
        if answers is None:
            return {BESIDE: {**beside, "description": "Only once that is filled in."}}
        return {BESIDE: beside, ANSWERS: answers}

    def _rule_now(self, schema: JsonObject) -> JsonObject:
        rule = rule_of(schema)
        return {} if rule is None else {BESIDE: rule[0], ANSWERS: rule[1]}

    def _rule_of(self, keyword: str, value: JsonValue) -> JsonValue:
        """Return the rule that was meant by what the person set; None for always."""
        if keyword == BESIDE:
            other = self._others().get(str(value))
            return None if other is None else first_rule(str(value), other)
        rule = rule_of(self._schema)
        return None if rule is None else {rule[0]: value if isinstance(value, list) else []}

    def _clear(self) -> None:
        if self._content is not None:
            self._content.hide()
            self._content.deleteLater()
        self._content, self.form, self.naming, self._raw = None, None, None, None
        self._shown = None

    def _build(self, sort: Sort | None, schema: JsonObject) -> None:
        self._content = QWidget(self)
        lines = column(self._content, 12)
        if sort is None:
            words = "This field is of a sort of its own. What can be set for it is under Advanced."
            lines.addWidget(label(words, "muted", self._content))
        self.form = Form(self._asked(sort, schema), self._inside, self._content)
        self.form.edited.connect(self._take)
        lines.addWidget(self.form)
        fold = Fold("Advanced", self._made_advanced, self._content)
        lines.addWidget(fold)
        if sort is None:
            fold.set_open(True)
        self._layout.addWidget(self._content)

    def _made_advanced(self) -> QWidget:
        content = QWidget(self._content)
        lines = column(content, 12)
        follows = self._context.renaming is not None
        self.naming = NameLine(content, follows=follows)
        self.naming.wanted.connect(self.name_edited)
        lines.addWidget(self.naming)
        lines.addWidget(label("For technicians: the field as text", "heading", content))
        self._raw = editor_for({"title": "The field as text (JSON Schema)"}, self._context, content)
        self._raw.setAccessibleName("The field as text")
        self._raw.edited.connect(self._replace)
        lines.addWidget(self._raw)
        self._show_advanced()
        return content

    def _show_advanced(self) -> None:
        if self.naming is not None:
            self.naming.show_name(self._all, self._name)
        if self._raw is not None:
            self._raw.set_value(self._schema)

    def _replace(self, value: JsonValue) -> None:
        if isinstance(value, dict):
            self.replaced.emit(value)

    def _take(self, path: tuple[str, ...], value: JsonValue) -> None:
        keyword = path[0]
        if keyword == NEEDED:
            self.needed_edited.emit(value is True)
        elif keyword in {BESIDE, ANSWERS}:
            self.keyword_edited.emit(WHEN, self._rule_of(keyword, value))
        elif keyword == WHOLE:
            self._replace(value)
        elif keyword == SORT:
            if isinstance(value, str):
                self.sort_edited.emit(value)
        else:
            self.keyword_edited.emit(keyword, _kept(value))

    def _asked(self, sort: Sort | None, schema: JsonObject) -> JsonObject:
        """Return the schema of what can be said about a field."""
        title: JsonObject = {"type": "string", "title": self._use.question}
        first: JsonObject = {"title": title, "description": _HELP}
        asked: JsonObject = {**first, SORT: _SORT, NEEDED: _NEEDED, **self._rule_asked()}
        if sort is not None:
            asked |= sort.settings
            if sort.id not in _NO_DEFAULT:
                asked["default"] = _prefilled(schema)
        return {"type": "object", "properties": {**asked, PERSONAL: _PERSONAL}}


def _kept(value: JsonValue) -> JsonValue:
    """Whatever is switched off is no longer said."""
    return None if value is False else value


def _default_of(schema: JsonObject) -> dict[str, Any]:
    return {key: schema[key] for key in _DEFAULTS if key in schema}


def _prefilled(schema: JsonObject) -> JsonObject:
    made: JsonObject = {**_default_of(schema), "title": "Filled in beforehand"}
    if made.get("type") == "array":
        made["items"] = {"type": "string"}
    return made
