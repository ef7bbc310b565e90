"""A run stands in a workflow that another one runs: one looks into it and finds the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from designer.canvas.menu import STEP, menu
from designer.panels.run_log import RunLog
from runtime.definition import files as workflow_files
from tests.helpers.drawings import data, draw
from tests.helpers.run_sessions import RecordingEngine, events_of, session_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from designer.shell.studio import Studio
    from runtime.definition.definition import Definition


_ASKS = {"title": "Approve the credit?", "assignees": '"role:finance_lead"'}


def _outer() -> Definition:
    call = {
        "id": "check",
        "kind": "sub_workflow",
        "name": "Check the credit",
        "params": {"workflow": "credit"},
    }
    nodes: list[str | dict[str, Any]] = ["begin:start", data("first", "7"), call, "done:end"]
    return draw(
        nodes, ["begin>first", "first>check", "check>done"], id="deal", name="Opportunity to order"
    )


def _inner() -> Definition:
    """It has a step of the same id as one of its caller."""
    nodes: list[str | dict[str, Any]] = [
        "begin:start",
        data("first", "40 + 2", name="Work out the limit"),
        {"id": "second", "kind": "approval", "name": "Finance approves", "params": _ASKS},
        "no:end",
        "done:end",
    ]
    lines = ["begin>first", "first>second", "second.approved>done", "second.rejected>no"]
    return draw(nodes, lines, id="credit", name="Credit check")


@pytest.fixture
def paused(studio: Studio, tmp_path: Path) -> Studio:
    """A window with a test that waits for a person in a called workflow."""
    folder = tmp_path / "workflows"
    folder.mkdir()
    workflow_files.save(_inner(), folder / "credit.baton.json")
    workflow_files.save(_outer(), path := folder / "deal.baton.json")
    assert studio.open_name(str(path))
    found = {"credit": _inner()}
    name, events = events_of(_outer(), stands=True, library=found.__getitem__)
    engine = RecordingEngine()
    run = session_of(engine, _outer(), name, events)
    studio.bench.set_run(run)
    assert cast("Any", run.parent()) is engine
    return studio


def _states(studio: Studio) -> dict[str, str]:
    return {item.step: item.face.state.name for item in studio.link.scene.step_items()}


def _buttons(studio: Studio) -> list[QPushButton]:
    return [button for button in studio.strip.findChildren(QPushButton) if not button.isHidden()]


def _travelled(studio: Studio) -> int:
    keys = studio.bench.document.model.edges
    items = [studio.link.scene.edge_item(key) for key in keys]
    return sum(item is not None and item.line.state.count > 0 for item in items)


def test_one_looks_into_the_workflow_where_the_run_stands_and_back(paused: Studio) -> None:
    assert _states(paused)["check"] == "waiting"
    (into,) = _buttons(paused)
    assert into.text() == "Step into it"
    into.click()
    assert paused.bench.document.name == "Credit check"
    assert _states(paused) == {
        "begin": "ok",
        "first": "ok",
        "second": "waiting",
        "done": "idle",
        "no": "idle",
    }
    assert _travelled(paused) == 2
    assert paused.bench.selected == ("second",)
    assert paused.strip.accessibleName() == "Inside “Credit check” — read only"
    (out,) = _buttons(paused)
    assert out.text() == "Step out"
    out.click()
    assert paused.bench.document is paused.bench.draft
    assert paused.bench.selected == ("check",)
    assert _travelled(paused) == 2
    assert not paused.bench.document.locked


def test_steps_of_the_called_workflow_have_their_names_before_one_steps_into_it(
    paused: Studio, qtbot: QtBot
) -> None:
    """Else log, bar and time slider speak of “second”, which stands on no card."""
    paused.window.desk.drawer.show_panel("log")
    (log,) = paused.window.findChildren(RunLog)

    def says() -> list[str]:
        model = log.model
        return [model.line(row).split("\t")[1] for row in range(model.rowCount())]

    inner = "Check the credit \u203a Finance approves"
    qtbot.waitUntil(lambda: inner in says(), timeout=20_000)
    assert "Check the credit \u203a Work out the limit" in says()
    assert "First" not in {each.rpartition(" \u203a ")[2] for each in says() if "\u203a" in each}
    assert inner in paused.moments.bar.words_of(log.model.place(says().index(inner)))
    assert paused.bench.names.title("check/second") == "Finance approves"
    assert paused.bench.names.way("check/second", "rejected") == "refused"
    paused.stepping.step_in()
    assert inner in says(), "inside it is called the same"


def test_a_called_workflow_whose_file_is_gone_is_told_of_without_ids(
    paused: Studio, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: bool(paused.bench.names.called), timeout=20_000)
    paused.bench.set_called({})
    told = paused.bench.names.title("check/second")
    assert told == "a step inside"


def test_the_header_leads_back_too_and_nothing_can_be_changed_inside(paused: Studio) -> None:
    assert paused.window.actions_of.run("run.into") == ""
    header = paused.window.header
    assert "Credit check" in [label.text() for label in header.findChildren(QLabel)]
    assert paused.editing.why_not("remove").startswith("This workflow is looked at as a part")
    (back,) = [
        button
        for button in header.findChildren(QPushButton)
        if button.accessibleName() == "Back to Opportunity to order"
    ]
    back.click()
    assert paused.bench.document is paused.bench.draft
    assert paused.window.actions_of.run("run.out") == "No called workflow is looked into."


def test_tests_neither_stop_nor_begin_inside(paused: Studio) -> None:
    """A stop at “first” here would be one at the caller's step of that id."""
    paused.stepping.step_in()
    paused.bench.select(("first",))
    assert "the workflow that is open" in paused.editing.why_not("run_from")
    assert "looked at as a part of a run" in paused.editing.why_not("toggle_stop")


