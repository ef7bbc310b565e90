"""Knows how the keys of the window are shown. Must not know what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QWidget,
)

from designer.assets import style
from designer.forms.dialog_parts import lines_of
from designer.forms.parts import row

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIZE = (520, 640)
_AROUND = (8, 6, 16, 6)
"""Room around the lines, so that the frame of the keyboard touches none."""
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
        style.open_at(self, *_SIZE)
        title = QLabel("Keys", self)
        style.look(title, "title")
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName("Keys")
        area.setWidgetResizable(True)
        area.setWidget(_sheet(keys))
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close.rejected.connect(self.reject)
        layout = lines_of(self, 12)
        layout.addWidget(title)
        layout.addWidget(area, 1)
        layout.addWidget(close)


def _sheet(keys: Sequence[tuple[str, str, Sequence[str]]]) -> QWidget:
    sheet = QWidget()
    grid = QGridLayout(sheet)
    grid.setContentsMargins(*_AROUND)
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
        grid.addWidget(_keys(names, sheet), line, 1, Qt.AlignmentFlag.AlignRight)
        line += 1
    grid.setRowStretch(line, 1)
    return sheet


def _keys(names: Sequence[str], parent: QWidget) -> QWidget:
    """Return the keys of one action, each as a key of its own."""
    holder = QWidget(parent)
    line = row(spacing=6, parent=holder)
    for name in names:
        if line.count():
            between = QLabel("or", holder)
            style.look(between, "caption")
            line.addWidget(between)
        key = QLabel(QKeySequence(name).toString(_NATIVE), holder)
        style.look(key, "key")
        line.addWidget(key)
    return holder
