"""People see what went through each step; without this they guess why a run did what it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from designer.panels.data.panel import DataPanel
from designer.panels.data.tree_model import TreeModel
from tests.helpers.run_sessions import run_desk, show_run, signed_sow, signed_sow_events

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from pytestqt.qtbot import QtBot

    from designer.panels.data.side import Side
    from designer.panels.workbench import Workbench


@pytest.fixture
def bench() -> Workbench:
    return run_desk(signed_sow())


@pytest.fixture
def panel(bench: Workbench, qtbot: QtBot) -> DataPanel:
    made = DataPanel(bench)
    qtbot.addWidget(made)
    made.resize(1100, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def model_of(side: Side) -> TreeModel:
    found = side.view.model()
    assert isinstance(found, TreeModel)
    return found


def rows(model: TreeModel, parent: QModelIndex | None = None) -> dict[str, str]:
    """Titles and words of the rows in a row, or at the top."""
    parent = parent or model.index(-1, 0)
    return {
        str(model.index(row, 0, parent).data()): str(model.index(row, 1, parent).data())
        for row in range(model.rowCount(parent))
    }


def test_an_empty_tab_says_what_to_do_and_does_it(panel: DataPanel, qtbot: QtBot) -> None:
    assert "F5" in panel.empty.text()
    with qtbot.waitSignal(panel.run_wanted):
        panel.test_run.click()


def test_the_selected_step_tells_what_went_in_and_came_out(
    panel: DataPanel, bench: Workbench, qtbot: QtBot
) -> None:
    show_run(bench, *signed_sow_events())
    bench.select(("find_client",))
    qtbot.waitUntil(lambda: panel.seen.step == "find_client")
    given = model_of(panel.given)
    assert [*rows(given)] == [
        "What it was given",
        "The case",
        "What the case began with",
        "Results of earlier steps",
    ]
    assert rows(given, given.index(0, 0))["name"] == "Client A SAS"
    assert rows(model_of(panel.result))["count"] == "1"
    assert panel.heading.step.text() == bench.title_of("find_client")


def test_without_a_selection_the_step_where_the_run_stands_is_shown(
    panel: DataPanel, bench: Workbench, qtbot: QtBot
) -> None:
    show_run(bench, *signed_sow_events())
    qtbot.waitUntil(lambda: panel.seen.step != "")
    assert panel.seen.step in {"already_there", "project_exists"}


def test_an_earlier_moment_shows_what_was_known_then(
    panel: DataPanel, bench: Workbench, qtbot: QtBot
) -> None:
    show_run(bench, *signed_sow_events())
    bench.select(("margin",))
    qtbot.waitUntil(lambda: bool(panel.seen.visits))
    bench.set_moment(3)
    qtbot.waitUntil(lambda: not panel.seen.visits)
    assert "by this moment" in panel.given.empty.text()
    bench.set_moment(None)
    qtbot.waitUntil(lambda: bool(panel.seen.visits))
