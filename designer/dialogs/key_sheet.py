"""Knows how the keys of the window are shown. Must not know what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from designer.assets import style

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIZE = QSize(520, 640)
_NATIVE = QKeySequence.SequenceFormat.NativeText


class KeySheet(QDialog):
    """All keys, by menu.

    Args:
        keys: menu, title and keys of each action that has some.
        parent: the window it belongs to.
    """

    def __init__(
        self, keys: Sequence[tuple[str, str, Sequence[str]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self.resize(_SIZE)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(_sheet(keys))
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.addWidget(area, 1)
        layout.addWidget(close)


def _sheet(keys: Sequence[tuple[str, str, Sequence[str]]]) -> QWidget:
    sheet = QWidget()
    grid = QGridLayout(sheet)
    grid.setColumnStretch(0, 1)
    grid.setVerticalSpacing(6)
    line, former = 0, ""
    for menu, title, names in keys:
        if menu != former:
            heading = QLabel(menu, sheet)
            style.look(heading, "heading")
            heading.setContentsMargins(0, 10 if line else 0, 0, 0)
            grid.addWidget(heading, line, 0)
            line, former = line + 1, menu
        grid.addWidget(QLabel(title, sheet), line, 0)
        shown = " or ".join(QKeySequence(name).toString(_NATIVE) for name in names)
        key = QLabel(shown, sheet)
        style.look(key, "key")
        grid.addWidget(key, line, 1, Qt.AlignmentFlag.AlignRight)
        line += 1
    grid.setRowStretch(line, 1)
    return sheet
