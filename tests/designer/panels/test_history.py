"""Tests that people find what ran before, and come back to any state of their drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from designer.document.changes import steps
from designer.document.opening import new_workflow
from designer.panels.history.panel import HistoryPanel
from designer.panels.tasks.page import TasksPage
from tests.helpers.run_sessions import (
    engine_of,
    run_desk,
    session_of,
    signed_sow,
    signed_sow_events,
    told,
)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from designer.panels.workbench import Workbench

_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def recorded(run: str, **changes: Any) -> dict[str, Any]:
    row = {
        "run": run,
        "definition": "deal",
        "name": "Deal",
        "key": "",
        "status": "completed",
        "requester": "user:analyst",
        "incidents": 0,
        "dry": True,
        "test": True,
        "started": "2026-11-20T08:00:00+00:00",
        "ended": "2026-11-20T08:00:02+00:00",
    }
    return row | changes


@pytest.fixture
def bench() -> Workbench:
    return run_desk(new_workflow("Deal"))


def shown(qtbot: QtBot, bench: Workbench) -> HistoryPanel:
    panel = HistoryPanel(bench)
    qtbot.addWidget(panel)
    panel.resize(900, 260)
    panel.show()
    return panel


def texts(panel: HistoryPanel, row: int) -> list[str]:
    model = panel.runs.model
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def test_runs_are_listed_in_words_and_found_by_them(qtbot: QtBot, bench: Workbench) -> None:
    engine_of(bench).rows = [
        recorded("r2", status="waiting", incidents=1, key="SOW-1042", dry=False, ended=""),
        recorded("r1"),
    ]
    panel = shown(qtbot, bench)
    qtbot.waitUntil(lambda: panel.runs.model.rowCount() == 2)
    assert texts(panel, 0)[:3] == ["Needs a decision", "SOW-1042", "Real run"]
    assert texts(panel, 1)[0] == "Completed"
    assert texts(panel, 1)[4] == "2.0 s"
    panel.runs.filter.setText("1042")
    assert panel.runs.model.rowCount() == 1
    panel.runs.filter.setText("nothing like it")
    assert panel.runs.empty.text() == "No run has these words."


def test_a_case_that_is_over_needs_no_decision_any_more(qtbot: QtBot, bench: Workbench) -> None:
    """Else an operator looks for something to decide in a case that was mended."""
    engine_of(bench).rows = [
        recorded("r1", status="failed", incidents=1),
        recorded("r2", status="running", incidents=1, ended=""),
    ]
    panel = shown(qtbot, bench)
    qtbot.waitUntil(lambda: panel.runs.model.rowCount() == 2)
    assert [texts(panel, row)[0] for row in range(2)] == ["Failed", "Needs a decision"]


def test_the_list_follows_the_run_on_the_desk(qtbot: QtBot, bench: Workbench) -> None:
    """A retry that ended the case is seen in the list that stands open beside it."""
    engine_of(bench).rows = [recorded("r1", status="waiting", incidents=1, ended="")]
    panel = shown(qtbot, bench)
    run, events = signed_sow_events()
    session = session_of(engine_of(bench), signed_sow(), run, events[:3])
    bench.set_run(session)
    qtbot.waitUntil(lambda: texts(panel, 0)[:1] == ["Needs a decision"])
    engine_of(bench).rows = [recorded("r1")]
    session.take([told(each) for each in events[3:]])
    qtbot.waitUntil(lambda: texts(panel, 0)[:1] == ["Completed"])


def test_an_empty_list_says_how_to_begin(qtbot: QtBot, bench: Workbench) -> None:
    panel = shown(qtbot, bench)
    qtbot.waitUntil(lambda: "F5" in panel.runs.empty.text())


def test_any_state_of_the_drawing_is_one_click_away(qtbot: QtBot, bench: Workbench) -> None:
    document = bench.document
    for name in ("One", "Two", "Three"):
        document.do(steps.add(document.model, "start", name=name, place=(0, 0))[0])
    panel = shown(qtbot, bench)
    panel.bar.setCurrentIndex(1)
    entries = panel.edits.list
    assert entries.count() == 4
    place = entries.visualItemRect(entries.item(1)).center()
    QTest.mouseClick(entries.viewport(), _LEFT, _NONE, place)
    assert len(document.model.nodes) == 1
    QTest.keyClick(entries, Qt.Key.Key_End)
    QTest.keyClick(entries, Qt.Key.Key_Return)
    assert len(document.model.nodes) == 3


def test_lists_are_looked_through_again_by_the_same_words(qtbot: QtBot, bench: Workbench) -> None:
    """One word for one thing: else a person looks for a difference between runs and tasks."""
    page = TasksPage(bench, lambda: ("user:analyst", ()))
    qtbot.addWidget(page)
    assert shown(qtbot, bench).runs.again.text() == page.again.text() == "Look again"
