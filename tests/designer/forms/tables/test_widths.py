"""Columns of a table share its room: a result is not cut while the column beside it is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from designer.assets.theme import LIGHT
from designer.forms.context import FormContext
from designer.forms.tables.grid import TableGrid
from designer.forms.tables.model import TableModel
from designer.forms.tables.widths import WIDEST, shared

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

WHY = "Sales has no budget of its own for this kind of service"
TABLE: dict[str, Any] = {
    "inputs": [{"title": "Region", "expression": "data.region", "type": "text"}],
    "outputs": [{"name": "why", "type": "text"}, {"name": "who", "type": "text"}],
    "rows": [{"when": ['"EMEA"'], "then": [WHY, "cfo"]}],
}


def test_the_rest_goes_to_the_columns_whose_words_need_it() -> None:
    """Else long words are cut although there is room for them."""
    assert shared([100, 100, 100], [50, 150, 400], 1000) == [100, 150, 400]
    assert shared([100, 100, 100], [50, 150, 150], 350) == [100, 125, 125]
    assert shared([100, 100], [50, 300], 150) == [100, 100]
    assert shared([100, 100], [50, 9000], 5000) == [100, WIDEST]
    assert shared([], [], 100) == []


def test_a_long_result_is_shown_whole_where_there_is_room(qtbot: QtBot) -> None:
    """Else a process owner widens every column by hand to read the own rules."""
    model = TableModel(LIGHT)
    grid = TableGrid(model, FormContext(LIGHT))
    qtbot.addWidget(grid)
    grid.resize(1200, 300)
    grid.show()
    model.set_table(TABLE)
    assert grid.columnWidth(1) > grid.fontMetrics().horizontalAdvance(WHY)
    grid.resize(500, 300)
    assert grid.columnWidth(1) < grid.fontMetrics().horizontalAdvance(WHY)
    grid.setColumnWidth(1, 333)
    grid.resize(1200, 300)
    assert grid.columnWidth(1) == 333, "a width that the person chose was lost"
