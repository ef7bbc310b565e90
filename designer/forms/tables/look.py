"""Knows how cells look, in a table and where it is tried. Must not know what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from designer.forms.parts import be

if TYPE_CHECKING:
    from designer.forms.tables.rules import Column

ROW_HEIGHT = 30
_PIXELS = QAbstractItemView.ScrollMode.ScrollPerPixel


def look_as_sheet(view: QTableView, name: str) -> None:
    """Let a view look as the cells of a spreadsheet, which a key or two clicks begin to edit.

    Args:
        view: the cells.
        name: what a screen reader calls them.
    """
    be(view, "sheet")
    view.setAccessibleName(name)
    view.setWordWrap(False)
    view.setVerticalScrollMode(_PIXELS)
    view.setHorizontalScrollMode(_PIXELS)
    view.setEditTriggers(
        QAbstractItemView.EditTrigger.AnyKeyPressed
        | QAbstractItemView.EditTrigger.DoubleClicked
        | QAbstractItemView.EditTrigger.EditKeyPressed
    )
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    view.horizontalHeader().setStretchLastSection(True)


def side_of(column: Column) -> Qt.AlignmentFlag:
    """Return on which side of a cell its text stands: amounts stand right."""
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
