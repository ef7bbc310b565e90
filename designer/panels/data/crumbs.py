"""Knows the way to the part of the data that is shown, and leads back. Must not know data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from designer.assets.style import look
from designer.forms.formulas.fields import SEPARATOR

if TYPE_CHECKING:
    from designer.panels.data.nodes import Node

_LONGEST = 28


class Crumbs(QWidget):
    """A heading, and behind it the parts that lie around what is shown.

    Args:
        title: the heading, which leads to the top.

    Attributes:
        chosen: emitted with the way to the part that the person wants to see.
    """

    chosen = Signal(object)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel(title, self)
        look(self.title, "heading")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addWidget(self.title)
        self._row.addStretch(1)
        self._parts: list[QWidget] = []
        self.setMinimumWidth(self.title.sizeHint().width())
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_way(self, node: Node | None) -> None:
        """Show the way to a part; nothing at the top."""
        for part in self._parts:
            self._row.removeWidget(part)
            part.deleteLater()
        self._parts = []
        way = node.way if node is not None else ()
        if node is None or not way:
            return
        for end, title in enumerate(("All", *node.titles)):
            short = title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"
            self._add(short, way[:end] if end < len(way) else None)

    def _add(self, title: str, way: object) -> None:
        if way is None:
            made: QWidget = QLabel(title)
            look(made, "caption")
        else:
            made = QPushButton(title)
            look(made, "link")
            made.clicked.connect(lambda _=False: self.chosen.emit(way))
            made.setAccessibleName(f"Back to {title}")
        if self._parts:
            self._insert(QLabel(SEPARATOR.strip()))
        self._insert(made)

    def _insert(self, part: QWidget) -> None:
        self._row.insertWidget(self._row.count() - 1, part)
        self._parts.append(part)
