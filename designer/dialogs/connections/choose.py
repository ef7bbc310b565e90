"""Knows how a person picks the system to connect. Must not know any system by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from connectors.connector import load, load_catalog
from connectors.errors import ConnectorError
from designer.assets.icons import icon
from designer.assets.style import look, open_at
from designer.forms.dialog_parts import lines_of
from designer.forms.two_lines import TwoLines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.manifest import Manifest
    from designer.assets.theme import Theme

_SIZE = (460, 420)
_ID = Qt.ItemDataRole.UserRole


class ChooseSystem(QDialog):
    """All systems that this Baton has a connector for.

    Args:
        theme: colours.
        parent: the window it belongs to.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Connect a system")
        open_at(self, *_SIZE)
        title = QLabel("Which system?", self)
        look(title, "title")
        self.filter = QLineEdit(placeholderText="Search systems", clearButtonEnabled=True)
        self.filter.setAccessibleName("Search systems")
        self.filter.textChanged.connect(self._show_fitting)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Systems")
        self.list.setItemDelegate(TwoLines(theme, self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for manifest in systems():
            item = QListWidgetItem(f"{manifest.title}\n{manifest.description}", self.list)
            item.setData(_ID, manifest.id)
            item.setIcon(icon("connections", theme.categories["system"].ink, 20))
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(self.accept)
        buttons = QDialogButtonBox.StandardButton
        box = QDialogButtonBox(buttons.Cancel, self)
        go = box.addButton("Continue", QDialogButtonBox.ButtonRole.AcceptRole)
        look(go, "primary")
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        layout = lines_of(self)
        for widget in (title, self.filter, self.list, box):
            layout.addWidget(widget)

    def connector(self) -> str:
        """Return the id of the connector that is chosen; "" for none."""
        index = self.list.currentIndex()
        is_seen = index.isValid() and not self.list.isRowHidden(index.row())
        return str(index.data(_ID)) if is_seen else ""

    def _show_fitting(self, text: str) -> None:
        words = text.casefold().split()
        first: QListWidgetItem | None = None
        for at in range(self.list.count()):
            item = self.list.item(at)
            fits = all(word in item.text().casefold() for word in words)
            item.setHidden(not fits)
            first = first or (item if fits else None)
        if first is not None:
            self.list.setCurrentItem(first)


def systems() -> Iterator[Manifest]:
    """Yield what can be connected; a connector that cannot be read is left out."""
    for name in load_catalog():
        try:
            yield load(name).manifest
        except ConnectorError:
            continue
