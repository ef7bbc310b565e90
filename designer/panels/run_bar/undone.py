"""Knows how what a dry run would have done is listed. Must not know the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem

from designer.assets.style import look
from designer.forms.parts import column
from designer.panels import wording
from designer.panels.event_words import would

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from runtime.events.view import RunView

_ROWS = 5
_STEP = Qt.ItemDataRole.UserRole


class UndoneList(QFrame):
    """What was not done, a row each; one that is chosen leads to its step.

    Args:
        rows: step and words of each.
        rest: how many more there are.

    Attributes:
        step_asked: the person wants to see a step.
    """

    step_asked = Signal(str)

    def __init__(
        self, rows: Sequence[tuple[str, str]], rest: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        look(self, "bar")
        self.list = QListWidget(self)
        self.list.setAccessibleName("What would have been done")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        for step, words in rows:
            item = QListWidgetItem(words)
            item.setData(_STEP, step)
            item.setToolTip(f"{words}\nShow the step")
            self.list.addItem(item)
        if rest:
            item = QListWidgetItem(f"… and {rest:,} more, in the run log")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        column(self, margin=8).addWidget(self.list)
        self._fit()

    def _fit(self) -> None:
        shown = min(self.list.count(), _ROWS)
        height = self.list.sizeHintForRow(0) if shown else 0
        self.list.setFixedHeight(shown * height + 2 * self.list.frameWidth() + 4)

    def _choose(self, item: QListWidgetItem) -> None:
        step = item.data(_STEP)
        if isinstance(step, str):
            self.step_asked.emit(step)


def undone_rows(view: RunView, title_of: Callable[[str], str], most: int) -> list[tuple[str, str]]:
    """Return what a dry run would have done first: the step and the words of each.

    Args:
        view: the run.
        title_of: what people call a step.
        most: how many are told.
    """
    first = [(str(each["step"]), str(each["would"])) for each in view.would_do[:most]]
    return [
        (step, f"{wording.step_name(step, title_of)}: {would(step, text)}") for step, text in first
    ]
