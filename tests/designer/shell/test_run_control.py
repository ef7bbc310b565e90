"""What a person loses when runs are begun, stepped or repeated wrongly: their time, or a system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from designer.document.changes.field_uses import FormField
from designer.document.changes.rename_field import FieldRename
from designer.document.changes.steps import set_value
from designer.document.drafts.shelf import Shelf
from designer.document.history import Command
from designer.settings.preferences import Preferences, PreferencesFile
from designer.shell.studio import Studio
from runtime.plan.problems import Edit
from runtime.steps import kinds
from tests.helpers.drawings import data
from tests.helpers.outside import sending
from tests.helpers.studios import studio_services

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from designer.panels.run_bar.situation import Deed
    from designer.run_bridge.engine import Engine
    from runtime.definition.json_value import JsonObject
    from tests.helpers.studios import PreparedAnswers

SECONDS = 20_000


@pytest.fixture
def running(
    plain_look: None,
    tmp_path: Path,
    engine: Engine,
    qtbot: QtBot,
    answers: PreparedAnswers,
) -> Iterator[Studio]:
    """The window with the real engine, and a workflow of three steps in it."""
    import dataclasses

    from runtime.definition import files

    del plain_look
    services = dataclasses.replace(studio_services(), engine=engine)
    shelf, kept = Shelf(tmp_path / "drafts"), PreferencesFile(tmp_path / "designer.json")
    studio = Studio(services, shelf, kept, Preferences(theme="light"), cast("Any", answers))
    qtbot.addWidget(studio.window)
    file = tmp_path / "deal.baton.json"
    files.save(sending(data("one"), data("two", "data.n"), data("three"), id="d"), file)
    studio.open_name(str(file))
    studio.window.show()
    yield studio
    answers.unsaved_answer = "discard"
    studio.files.close()
    studio.close()


def until(qtbot: QtBot, studio: Studio, words: str) -> None:
    def seen() -> bool:
        return words in studio.run_bar.head.words.whole

    qtbot.waitUntil(seen, timeout=SECONDS)


def press(studio: Studio, deed: Deed) -> None:
    button = studio.run_bar.head.buttons[deed]
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_test_is_stepped_through_by_key_and_by_mouse_and_run_again(
    running: Studio, qtbot: QtBot
) -> None:
    """Else one cannot look into a process while it works, or begins anew with empty hands."""
    actions = running.window.actions_of
    assert actions.run("run.slowly") == ""
    until(qtbot, running, "Stands before “start”")
    assert actions.run("run.next") == ""
    until(qtbot, running, "Stands before “one”")
    press(running, "next")
    until(qtbot, running, "Stands before “two”")
    running.bench.toggle_stop("three")
    press(running, "go_on")
    until(qtbot, running, "Stands before “three”")
    assert actions.run("run.again"), "a run that is under way is not begun twice"
    assert actions.run("run.stop") == ""
    until(qtbot, running, "Stopped")
    first = running.bench.run
    press(running, "again")
    until(qtbot, running, "Stands before “three”")
    assert running.bench.run is not first
    press(running, "go_on")
    until(qtbot, running, "Completed")
    press(running, "close")
    assert running.bench.run is None
    assert running.run_bar.isHidden()


def test_a_case_runs_again_with_the_names_that_its_start_form_has_now(
    running: Studio, qtbot: QtBot, answers: PreparedAnswers
) -> None:
    """Else who gives a field a better name has to fill the form in anew, or runs without it."""
    document = running.bench.draft
    asked: JsonObject = {"type": "string", "title": "Client"}
    path = ("graph", "input")
    document.do(Command("Ask", (Edit("set", path, {"properties": {"client": asked}}),)))
    answers.filled = {"client": "Nordwind"}
    running.run.test()
    until(qtbot, running, "Completed")
    rename = FieldRename(document.model, kinds(), FormField("input", "client"), "customer")
    assert [*rename.work()] == []
    document.do(rename.command())

    first = running.bench.run
    qtbot.waitUntil(lambda: running.run.needs_end() == "", timeout=SECONDS)
    running.run.again()
    until(qtbot, running, "Completed")
    run = running.bench.run
    assert run is not None
    assert run is not first
    assert run.view.input == {"customer": "Nordwind"}

    answers.filled = {}
    running.run.test()
    until(qtbot, running, "Completed")
    assert running.preferences.given["d"] == {"customer": "Nordwind"}, "the form remembers it too"


def test_a_place_to_stop_on_an_edge_counts_for_the_run_that_is_under_way(
    running: Studio, qtbot: QtBot
) -> None:
    """Else F9 on an edge does nothing until the next test."""
    running.run.test_slowly()
    until(qtbot, running, "Stands before “start”")
    (edge,) = [e for e in running.bench.document.model.edges.values() if e["target"] == "three"]
    running.bench.select((), (str(edge["key"]),))
    running.view.setFocus()
    running.editing.toggle_stop()
    assert running.bench.stops == {str(edge["key"])}
    press(running, "go_on")
    until(qtbot, running, "Stands before “three”")


def test_a_bar_that_is_seen_is_reached_by_key(running: Studio, qtbot: QtBot) -> None:
    """Else who uses no mouse cannot answer, decide or step."""
    running.run.test_slowly()
    until(qtbot, running, "Stands before “start”")
    seen: list[bool] = []
    for _ in range(6):
        running.window.next_panel()
        seen.append(running.run_bar.isAncestorOf(running.window.focusWidget()))
    assert any(seen)


def test_a_real_run_is_asked_about_each_time(
    running: Studio, answers: PreparedAnswers, qtbot: QtBot
) -> None:
    """Else “Run again” writes into a system a second time, without a word."""
    answers.really = True
    running.run.run_for_real()
    until(qtbot, running, "Completed")
    assert running.run_bar.head.chip.text() == "Real run"
    first = running.bench.run
    answers.really = False
    press(running, "again")
    assert running.bench.run is first
    answers.really = True
    press(running, "again")
    assert running.bench.run is not first
    until(qtbot, running, "Completed")
    assert sum(asked.startswith("real") for asked in answers.asked) == 3


def test_a_recorded_run_lends_its_data_to_a_test(running: Studio, qtbot: QtBot) -> None:
    """Else a case of yesterday cannot be tried with what was changed today."""
    running.run.test()
    until(qtbot, running, "Completed")
    kept = running.bench.run
    assert kept is not None
    running.bench.set_run(running.bench.services.engine.open_run(kept.run))
    until(qtbot, running, "Completed")
    assert running.run_bar.head.buttons["again"].accessibleName() == "Test with its data"
    press(running, "again")
    qtbot.waitUntil(lambda: running.bench.run is not None and not running.bench.run.is_recorded)
    until(qtbot, running, "Completed")


def test_a_test_from_a_step_takes_the_place_of_one_that_stands_at_an_incident(
    running: Studio, qtbot: QtBot
) -> None:
    """Else whoever mends a formula that failed has to find out how to stop the test first."""
    document = running.bench.document
    document.do(set_value(document.model, "two", ("params", "value"), '$number("x")'))
    running.run.test()
    failed = running.bench.run
    assert failed is not None
    qtbot.waitUntil(lambda: bool(failed.view.waiting_for), timeout=SECONDS)
    assert running.run.needs_workflow()
    document.do(set_value(document.model, "two", ("params", "value"), "1"))
    qtbot.waitUntil(lambda: not running.run.needs_from(), timeout=SECONDS)
    running.run.test_from("two")
    assert running.bench.run is not failed
    until(qtbot, running, "Completed")


def test_what_cannot_be_run_again_says_why(studio: Studio) -> None:
    """Else a grey entry of the menu is a riddle."""
    studio.files.new()
    assert "no run yet" in studio.run.needs_end()
    assert "No task" in studio.run_bar.needs_task()


def test_what_a_change_changed_is_one_button_away(running: Studio, qtbot: QtBot) -> None:
    """Else who changes a limit and runs again has to look for what it did."""
    running.run.test()
    until(qtbot, running, "Completed")
    assert running.run_bar.head.buttons["compare"].isHidden(), "there is no run before"
    document = running.bench.document
    document.do(set_value(document.model, "two", ("params", "value"), "data.n + 1"))
    press(running, "again")
    until(qtbot, running, "Completed")
    qtbot.waitUntil(running.run_bar.head.buttons["compare"].isVisible, timeout=SECONDS)
    press(running, "compare")
    qtbot.waitUntil(lambda: "two" in running.bench.differing, timeout=SECONDS)
    assert running.panels is not None
    assert running.panels.history.two.isVisible()
    item = running.link.scene.step_item("two")
    assert item is not None
    assert item.face.state.differs.startswith("changed")


def test_the_keyboard_stays_where_the_run_is(running: Studio, qtbot: QtBot) -> None:
    """Else the next key goes into a field at the other side of the window."""
    with qtbot.waitActive(running.window):
        running.window.activateWindow()
    running.run.test()
    until(qtbot, running, "Completed")
    again = running.run_bar.head.buttons["again"]
    again.setFocus()
    first = running.bench.run
    QTest.keyClick(again, Qt.Key.Key_Space)
    assert running.bench.run is not first
    assert running.run_bar.isAncestorOf(running.window.focusWidget())
    until(qtbot, running, "Completed")
    qtbot.waitUntil(again.hasFocus, timeout=SECONDS)
    press(running, "close")
    assert running.view.hasFocus()


def test_a_test_from_a_step_takes_the_drawing_of_then_or_of_now(
    running: Studio, qtbot: QtBot
) -> None:
    """Else a failure of yesterday cannot be looked into once the drawing was changed."""
    running.run.test()
    until(qtbot, running, "Completed")
    document = running.bench.draft
    running.editing.select_step("two")
    assert "Nothing was changed" in running.editing.why_not("run_from_as_run")
    document.do(set_value(document.model, "two", ("params", "value"), "41 + 1"))
    document.do(set_value(document.model, "three", ("params", "value"), "$broken("))
    assert not running.editing.why_not("run_from_as_run")
    first = running.bench.run
    assert running.window.actions_of.run("run.from_as_run") == ""
    again = running.bench.run
    assert again is not None
    assert again is not first
    qtbot.waitUntil(lambda: again.is_over, timeout=SECONDS)
    assert again.view.status == "completed", "what is wrong with the draft is nothing to it"
    assert again.view.steps["two"].output != 42
    qtbot.waitUntil(lambda: running.drawing.is_shown, timeout=SECONDS)
    assert running.bench.document.model.value(("nodes", "two", "params", "value")) == "data.n"
    assert document.model.value(("nodes", "two", "params", "value")) == "41 + 1"
    running.drawing.show_draft()
    document.do(set_value(document.model, "three", ("params", "value"), "1"))
    qtbot.waitUntil(lambda: not running.editing.why_not("run_from"), timeout=SECONDS)
    running.editing.select_step("two")
    running.editing.run_from()
    qtbot.waitUntil(lambda: running.bench.run is not again, timeout=SECONDS)
    until(qtbot, running, "Completed")
    now = running.bench.run
    assert now is not None
    assert now.view.steps["two"].output == 42
    assert not running.drawing.is_shown


def test_two_runs_of_before_are_compared_on_the_drawing_of_the_later_one(
    running: Studio, qtbot: QtBot
) -> None:
    """Else nobody finds out what a change of last week did to two cases."""
    document = running.bench.draft
    for value in ("data.n", "data.n + 1"):
        document.do(set_value(document.model, "two", ("params", "value"), value))
        running.run.test()
        until(qtbot, running, "Completed")
    document.do(set_value(document.model, "two", ("params", "value"), "0"))
    running.run.put_away()
    running.window.desk.drawer.show_panel("history")
    assert running.panels is not None
    runs = running.panels.history.runs
    qtbot.waitUntil(lambda: runs.model.rowCount() == 2, timeout=SECONDS)
    runs.list.selectAll()
    QTest.mouseClick(runs.compare, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(running.bench.differing), timeout=SECONDS)
    assert running.drawing.is_shown
    told = {(row.what, row.before, row.now) for row in running.panels.history.two.model.rows}
    assert ("One formula", "data.n", "data.n + 1") in told
    item = running.link.scene.step_item("two")
    assert item is not None
    assert item.face.state.differs
    running.drawing.show_draft()
    item = running.link.scene.step_item("two")
    assert item is not None
    assert item.face.state.differs, "on the draft as well"
