"""Knows how it reads and is drawn what takes back what a step did. Must not know how it runs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from designer.document.changes import edges
from designer.forms.fold import Fold
from designer.forms.parts import column, icon_button, label, link_button, row

if TYPE_CHECKING:
    from designer.panels.settings.page import Page
    from designer.panels.workbench import Workbench
    from runtime.step import Port

_WHEN = (
    "What was done here is taken back when the case comes to a step that undoes what was done, "
    "such as after a refusal. The newest work is taken back first."
)


def way_of(bench: Workbench, step: str) -> Port | None:
    """Return the way out that leads to what undoes a step; None where nothing need be undone."""
    node = bench.document.model.nodes.get(step)
    ports = bench.services.cards.card(node, bench.connectors()).ports if node else ()
    return next((port for port in ports if port.undoes), None)


def words(bench: Workbench, step: str) -> str:
    """Return what happens when a step has to be undone, in a few words."""
    names = [f"“{bench.title_of(target)}”" for _, target in drawn(bench, step)]
    return f"If it has to be undone: {' and '.join(names) if names else 'nothing is done'}"


def drawn(bench: Workbench, step: str) -> list[tuple[str, str]]:
    """Return the lines to what undoes a step: the key of each, and the step it leads to."""
    way = way_of(bench, step)
    found = bench.document.model.out_edges(step, way.name) if way is not None else []
    return [(str(edge["key"]), str(edge["target"])) for edge in found]


class Undoing(Fold):
    """What takes back what a step did: a heading that says it, and how it is drawn below.

    Args:
        page: the page of the step.
        step: its id.
    """

    def __init__(self, page: Page, step: str) -> None:
        self._page, self._step = page, step
        super().__init__(words(page.bench, step), self._made, page)
        self._lines = None
        self._shown: list[tuple[str, str]] | None = None
        self.refresh()

    def refresh(self) -> None:
        """Show what is drawn now; nothing where nothing need be undone."""
        bench = self._page.bench
        self.setVisible(way_of(bench, self._step) is not None)
        self.set_title(words(bench, self._step))
        self._list()

    def _made(self) -> QWidget:
        content = QWidget(self)
        lines = column(content, 8)
        lines.addWidget(label(_WHEN, "caption", content))
        self._lines = column(holder := QWidget(content), 4)
        lines.addWidget(holder)
        self.new_button = QPushButton("Add the step that undoes it…", content)
        self.new_button.clicked.connect(lambda: self._want(is_new=True))
        self.there_button = QPushButton("Choose one that is drawn…", content)
        self.there_button.clicked.connect(lambda: self._want(is_new=False))
        for button in (self.new_button, self.there_button):
            lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._shown = None
        self._list()
        return content

    def _list(self) -> None:
        """List the steps that undo it, each with what takes its line away."""
        found = drawn(self._page.bench, self._step)
        titled = [(key, self._page.bench.title_of(target)) for key, target in found]
        if self._lines is None or titled == self._shown:
            return
        self._shown = titled
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for (key, target), (_, title) in zip(found, titled, strict=True):
            self._lines.addWidget(self._line(key, target, title))

    def _line(self, key: str, target: str, title: str) -> QWidget:
        leads = link_button(title, partial(self._page.bench.show_step, target))
        leads.setToolTip("Open the settings of this step")
        what, cut = f"Take the line to “{title}” away", partial(self._cut, key)
        line = QWidget(self)
        gone = icon_button("cross", what, self._page.bench.theme, cut, line)
        made = row(leads, gone, spacing=8, parent=line)
        made.insertStretch(1, 1)
        return line

    def _cut(self, key: str) -> None:
        model = self._page.bench.document.model
        if key in model.edges:
            self._page.do(edges.disconnect(model, [key]))

    def _want(self, *, is_new: bool) -> None:
        way = way_of(self._page.bench, self._step)
        if way is not None:
            self._page.bench.way_wanted.emit(self._step, way.name, is_new)