def test_a_run_that_waits_inside_is_not_taken_for_a_busy_one(paused: Studio) -> None:
    assert paused.bench.run is not None
    assert not paused.bench.run.is_busy


def test_data_are_those_of_the_step_inside_and_not_of_its_namesake(paused: Studio) -> None:
    paused.stepping.step_in()
    run = paused.bench.run
    assert run is not None
    assert run.data_at(paused.bench.path_of("first"))["out"] == 42
    assert run.data_at("first")["out"] == 7


def test_a_step_of_the_caller_that_is_asked_for_leads_out(paused: Studio) -> None:
    paused.stepping.step_in()
    paused.bench.show_step("check")
    assert paused.bench.document is paused.bench.draft
    assert paused.bench.selected == ("check",)


def test_another_run_or_workflow_is_not_looked_at_from_inside(paused: Studio) -> None:
    paused.stepping.step_in()
    paused.bench.set_run(None)
    assert paused.bench.document is paused.bench.draft
    assert not paused.stepping.is_inside
    assert not paused.strip.isVisible()


def test_a_step_that_runs_none_and_a_window_without_a_run_say_why(
    paused: Studio, studio: Studio
) -> None:
    paused.stepping.step_in()
    paused.bench.select(("first",))
    assert studio.stepping.why_not() == "Choose a step that runs another workflow."
    paused.bench.set_run(None)
    assert studio.stepping.why_not().startswith("No run is shown")


def test_an_entry_that_is_grey_says_why_to_keys_and_screen_readers_too(paused: Studio) -> None:
    """A hint is shown to the pointer alone, and a grey entry without a reason is a riddle."""
    paused.stepping.step_in()
    paused.bench.select(("first",))
    made = menu(paused.editing, STEP, paused.window)
    told = "Test from here, as it was run (a test begins in the workflow that is open)"
    (entry,) = [each for each in made.actions() if each.text().startswith(told[:29])]
    assert entry.text() == told
    assert not entry.isEnabled()
    assert entry.toolTip().endswith("step out first.")
    actions = paused.window.actions_of
    actions.refresh()
    assert actions.qt("run.from_as_run").text() == told
    made.deleteLater()
