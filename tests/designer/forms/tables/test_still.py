"""Nothing jumps under the hands of whoever types into a table."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from designer.assets import style
from designer.assets.theme import LIGHT
from designer.forms import schema as reading
from designer.forms.context import FormContext
from designer.forms.tables.dialog import TableDialog
from runtime import steps
from tests.helpers.designer_helper import InProcessHelper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from designer.forms.tables.sheet import Sheet

KIND = steps.kind("decision_table")
TABLE: Any = {
    "inputs": [
        {"title": "Amount", "expression": "data.amount", "type": "money"},
        {"title": "Region", "expression": "data.region", "type": "text"},
    ],
    "outputs": [{"name": "approver", "type": "text"}],
    "rows": [
        {"when": ["< 10000", "-"], "then": ["lead"]},
        {"when": [">= 10000", "EMEA"], "then": ["cfo"]},
    ],
}
INK = 60


@pytest.fixture
def themed(qapp: QApplication) -> Iterator[None]:
    before = qapp.styleSheet(), qapp.palette(), qapp.font()
    style.apply(qapp, LIGHT)
    yield
    qapp.setStyleSheet(before[0])
    qapp.setPalette(before[1])
    qapp.setFont(before[2])


@pytest.fixture
def dialog(qtbot: QtBot, themed: None) -> TableDialog:
    del themed
    context = FormContext(LIGHT, helper=InProcessHelper())
    members = reading.members(KIND.params.model_json_schema())
    made = TableDialog(reading.opened(members["table"]), context)
    qtbot.addWidget(made)
    made.sheet.set_value(TABLE)
    made.show()
    qtbot.waitExposed(made)
    return made


def _places(sheet: Sheet) -> tuple[int, int, int]:
    """How far below the window's top the first row and the row to try are; how high the grid is."""
    QApplication.processEvents()
    window, grid = sheet.window(), sheet.grid
    first = grid.viewport().mapTo(window, QPoint(0, grid.rowViewportPosition(0))).y()
    return first, sheet.trial_row.mapTo(window, QPoint()).y(), grid.height()


def test_rows_and_the_row_to_try_stay_when_it_is_said_what_applies(
    qtbot: QtBot, dialog: TableDialog
) -> None:
    sheet = dialog.sheet
    before = _places(sheet)
    for value, said in (("5", "Row 1 applies"), ("", ""), ("much", "fit"), ("6", "Row 1")):
        sheet.trial.write(0, 0, value)
        qtbot.waitUntil(partial(_says, sheet, said))
        assert _places(sheet) == before


def _says(sheet: Sheet, said: str) -> bool:
    return said in sheet.told() if said else not sheet.told()


def test_all_rows_are_seen_where_there_is_room_also_after_one_was_added(
    dialog: TableDialog,
) -> None:
    grid = dialog.sheet.grid
    for _ in range(4):
        QApplication.processEvents()
        assert grid.height() == grid.sizeHint().height()
        assert grid.verticalScrollBar().maximum() == 0
        grid.add_row()


def _ink(widget: Any, cell: QRect) -> set[tuple[int, int]]:
    """The pixels of a cell that differ much from its ground, without its border."""
    window = widget.window()
    picture = window.grab(QRect(widget.mapTo(window, cell.topLeft()), cell.size())).toImage()
    inner = [(x, y) for x in range(4, picture.width() - 4) for y in range(5, picture.height() - 5)]
    light = {place: picture.pixelColor(*place).lightness() for place in inner}
    ground = Counter(light.values()).most_common(1)[0][0]
    return {place for place, here in light.items() if abs(here - ground) > INK}


@pytest.mark.parametrize("at", [(1, 0), (1, 1), (1, 2)])
def test_a_cell_reads_in_the_same_place_while_it_is_typed(
    dialog: TableDialog, at: tuple[int, int]
) -> None:
    grid = dialog.sheet.grid
    grid.go_to(0, 1)
    cell = grid.visualRect(grid.model().index(*at))
    shown = _ink(grid.viewport(), cell)
    grid.go_to(*at)
    grid.edit(grid.currentIndex())
    line = grid.viewport().findChildren(QLineEdit)[-1]
    line.setText(str(grid.currentIndex().data(Qt.ItemDataRole.DisplayRole)))
    typed: list[set[tuple[int, int]]] = []
    for place in (0, len(line.text())):  # what is there both times is no cursor
        line.setCursorPosition(place)
        QApplication.processEvents()
        typed.append(_ink(grid.viewport(), cell))
    written = typed[0] & typed[1]
    assert shown
    assert written
    for axis in (0, 1):
        ends = [(min(p[axis] for p in ink), max(p[axis] for p in ink)) for ink in (shown, written)]
        assert all(abs(one - other) <= 3 for one, other in zip(*ends, strict=True))
