"""Knows what can be done to several steps at once. Must not know what they do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from designer.assets.style import look
from designer.document.changes import edges as lines
from designer.document.changes import steps as changes
from designer.document.counts import counted
from designer.forms.parts import column, label, link_button, row
from designer.panels.settings.page import Page

if TYPE_CHECKING:
    from designer.document.model import Model
    from designer.panels.workbench import Workbench

_NAMED = 30


class ManyPage(Page):
    """How many of what is selected, what they are called, and what can be done to all."""

    def __init__(
        self,
        bench: Workbench,
        steps: tuple[str, ...],
        edges: tuple[str, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(bench, parent)
        self._steps = steps
        self._edges = edges
        self.lines.addWidget(label(self._counted(), "title", self))
        if self._steps:
            self.lines.addWidget(label(self._kinds(), "caption", self))
        deeds = row(spacing=8)
        if self._steps:
            self._switch = QPushButton(self)
            self._switch.clicked.connect(lambda: self.do(changes.switch(self._model, self._steps)))
            deeds.addWidget(self._switch)
        gone = QPushButton("Remove", self)
        look(gone, "danger")
        gone.clicked.connect(self._remove)
        deeds.addWidget(gone)
        deeds.addStretch(1)
        self.lines.addLayout(deeds)
        if self._steps:
            self.lines.addWidget(self._named())
        self.lines.addStretch(1)
        self.refresh()

    def _named(self) -> QWidget:
        """Return what the steps are called, one close below the other."""
        lines = column(named := QWidget(self), 2)
        for step in self._steps[:_NAMED]:
            lines.addWidget(self._link(step))
        if len(self._steps) > _NAMED:
            rest = f"and {len(self._steps) - _NAMED} more"
            lines.addWidget(label(rest, "caption", named))
        return named

    @property
    def _model(self) -> Model:
        return self.bench.document.model

    def _counted(self) -> str:
        parts = [
            counted(len(found), word)
            for found, word in ((self._steps, "step"), (self._edges, "connection"))
            if found
        ]
        return f"{' and '.join(parts)} selected"

    def _kinds(self) -> str:
        kinds = self.bench.services.kinds
        names = [str(self._model.nodes[step].get("kind")) for step in self._steps]
        titles = Counter(kinds[name].title if name in kinds else name for name in names)
        return ", ".join(f"{title} ({count})" for title, count in titles.most_common())

    def _link(self, step: str) -> QPushButton:
        return link_button(self.bench.title_of(step), lambda: self.bench.show_step(step))

    def refresh(self) -> None:
        """Say what the button does now."""
        here = [self._model.nodes[step] for step in self._steps if step in self._model.nodes]
        if self._steps:
            is_off = bool(here) and all(node.get("disabled") for node in here)
            self._switch.setText("Switch on" if is_off else "Switch off")

    def _remove(self) -> None:
        if self._steps:
            self.do(changes.remove(self._model, self._steps))
        else:
            self.do(lines.disconnect(self._model, self._edges))
