"""Knows the list of personal data with ticks: which a test does not keep. Knows no test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from designer.forms.parts import column, label
from designer.panels import wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from designer.panels.cases.private import Personal

_ROWS = 4
_AIR = 8
_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_NOTE = "The test lies in the file of the workflow. What is ticked is replaced by made-up values."


class PrivateList(QWidget):
    """Personal data of a run; hidden where there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[Personal] = []
        self._said: dict[tuple[str, ...], bool] = {}
        self.list = QListWidget(self)
        self.list.setAccessibleName("Personal data to be replaced")
        self.list.itemChanged.connect(self._note)
        lines = column(self, 6)
        lines.addWidget(label("Personal data", "heading", self))
        lines.addWidget(label(_NOTE, "muted", self))
        lines.addWidget(self.list)
        self.hide()

    def offer(self, several: Iterable[Personal]) -> None:
        """Show what is personal; what a schema marks is ticked, if the person said nothing else."""
        self._shown = [*several]
        with QSignalBlocker(self.list):
            self._fill()
        self.setVisible(bool(self._shown))
        shown = min(len(self._shown), _ROWS)
        self.list.setFixedHeight(shown * max(self.list.sizeHintForRow(0), 0) + _AIR)

    def _fill(self) -> None:
        self.list.clear()
        for each in self._shown:
            values = ", ".join(wording.short(value, 40) for value in each.values[:3])
            item = QListWidgetItem(f"{each.title}:  {values}", self.list)
            is_on = self._said.get(each.way, each.is_marked)
            item.setCheckState(_ON if is_on else _OFF)
            item.setToolTip("Marked as personal" if each.is_marked else "Looks personal")

    def chosen(self) -> list[Personal]:
        """Return what is ticked."""
        rows = enumerate(self._shown)
        return [each for at, each in rows if self.list.item(at).checkState() == _ON]

    def _note(self, item: QListWidgetItem) -> None:
        self._said[self._shown[self.list.row(item)].way] = item.checkState() == _ON
