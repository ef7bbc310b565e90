"""Knows the settings of a connection between two steps. Must not know what the steps do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from designer.assets.style import look
from designer.document.changes import edges
from designer.document.changes.attributes import set_edge_value
from designer.forms.form import Form
from designer.forms.parts import column, label, link_button
from designer.panels.settings.context import form_context
from designer.panels.settings.page import Notices, Page
from designer.panels.settings.problems import at_top

if TYPE_CHECKING:
    from designer.panels.workbench import Workbench
    from runtime.definition.json_value import JsonObject, JsonValue

_SCHEMA: JsonObject = {
    "type": "object",
    "properties": {
        "label": {
            "type": "string",
            "title": "Label",
            "description": "What is written on the line.",
        }
    },
}


class EdgePage(Page):
    """Where a connection comes from, where it leads, and what is written on it."""

    def __init__(self, bench: Workbench, key: str, parent: QWidget | None = None) -> None:
        super().__init__(bench, parent)
        self.key = key
        self.lines.addWidget(label("Connection", "title", self))
        self._notices = Notices(self)
        self.lines.addWidget(self._notices)
        about = column(ends := QWidget(self), 2)
        self._ends = [self._end("source"), self._end("target")]
        for end in self._ends:
            about.addWidget(end)
        self.lines.addWidget(ends)
        self._why = label("", "caption", self)
        self.lines.addWidget(self._why)
        self.form = Form(_SCHEMA, form_context(bench), self)
        self.form.edited.connect(self._take)
        self.lines.addWidget(self.form)
        gone = QPushButton("Remove the connection", self)
        look(gone, "danger")
        gone.clicked.connect(lambda: self.do(edges.disconnect(bench.document.model, [key])))
        self.lines.addWidget(gone, 0, Qt.AlignmentFlag.AlignLeft)
        self.lines.addStretch(1)
        self.refresh()
        self.show_problems()

    def _end(self, name: str) -> QPushButton:
        return link_button("", lambda: self._go(name))

    def _edge(self) -> JsonObject:
        return self.bench.document.model.edges.get(self.key, {})

    def _go(self, name: str) -> None:
        self.bench.show_step(str(self._edge().get(name)), "params" if name == "source" else "")

    def refresh(self) -> None:
        """Show the connection as it is now."""
        edge = self._edge()
        if not edge:
            return
        for word, name, button in zip(
            ("From", "To"), ("source", "target"), self._ends, strict=True
        ):
            text = f"{word} “{self.bench.title_of(str(edge[name]))}”"
            button.setText(text)
            button.setAccessibleName(text)
            button.setToolTip("Open the settings of this step")
        self._why.setText(self._words(edge))
        shown = edge.get("label")
        self.form.set_value({} if shown is None else {"label": shown})

    def _words(self, edge: JsonObject) -> str:
        """Return when a case comes this way."""
        source = self.bench.document.model.nodes[str(edge["source"])]
        card = self.bench.services.cards.card(source, self.bench.connectors())
        name = str(edge.get("port"))
        port = next((each for each in card.ports if each.name == name), None)
        if port is not None and port.undoes:
            return (
                "A case comes this way to undo what was done there: when it comes to a step that "
                "undoes what was done."
            )
        way = port.title if port is not None else name
        return f"A case comes this way by “{way}”. When it does is set at the step it comes from."

    def show_problems(self) -> None:
        """Show what is wrong with the connection."""
        mine = [problem for problem in self.bench.problems if problem.edge == self.key]
        self._notices.show_problems(at_top(mine, ()))

    def _take(self, path: tuple[str, ...], value: JsonValue) -> None:
        self.do(set_edge_value(self.bench.document.model, self.key, path[0], value))
