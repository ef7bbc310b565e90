"""Knows the tab “History”: runs of before, two of them compared, and edits. Not what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from designer.forms.parts import column, row
from designer.panels.history.edit_list import EditList
from designer.panels.history.run_list import RunList
from designer.panels.history.two_runs_view import TwoRunsView

if TYPE_CHECKING:
    from designer.panels.workbench import Workbench


class HistoryPanel(QWidget):
    """The tab “History”.

    Args:
        bench: what lies on the desk.
    """

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self.bar = QTabBar(self, drawBase=False)  # first, so that Tab comes to it first
        self.stack = QStackedWidget(self)
        self.of_runs = QStackedWidget(self.stack)
        self.runs, self.edits = RunList(bench, self.of_runs), EditList(bench, self.stack)
        self.two = TwoRunsView(bench, self.of_runs)
        self.bar.setExpanding(False)
        self.bar.setAccessibleName("Runs or edits")
        for page in (self.runs, self.two):
            self.of_runs.addWidget(page)
        for title, panel in (("Runs", self.of_runs), ("Edits", self.edits)):
            self.bar.addTab(title)
            self.stack.addWidget(panel)
        above = row(self.bar)
        above.setContentsMargins(12, 0, 12, 0)
        above.addStretch(1)
        lines = column(self, 0)
        lines.addLayout(above)
        lines.addWidget(self.stack, 1)
        self.bar.currentChanged.connect(self.bar.updateGeometry)
        self.bar.currentChanged.connect(self.stack.setCurrentIndex)
        self.runs.paired.connect(self._compare)
        self.two.closed.connect(self._show_list)

    def compare_shown(self) -> None:
        """Show what differs between the run on the desk and the one before it."""
        self.bar.setCurrentIndex(0)
        self.runs.compare_shown()

    def _compare(self, before: str, now: str) -> None:
        bench, engine = self._bench, self._bench.services.engine
        if bench.run is None or bench.run.run != now:
            bench.set_run(engine.open_run(now))
        if bench.run is not None:
            self.two.show_pair(engine.open_run(before), bench.run)
            self.of_runs.setCurrentWidget(self.two)
            self.two.list.setFocus()

    def _show_list(self) -> None:
        self.of_runs.setCurrentWidget(self.runs)
        self.runs.list.setFocus()
