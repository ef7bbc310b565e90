"""Knows how the edits of the open workflow are listed, and goes back or on to any of them.

Must not edit anything anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QWidget

from designer.forms.parts import column
from designer.panels import wording

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from designer.panels.workbench import Workbench

_MOST = 2_000
"""Entries that are listed; older ones are still reached by undoing."""


class EditList(QWidget):
    """What was done, the newest last; a click takes the workflow to where it was then.

    Args:
        bench: whose workflow it is.
    """

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._first = 0
        self.list = QListWidget(self)
        self.list.setAccessibleName("Edits")
        self.list.setUniformItemSizes(True)
        self.note = QLabel("Click an entry to see the workflow as it was then.", self)
        self.note.setProperty("look", "caption")
        lines = column(self, 8)
        lines.setContentsMargins(12, 8, 12, 8)
        lines.addWidget(self.note)
        lines.addWidget(self.list, 1)
        self.list.itemClicked.connect(self._go)
        self.list.itemActivated.connect(self._go)
        bench.edited.connect(self._show_when_seen)
        bench.document_changed.connect(self._show_when_seen)
        bench.theme_changed.connect(self._show_when_seen)

    def showEvent(self, event: QShowEvent) -> None:
        """Fill the list when somebody looks."""
        super().showEvent(event)
        self._show()

    def _show_when_seen(self) -> None:
        if self.isVisible():
            self._show()

    def _show(self) -> None:
        history = self._bench.document.history
        self._first = max(len(history.entries) - _MOST, 0)
        self.list.clear()
        self._add("Opened" if not self._first else "Earlier edits", self._first)
        for place, entry in enumerate(history.entries[self._first :], self._first + 1):
            self._add(f"{wording.clock(entry.at.isoformat())}   {entry.title}", place)
        self.list.setCurrentRow(history.position - self._first)
        self.list.scrollToItem(self.list.currentItem())

    def _add(self, text: str, place: int) -> None:
        item = QListWidgetItem(text)
        item.setData(Qt.ItemDataRole.UserRole, place)
        if place > self._bench.document.history.position:
            item.setForeground(QColor(self._bench.theme.muted))
            item.setToolTip("Undone. A click does it again.")
        self.list.addItem(item)

    def _go(self, item: QListWidgetItem) -> None:
        self._bench.document.go_to(int(item.data(Qt.ItemDataRole.UserRole)))
        self._show()
