"""Knows the settings of the workflow as a whole. Must not know its steps."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from connectors.connector import load, load_catalog
from designer.document.changes.attributes import set_workflow_value
from designer.forms.form import Form
from designer.forms.parts import label
from designer.panels.settings.context import form_context
from designer.panels.settings.page import Notices, Page
from designer.panels.settings.problems import at_top, under
from runtime.definition.attributes import Meta

if TYPE_CHECKING:
    from collections.abc import Generator

    from PySide6.QtWidgets import QWidget

    from designer.panels.workbench import Workbench
    from runtime.definition.json_value import JsonObject, JsonValue

_SHOWN: dict[str, JsonObject] = {
    "name": {},
    "description": {"format": "multiline"},
    "owners": {},
    "input": {
        "x-baton-field": "form",
        "x-baton-use": "start",
        "title": "Start form",
        "description": "What begins a case: its fields are filled in by who starts one.",
    },
    "data": {
        "x-baton-field": "form",
        "x-baton-use": "data",
        "title": "Data of the case",
        "description": "Fields that steps read and save, with their types.",
    },
    "settings": {
        "title": "Thresholds",
        "description": "Named values that formulas use and that an environment may set otherwise.",
    },
    "connections": {"description": "Systems that the steps use, by the name they use."},
    "sla": {"x-baton-advanced": True},
    "labels": {"x-baton-advanced": True, "x-baton-field": "json"},
}

_TYPES = ("number", "money", "text", "boolean", "date", "duration", "list")


@cache
def _schema(connectors: tuple[str, ...]) -> JsonObject:
    """Return the JSON Schema of what is shown of a workflow."""
    whole = Meta.model_json_schema()
    shown = {name: {**whole["properties"][name], **marks} for name, marks in _SHOWN.items()}
    connector = whole["$defs"]["Connection"]["properties"]["connector"]
    titles = {name: load(name).manifest.title for name in connectors}
    connector.update({"enum": list(connectors), "x-baton-titles": titles, "title": "System"})
    connector.pop("description", None)
    setting = whole["$defs"]["Setting"]["properties"]
    setting["type"].update({"enum": list(_TYPES), "description": ""})
    setting["value"]["x-baton-field"] = "any"
    setting["environments"]["x-baton-advanced"] = True
    return cast("JsonObject", {"type": "object", "properties": shown, "$defs": whole["$defs"]})


class WorkflowPage(Page):
    """Name, owners, what starts a case, its data, thresholds, connections, service level."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(bench, parent)
        self.lines.addWidget(label("Workflow", "title", self))
        self._notices = Notices(self)
        self.lines.addWidget(self._notices)
        self.form = Form(_schema(load_catalog()), form_context(bench), self, is_built=False)
        self.form.edited.connect(self._take)
        self.lines.addWidget(self.form)
        self.lines.addStretch(1)

    def build(self) -> Generator[None]:
        """Make one field after the other."""
        self.refresh()
        yield from self.form.build()
        self.show_problems()

    def refresh(self) -> None:
        """Show the workflow as it is now."""
        graph = self.bench.document.model.graph
        self.form.set_value({name: graph[name] for name in _SHOWN if name in graph})

    def show_problems(self) -> None:
        """Show what is wrong with the workflow as a whole."""
        is_begun = bool(self.bench.document.model.nodes)  # else the drawing asks how it starts
        mine = [p for p in self.bench.problems if is_begun and p.step is None and p.edge is None]
        self._notices.show_problems(at_top(mine, _SHOWN))
        # A field is red where it forbids running; what is only advised stands among the problems.
        wrong = [p for p in mine if p.fix is None and p.severity == "error" and _fits(p.field)]
        self.form.set_problems(under(wrong, ""))

    def focus_field(self, path: str) -> bool:
        """Let the person type at an attribute of the workflow."""
        return self.form.focus_field(path)

    def _take(self, path: tuple[str, ...], value: JsonValue) -> None:
        self.do(set_workflow_value(self.bench.document.model, path, value))


def _fits(field: str | None) -> bool:
    return (field or "").partition(".")[0] in _SHOWN
