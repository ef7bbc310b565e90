"""Knows the settings of one step. Must not know its kind: the form is made of the kind's params."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from designer.assets.icons import pixmap
from designer.assets.style import look
from designer.document.changes import steps as changes
from designer.forms.fold import Fold
from designer.forms.form import Form
from designer.forms.line import Line
from designer.forms.parts import column, label, link_button, row
from designer.forms.registry import editor_for
from designer.panels.settings import failing, failure_choice
from designer.panels.settings.context import form_context, samples_of
from designer.panels.settings.page import Notices, Page
from designer.panels.settings.problems import at_top, under
from designer.panels.settings.task_preview import TaskPreview, asked_at, asks_people
from designer.panels.settings.undoing import Undoing

if TYPE_CHECKING:
    from collections.abc import Generator

    from designer.assets.theme import Theme
    from designer.forms.field import FieldEditor
    from designer.library.cards import Card
    from designer.panels.workbench import Workbench
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.plan.problems import Problem
    from runtime.step import Kind

TILE, ICON = 40, 22
_REST: JsonObject = {
    "type": "object",
    "properties": {
        "saves": {
            "type": "object",
            "title": "Saves to the case",
            "description": "Fields of the case, each with a formula over the step's output.",
            "additionalProperties": {"type": "string"},
            "x-baton-field": "mapping",
        },
        "notes": {"type": "string", "title": "Notes", "format": "multiline"},
        "disabled": {
            "type": "boolean",
            "title": "Switched off",
            "description": "A case passes through without anything being done.",
        },
    },
}


class StepPage(Page):
    """Name, params, what happens when it fails, what it saves, notes.

    Args:
        bench: what lies on the desk.
        step: id of the step.
        parent: the widget it lies in.
    """

    def __init__(self, bench: Workbench, step: str, parent: QWidget | None = None) -> None:
        super().__init__(bench, parent)
        self.step = step
        node = bench.document.step(step)
        self.kind_name = str(node.get("kind"))
        found = bench.services.kinds.get(self.kind_name)
        context = form_context(bench, step)
        card = bench.services.cards.card(node, bench.connectors())
        self.lines.addWidget(self._header(card, found))
        self._notices = Notices(self)
        self.lines.addWidget(self._notices)
        self.form: Form | None = None
        self._raw: FieldEditor | None = None
        if found is not None:
            self.form = self._made_form(found, context)
        else:
            self._raw = self._made_raw(context)
        if asks_people(found):
            see = link_button("What the person will see…", self.show_task)
            self.lines.addWidget(see, 0, Qt.AlignmentFlag.AlignLeft)
        self._failing: Form | None = None
        self._failing_fold = Fold(self._failing_words(), lambda: self._made_failing(context), self)
        if found is None or not found.begins:
            self.lines.addWidget(self._failing_fold)
        else:
            self._failing_fold.hide()
        self._undoing = Undoing(self, step)
        self.lines.addWidget(self._undoing)
        self._rest = Form(_REST, context, self, is_built=False)
        self._rest.edited.connect(self._take_rest)
        self.lines.addWidget(self._rest)
        self.lines.addStretch(1)

    # --- building ---------------------------------------------------------------------------------

    def build(self) -> Generator[None]:
        """Make one field after the other."""
        self.refresh()
        yield
        if self.form is not None:
            yield from self.form.build()
        yield from self._rest.build()
        self.show_problems()

    def _header(self, card: Card, kind: Kind[Any] | None) -> QWidget:
        header = QWidget(self)
        self._name = Line(header)
        look(self._name, "name")
        self._name.setAccessibleName("Name of the step")
        self._name.setPlaceholderText("Name of the step")
        self._name.textEdited.connect(self._rename)
        title = kind.title if kind is not None else f"Unknown kind “{self.kind_name}”"
        caption = label(title, "caption", header)
        caption.setContentsMargins(7, 0, 0, 0)
        if kind is not None:
            caption.setToolTip(kind.summary)
        words = QWidget(header)
        lines = column(words, 0)
        lines.addWidget(self._name)
        lines.addWidget(caption)
        layout = row(tile(card, self.bench.theme), words, spacing=8, parent=header)
        layout.setStretch(1, 1)
        return header

    def _made_form(self, kind: Kind[Any], context: Any) -> Form:
        form = Form(schema_of(kind), context, self, is_built=False)
        form.edited.connect(self._take_param)
        if kind.params.model_fields:
            self.lines.addWidget(form)
        else:
            form.hide()
            about = str(schema_of(kind).get("description") or kind.summary)
            self.lines.addWidget(label(" ".join(about.split()), "muted", self))
        return form

    def _made_raw(self, context: Any) -> FieldEditor:
        words = (
            "This Baton does not know what the step does: the workflow was made with a newer one, "
            "or with an extension that is not here. What it was set to is kept as it is."
        )
        self.lines.addWidget(label(words, "muted", self))
        raw = editor_for({"title": "What it is set to"}, context, self)
        raw.setAccessibleName("What the step is set to")
        raw.edited.connect(lambda: self._take_param((), raw.value()))
        self.lines.addWidget(raw)
        return raw

    def _made_failing(self, context: Any) -> QWidget:
        self._failing = Form(failing.SCHEMA, context, self)
        self._failing.edited.connect(self._take_failing)
        self._failing.set_value(self._failing_fields())
        return self._failing

    def _failing_words(self) -> str:
        then = failure_choice.drawn_for(self.bench, self.step)
        return failing.words(self._node(), then, self.bench.title_of)

    def _failing_fields(self) -> JsonObject:
        bench, step = self.bench, self.step
        then, has_way = failure_choice.drawn_for(bench, step), failure_choice.has_way(bench, step)
        return failing.fields_of(self._node(), then, has_way=has_way)

    # --- showing ----------------------------------------------------------------------------------

    def _node(self) -> JsonObject:
        return self.bench.document.model.nodes.get(self.step, {})

    def refresh(self) -> None:
        """Show the step as it is now."""
        node = self._node()
        if not node:
            return
        name = str(node.get("name") or "")
        if self._name.text() != name:
            at = self._name.cursorPosition()
            self._name.setText(name)
            self._name.setCursorPosition(min(at, len(name)) if self._name.hasFocus() else 0)
        self._name.setToolTip(name)
        params = node.get("params")
        if self.form is not None:
            self.form.set_value(params if isinstance(params, dict) else {})
        if self._raw is not None:
            self._raw.set_value(params)
        self._failing_fold.set_title(self._failing_words())
        if self._failing is not None:
            self._failing.set_value(self._failing_fields())
        self._undoing.refresh()
        self._rest.set_value({name: node[name] for name in _REST["properties"] if name in node})  # type: ignore[union-attr] - written above

    def show_problems(self) -> None:
        """Show what is wrong with the step, each sentence at its field."""
        mine = [p for p in self.bench.problems if p.step == self.step and p.edge is None]
        heads = ["params", "policy", "saves", "notes"]
        self._notices.show_problems(at_top(mine, heads))
        unfixed = [problem for problem in mine if problem.fix is None]
        if self.form is not None:
            self.form.set_problems(under(unfixed, "params"))
        self._show_failing(unfixed)
        self._rest.set_problems(under([p for p in unfixed if _is_rest(p)], ""))

    def _show_failing(self, problems: list[Problem]) -> None:
        found = failing.problems_of(under(problems, "policy"))
        if found:
            self._failing_fold.set_open(True)
        if self._failing is not None:
            self._failing.set_problems(found)

    def focus_field(self, path: str) -> bool:
        """Let the person type at an attribute of the step."""
        head, _, rest = path.partition(".")
        if head == "name":
            self._name.setFocus()
            self._name.selectAll()
            return True
        if head == "params" and self.form is not None:
            found = self.form.focus_field(rest) or self.form.focus_field("")
            return found or self.focus_field("name")
        if head == "policy":
            self._failing_fold.set_open(True)
            return self._failing is not None and self._failing.focus_field(failing.field_of(rest))
        return self._rest.focus_field(path) if path else False

    def show_task(self) -> TaskPreview | None:
        """Show the page of the task; returns it, None where it cannot be made yet."""
        asked = asked_at(self.bench, self.step)
        if asked is None:
            self.refused.emit("Mend first what is marked here: then there is something to see.")
            return None
        preview = TaskPreview(self.bench, self.step, asked, samples_of(self.bench, self.step), self)
        preview.open()
        return preview

    # --- what the person does ---------------------------------------------------------------------

    def _rename(self, name: str) -> None:
        self.do(changes.rename(self.bench.document.model, self.step, name))

    def _set(self, path: tuple[str, ...], value: JsonValue) -> None:
        self.do(changes.set_value(self.bench.document.model, self.step, path, value))

    def _take_param(self, path: tuple[str, ...], value: JsonValue) -> None:
        self._set(("params", *path), value)

    def _take_rest(self, path: tuple[str, ...], value: JsonValue) -> None:
        self._set(path, value)

    def _take_failing(self, path: tuple[str, ...], value: JsonValue) -> None:
        if path[0] != failing.THEN:
            self._set(*failing.edit_of(path[0], value))
        elif (command := failure_choice.chosen(self.bench, self.step, value)) is not None:
            self.do(command)


def tile(card: Card, theme: Theme) -> QLabel:
    """Return the icon of a step on the tint of its category."""
    pair = theme.categories[card.category]
    made = QLabel()
    made.setFixedSize(TILE, TILE)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setPixmap(pixmap(card.icon, pair.ink, ICON, 2))
    made.setStyleSheet(f"background: {pair.tint}; border-radius: 8px;")
    return made


@lru_cache(maxsize=256)
def _schema(params: Any) -> JsonObject:
    return params.model_json_schema()


def schema_of(kind: Kind[Any]) -> JsonObject:
    """Return the JSON Schema of a kind's params; not to be written."""
    return _schema(kind.params)


def _is_rest(problem: Problem) -> bool:
    return (problem.field or "").partition(".")[0] in {"saves", "notes", "disabled"}
