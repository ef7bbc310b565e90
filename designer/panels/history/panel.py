"""Knows the tab “History”: runs of before, and edits. Must not know what either list holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from designer.forms.parts import column
from designer.panels.history.edit_list import EditList
from designer.panels.history.run_list import RunList

if TYPE_CHECKING:
    from designer.panels.workbench import Workbench


class HistoryPanel(QWidget):
    """The tab “History”.

    Args:
        bench: what lies on the desk.
    """

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.runs, self.edits = RunList(bench), EditList(bench)
        self.bar = QTabBar(drawBase=False)
        self.bar.setExpanding(False)
        self.bar.setAccessibleName("Runs or edits")
        self.stack = QStackedWidget()
        for title, panel in (("Runs", self.runs), ("Edits", self.edits)):
            self.bar.addTab(title)
            self.stack.addWidget(panel)
        lines = column(self, 0)
        lines.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self.stack, 1)
        self.bar.currentChanged.connect(self.bar.updateGeometry)
        self.bar.currentChanged.connect(self.stack.setCurrentIndex)
