"""Knows how the callers of a workflow stand before its name. Must not know how one got there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from designer.assets import style

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 24
"""Characters of a name that are shown; the whole of it is in the tip."""


class Way(QWidget):
    """Names in a row, each of which leads back to itself.

    Attributes:
        asked: one was pressed: its place in the row.
    """

    asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[tuple[QPushButton, QLabel]] = []
        self._names: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(8)
        self.hide()

    def show_names(self, names: Sequence[str]) -> None:
        """Show other names, the outermost first; without any there is no row."""
        if tuple(names) == self._names:
            return
        self._names = tuple(names)
        for part in (each for pair in self._parts for each in pair):
            part.hide()
            self._line.removeWidget(part)
            part.deleteLater()
        self._parts = [self._added(at, name) for at, name in enumerate(names)]
        self.setVisible(bool(names))

    def set_short(self, *, is_short: bool) -> None:
        """Show the last name alone, where there is no room for all."""
        for button, line in self._parts[:-1]:
            button.setVisible(not is_short)
            line.setVisible(not is_short)

    def _added(self, at: int, name: str) -> tuple[QPushButton, QLabel]:
        shown = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"
        button = QPushButton(shown.replace("&", "&&"), self)
        style.look(button, "link")
        button.setAccessibleName(f"Back to {name}")
        button.setToolTip(f"Back to “{name}”, which runs this workflow")
        button.clicked.connect(partial(self._ask, at))
        line = QLabel("/", self)
        style.look(line, "muted")
        for part in (button, line):
            self._line.addWidget(part)
            part.show()
        return button, line

    def _ask(self, at: int) -> None:
        self.asked.emit(at)
