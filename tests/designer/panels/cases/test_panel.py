"""Tests that people keep, run, change and throw away tests by hand, and that nothing is lost.

If they fail, a test says something else than what was looked at and found right.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QInputDialog

from designer.assets.theme import DARK
from designer.document.changes.steps import rename, set_value
from designer.document.history import Command
from designer.forms.formulas.fields import PERSONAL
from designer.panels.cases import store
from designer.panels.cases.case import Case, Expected, Field, cases
from designer.panels.cases.compare import Difference
from designer.panels.cases.masked import Masked
from designer.panels.cases.panel import TestsPanel
from designer.panels.cases.reached import Reached, reached
from designer.panels.cases.recording import recorded_case, usual_fields
from designer.panels.cases.results import Result, Results
from designer.panels.cases.runner import Runner
from designer.panels.cases.settings import TestSettings
from designer.panels.cases.trouble_chip import TroubleChip
from designer.run_bridge.orders import Answer, Trouble
from designer.settings.preferences import Preferences
from runtime.debug import SimulatedAnswer
from runtime.definition.personal import MASK
from runtime.plan.problems import Edit
from tests.helpers.designer_helper import InProcessReply
from tests.helpers.drawings import choice, data, draw
from tests.helpers.run_sessions import engine_of, events_of, run_desk, session_of, show_run
from tests.helpers.studios import StudioHelper

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from designer.panels.cases.case_dialog import CaseDialog
    from designer.panels.cases.setup_dialog import SetupDialog
    from designer.panels.workbench import Workbench
    from runtime.definition.definition import Definition
    from runtime.events.model import Recorded

_LEFT = Qt.MouseButton.LeftButton
LONG = "Over the limit, and refused by finance because the client has not paid since last summer"


def payment() -> Definition:
    ask: dict[str, Any] = {
        "id": "ask",
        "kind": "approval",
        "name": "Finance approves",
        "params": {"title": "Pay?", "assignees": "'role:finance'"},
    }
    return draw(
        [
            "start",
            choice("over", "ask", when="$number(input.amount) > 100"),
            ask,
            data("keep", "{'amount': input.amount, 'at': $now()}", saves={"paid": "output"}),
            {"id": "end", "kind": "end", "name": "Paid"},
            {"id": "no", "kind": "end", "name": "Refused"},
        ],
        [
            "start>over",
            "over.ask>ask",
            "over.otherwise>keep",
            "ask.approved>keep",
            "ask.rejected>no",
            "keep>end",
        ],
        id="pay",
        connections={"erp": {"connector": "tryton", "title": "Tryton"}},
    )


@cache
def ran(amount: str, outcome: str = "") -> tuple[str, tuple[Recorded, ...]]:
    """A payment that really ran."""
    said = (SimulatedAnswer("ask", outcome, reason="Too dear."),) if outcome else ()
    run, events = events_of(payment(), {"amount": amount}, answers=said)
    return run, tuple(events)


@pytest.fixture
def bench() -> Workbench:
    return run_desk(payment())


@pytest.fixture
def preferences() -> Preferences:
    return Preferences()


@pytest.fixture
def quiet() -> float:
    """Seconds after which a run that says nothing is looked at."""
    return 0.05


@pytest.fixture
def panel(qtbot: QtBot, bench: Workbench, preferences: Preferences, quiet: float) -> TestsPanel:
    settings = TestSettings(bench, preferences, bench)
    runner = Runner(bench.services.engine, bench.title_of, bench, quiet=quiet)
    made = TestsPanel(bench, settings, runner)
    qtbot.addWidget(made)
    made.resize(1200, 221)
    made.show()
    return made


def press(button: Any) -> None:
    QApplication.processEvents()  # what has just come has a place then
    QTest.mouseClick(button, _LEFT)


def in_dialog(act: Callable[[Any], object], *, accept: bool = True) -> None:
    """Does something in the next dialog, then closes it."""

    def find() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog):
            QTimer.singleShot(10, find)
            return
        try:
            act(dialog)
        finally:
            dialog.accept() if accept else dialog.reject()

    QTimer.singleShot(10, find)


def keep(bench: Workbench, name: str, amount: str, outcome: str = "") -> str:
    """Keeps a run as a test, as the dialog does."""
    _, events = ran(amount, outcome)
    got = reached(events)
    fields = usual_fields(got, lambda value: isinstance(value, str) and "T" in value)
    command, ident = store.keep(bench.document.model, recorded_case(name, events, got, fields))
    bench.document.do(command)
    return ident


def lay_ready(bench: Workbench, *runs: tuple[str, tuple[Recorded, ...]]) -> None:
    engine = engine_of(bench)
    for run, events in runs:
        engine.begun.append(session_of(engine, bench.document.definition(), run, events))


def ran_all(qtbot: QtBot, panel: TestsPanel) -> None:
    press(panel.run_all)
    qtbot.waitUntil(lambda: not panel.runner.is_running)


def texts(panel: TestsPanel, row: int) -> list[str]:
    return [str(panel.model.index(row, column).data()) for column in range(3)]


def told(panel: TestsPanel) -> list[tuple[str, str, str]]:
    return [(each.where, each.expected, each.got) for each in panel.differences.model.rows]


# --- keeping --------------------------------------------------------------------------------------


def test_an_empty_tab_says_how_to_begin(panel: TestsPanel) -> None:
    assert "F5" in panel.empty.text()
    assert not panel.record.isEnabled()
    assert "Test the workflow first" in panel.record.toolTip()
    assert panel.title == "Tests"


def test_a_run_becomes_a_test_by_two_clicks(panel: TestsPanel, bench: Workbench) -> None:
    show_run(bench, *ran("250", "approved"))
    assert panel.record.isEnabled()

    def look(dialog: CaseDialog) -> None:
        assert dialog.name.text() == "Paid"
        assert [field.at for field in dialog.tree.fields()] == [("data", "paid", "amount")]
        dialog.set_name("Over the limit")

    in_dialog(look)
    press(panel.record)
    assert texts(panel, 0)[:2] == ["Over the limit", "Not run"]
    assert panel.title == "Tests 1"
    (case,) = cases(bench.document.model).values()
    assert case.answers[0].outcome == "approved"
    assert [field.value for field in case.expected.fields] == ["250"]
    bench.document.undo()
    assert cases(bench.document.model) == {}
    assert panel.stack.currentWidget() is panel.empty


def test_thinking_better_of_it_keeps_nothing(panel: TestsPanel, bench: Workbench) -> None:
    show_run(bench, *ran("5"))
    in_dialog(QDialog.isVisible, accept=False)
    press(panel.record)
    assert cases(bench.document.model) == {}
    assert not bench.document.is_modified


def test_what_is_expected_is_ticked(panel: TestsPanel, bench: Workbench) -> None:
    show_run(bench, *ran("5"))

    def tick(dialog: CaseDialog) -> None:
        dialog.tree.leaf(("data", "paid", "at")).setCheckState(0, Qt.CheckState.Checked)
        dialog.tree.leaf(("data", "paid", "amount")).setCheckState(0, Qt.CheckState.Unchecked)
        dialog.steps.setChecked(False)
        dialog.set_name("")
        assert not dialog.save.isEnabled()
        dialog.set_name("Only when")

    in_dialog(tick)
    press(panel.record)
    (case,) = cases(bench.document.model).values()
    assert [field.at for field in case.expected.fields] == [("data", "paid", "at")]
    assert not case.expected.compares_steps


def test_a_run_that_stands_or_is_of_another_workflow_is_not_recorded(
    panel: TestsPanel, bench: Workbench
) -> None:
    run, events = events_of(payment(), {"amount": "250"}, stands=True)
    show_run(bench, run, events)
    assert panel.record.toolTip() == "This run is not over yet."
    other = draw(["start", "end"], ["start>end"], id="other")
    show_run(bench, *events_of(other))
    assert panel.record.toolTip() == "The run that is shown is of another workflow."


# --- running --------------------------------------------------------------------------------------


def test_all_tests_run_and_what_differs_is_shown(
    panel: TestsPanel, bench: Workbench, qtbot: QtBot
) -> None:
    keep(bench, "Small", "5")
    keep(bench, LONG, "250", "approved")
    lay_ready(bench, ran("5"), ran("250", "rejected"))
    ran_all(qtbot, panel)
    assert texts(panel, 0)[1] == "Passed"
    assert texts(panel, 1)[1].startswith("Failed · ")
    assert panel.title == "Tests 1 / 2"
    panel.list.setCurrentIndex(panel.model.index(1, 0))
    assert told(panel)[:2] == [
        ("How it ends", "ends at “Paid”", "ends at “Refused”"),
        ("Finance approves", "goes on by “approved”", "goes on by “rejected”"),
    ]
    assert ("paid · amount", "250", "nothing") in told(panel)
    panel.list.setCurrentIndex(panel.model.index(0, 0))
    assert panel.differences.empty.text() == "Everything is as expected."


class MarkingHelper(StudioHelper):
    """Says that a field is about a person whose name tells nothing of it."""

    def schema_for(
        self, document: dict[str, Any], step: str, *, saving: bool = False
    ) -> InProcessReply:
        """What formulas see."""
        del document, step, saving
        paid = {"properties": {"amount": {PERSONAL: True}}}
        whole = {"type": "object", "properties": {"data": {"properties": {"paid": paid}}}}
        return InProcessReply(lambda: whole, 0)


def test_what_is_about_a_person_is_hidden_where_a_test_says_what_differs(
    panel: TestsPanel, bench: Workbench, qtbot: QtBot
) -> None:
    """Whoever shows a failed test to others relies on what the form says of its fields."""
    bench.services = replace(bench.services, helper=cast("Any", MarkingHelper()))
    keep(bench, "Over", "250", "approved")
    lay_ready(bench, ran("250", "rejected"))
    ran_all(qtbot, panel)
    panel.differences.list.setCurrentIndex(panel.differences.model.index(1, 0))
    panel.set_masks(masks=True)
    qtbot.waitUntil(lambda: ("paid · amount", MASK, "nothing") in told(panel))
    assert panel.differences.list.currentIndex().row() == 1, "the row that is looked at stays"
    panel.set_masks(masks=False)
    assert ("paid · amount", "250", "nothing") in told(panel)


def test_a_sentence_of_a_test_hides_what_its_data_hide() -> None:
    """A failure names who it is about."""
    marks = {"input": frozenset({("client",)}), "data": frozenset({("sum",)})}
    masked = Masked(lambda head: marks[head])
    expected = Expected(fields=(Field(at=("data", "lines", 0, "sum"), value=1),))
    masked.gather(
        Case(given={"client": "Berg", "note": "Stein"}, expected=expected),
        Reached(data={"sum": "5432", "email": "a@b.example"}),
    )
    why = "fails: Berg and Stein owe 5432 (a@b.example)"
    failed = Difference("end", "How it ends", "ends", why)
    assert masked.told(failed).got == f"fails: {MASK} and Stein owe {MASK} ({MASK})"
    step = Difference("field", "sum", "7", "nothing", at=("data", "sum"))
    assert (masked.told(step).expected, masked.told(step).got) == (MASK, "nothing")


def test_a_difference_leads_to_its_step(panel: TestsPanel, bench: Workbench, qtbot: QtBot) -> None:
    keep(bench, "Over", "250", "approved")
    lay_ready(bench, ran("250", "rejected"))
    ran_all(qtbot, panel)
    places = [each[0] for each in told(panel)]
    for where, step in (("Finance approves", "ask"), ("paid · amount", "keep")):
        row = places.index(where)
        panel.differences.list.setCurrentIndex(panel.differences.model.index(row, 0))
        press(panel.differences.step)
        assert bench.selected == (step,)


def test_accepting_what_came_makes_the_test_pass(
    panel: TestsPanel, bench: Workbench, qtbot: QtBot
) -> None:
    ident = keep(bench, "Over", "250", "approved")
    lay_ready(bench, ran("250", "rejected"), ran("250", "rejected"))
    ran_all(qtbot, panel)
    press(panel.differences.accept)
    qtbot.waitUntil(lambda: texts(panel, 0)[1] == "Passed")
    assert cases(bench.document.model)[ident].expected.ends == ("no",)
    bench.document.undo()
    assert cases(bench.document.model)[ident].expected.ends == ("end",)


def test_a_run_that_stands_cannot_be_accepted(
    panel: TestsPanel, bench: Workbench, qtbot: QtBot
) -> None:
    keep(bench, "Over", "250", "approved")
    run, events = events_of(payment(), {"amount": "250"}, stands=True)
    lay_ready(bench, (run, tuple(events)))
    ran_all(qtbot, panel)
    assert told(panel)[0][2] == "stands at “Finance approves”: nobody answers there"
    assert not panel.differences.accept.isVisible()


def test_the_run_of_a_test_can_be_looked_at(
    panel: TestsPanel, bench: Workbench, qtbot: QtBot
) -> None:
    keep(bench, "Small", "5")
    lay_ready(bench, ran("5"))
    ran_all(qtbot, panel)
    run, events = ran("5")
    shown = session_of(engine_of(bench), bench.document.definition(), run, events)
    engine_of(bench).recorded[run] = shown
    press(panel.differences.run)
    assert bench.run is shown


@pytest.mark.parametrize("quiet", [60.0])
def test_while_tests_run_they_can_be_stopped(panel: TestsPanel, bench: Workbench) -> None:
    keep(bench, "Small", "5")
    keep(bench, "Small too", "5")
    run, events = events_of(payment(), {"amount": "250"}, stands=True)
    lay_ready(bench, (run, tuple(events)))
    press(panel.run_all)
    assert panel.progress.text() == "Test 1 of 2 runs…"
    assert [texts(panel, row)[1] for row in (0, 1)] == ["Runs now", "Runs soon"]
    assert panel.window().focusWidget() is panel.stop, "the next key must not edit a test"
    press(panel.stop)
    assert not panel.runner.is_running
    assert texts(panel, 0)[1] == "Not run"
    assert panel.run_all.isVisible()
    assert panel.window().focusWidget() is panel.run_all


def test_an_edit_makes_results_old_and_a_rename_of_the_workflow_does_not(
    panel: TestsPanel, bench: Workbench, qtbot: QtBot
) -> None:
    keep(bench, "Small", "5")
    lay_ready(bench, ran("5"))
    ran_all(qtbot, panel)
    assert "old" not in texts(panel, 0)[2]
    bench.document.do(rename(bench.document.model, "keep", "Keep it"))
    assert texts(panel, 0)[2].endswith(" · old")
    assert "run it again" in panel.differences.empty.text()


def test_results_are_remembered_the_next_day(bench: Workbench, preferences: Preferences) -> None:
    held = Results(preferences, bench.document)
    held.take("a", Result("2026-11-21T10:00:00+00:00"))
    held.take("b", Result("2026-11-21T10:00:00+00:00", 3, run="r"))
    read = Preferences.model_validate_json(preferences.model_dump_json())
    again = Results(read, bench.document)
    passed, failed = again.of("a"), again.of("b")
    assert passed is not None
    assert passed.passed
    assert failed is not None
    assert (failed.passed, failed.count, failed.differences) == (False, 3, ())
    preferences.test_results = {"pay": {"a": "damaged"}}
    assert Results(preferences, bench.document).of("a") is None


# --- changing -------------------------------------------------------------------------------------


def test_tests_are_renamed_duplicated_and_deleted_and_all_can_be_undone(
    panel: TestsPanel, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(bench, "Small", "5")
    tools = {button.accessibleName(): button for button in panel.tools()}

    def ask(*args: object, **more: object) -> tuple[str, bool]:
        del args, more
        return "Tiny", True

    monkeypatch.setattr(QInputDialog, "getText", ask)
    press(tools["Rename the test…"])
    assert texts(panel, 0)[0] == "Tiny"
    press(tools["Duplicate the test"])
    assert [texts(panel, row)[0] for row in (0, 1)] == ["Tiny", "Tiny 2"]
    panel.list.selectAll()
    press(tools["Delete the selected tests"])
    assert panel.model.rowCount() == 0
    for _ in range(3):
        bench.document.undo()
    assert texts(panel, 0)[0] == "Small"
    titles = [entry.title for entry in bench.document.history.entries]
    assert titles == [
        "Record test “Small”",
        "Rename test “Small” to “Tiny”",
        "Duplicate test “Tiny”",
        "Remove 2 tests",
    ]


def test_what_a_test_expects_is_changed_by_hand(panel: TestsPanel, bench: Workbench) -> None:
    ident = keep(bench, "Small", "5")
    tools = {button.accessibleName(): button for button in panel.tools()}

    def untick(dialog: CaseDialog) -> None:
        assert not dialog.asks.isVisible()
        dialog.tree.tick(all_of_it=False)
        dialog.set_name("Only the way")

    in_dialog(untick)
    press(tools["Change what the test expects…"])
    case = cases(bench.document.model)[ident]
    assert (case.name, case.expected.fields) == ("Only the way", ())
    assert case.expected.steps["keep"] == {"out": 1}


def test_tests_of_a_newer_program_are_kept_and_told_of(panel: TestsPanel, bench: Workbench) -> None:
    future: list[Any] = [{"id": "a", "name": "From the future", "steps of tomorrow": 1}]
    bench.document.do(Command("Paste", (Edit("set", ("graph", "tests"), future),)))
    assert "newer Baton" in panel.empty.text()
    keep(bench, "Small", "5")
    assert bench.document.model.graph["tests"][0] == future[0]  # type: ignore[index] - a list of tests


def test_a_test_with_simulated_trouble_says_so(panel: TestsPanel, bench: Workbench) -> None:
    case = recorded_case("Down", ran("5")[1], reached(ran("5")[1]), ())
    trouble = Trouble(connection="erp", how="refuses")
    case = case.model_copy(update={"troubles": (trouble,)})
    bench.document.do(store.keep(bench.document.model, case)[0])
    assert panel.differences.trouble.isVisible()
    assert panel.differences.trouble.text() == "Tryton says no"


def test_colours_and_names_hold(panel: TestsPanel, bench: Workbench) -> None:
    keep(bench, "Small", "5")
    keep(bench, LONG, "5")
    panel.list.setCurrentIndex(panel.model.index(1, 0))
    bench.set_theme(DARK)
    assert texts(panel, 1)[0] == LONG
    assert panel.list.currentIndex().row() == 1
    for button in panel.tools():
        assert button.accessibleName()
    assert panel.list.accessibleName() == "Tests"
    spoken = panel.model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"{LONG}: Not run"


# --- what tests are made up with ------------------------------------------------------------------


def test_simulated_people_are_set_per_step_and_can_be_undone(
    panel: TestsPanel, bench: Workbench
) -> None:
    settings = panel.settings_of_tests

    def answer(dialog: SetupDialog) -> None:
        card = dialog.cards["ask"]
        assert card.outcome.itemText(0) == "Nobody: the test waits for you"
        card.outcome.setCurrentIndex(card.outcome.findData("rejected"))
        assert card.lacks()
        assert card.reason.isVisible()
        card.reason.setText("Too dear.")

    in_dialog(answer)
    press(panel.settings)
    (made,) = settings.answers()
    assert made == Answer(step="ask", outcome="rejected", reason="Too dear.")
    in_dialog(lambda dialog: dialog.cards["ask"].outcome.setCurrentIndex(0))
    press(panel.settings)
    assert settings.answers() == ()
    bench.document.undo()
    assert settings.answers() == (made,)


def test_an_answer_without_its_reason_is_not_taken(panel: TestsPanel, qtbot: QtBot) -> None:
    dialog = panel.settings_of_tests.dialog(panel)
    dialog.show()
    dialog.cards["ask"].outcome.setCurrentIndex(dialog.cards["ask"].outcome.findData("rejected"))
    dialog.accept()
    assert dialog.isVisible()
    assert "needs a reason" in dialog.wrong.text()
    dialog.reject()
    del qtbot


def test_all_choices_of_the_test_settings_stand_below_each_other(
    panel: TestsPanel, qtbot: QtBot
) -> None:
    """A list whose choices stand anywhere cannot be read down."""
    dialog = panel.settings_of_tests.dialog(panel)
    dialog.show()
    qtbot.waitExposed(dialog)
    choices = [
        *(line.how for line in dialog.rows.values()),
        *(card.outcome for card in dialog.cards.values()),
    ]
    places = {(c.mapTo(dialog, c.rect().topLeft()).x(), c.width()) for c in choices}
    assert len(choices) > 1
    assert len(places) == 1
    dialog.reject()


def test_a_connection_that_fails_in_tests_is_never_forgotten(
    panel: TestsPanel, preferences: Preferences, bench: Workbench
) -> None:
    chip = TroubleChip(bench, panel.settings_of_tests, panel)
    assert not chip.isVisible()

    def fail(dialog: SetupDialog) -> None:
        line = dialog.rows["erp"]
        line.how.setCurrentIndex(line.how.findData("down"))
        line.times.setValue(2)
        assert not line.seconds.isVisible()

    in_dialog(fail)
    press(panel.settings)
    (trouble,) = panel.settings_of_tests.troubles()
    assert trouble == Trouble(connection="erp", how="down", times=2)
    assert chip.isVisible()
    assert chip.text() == "Tryton cannot be reached in test runs"
    assert not bench.document.is_modified
    assert preferences.troubles["pay"][0]["connection"] == "erp"
    in_dialog(lambda dialog: dialog.rows["erp"].how.setCurrentIndex(3))
    press(chip)
    assert chip.text() == "Tryton takes 5 s in test runs"
    in_dialog(lambda dialog: dialog.rows["erp"].how.setCurrentIndex(0))
    press(chip)
    assert not chip.isVisible()
    assert preferences.troubles == {}


def test_a_step_that_is_not_filled_in_asks_nobody_yet(
    panel: TestsPanel, bench: Workbench, qtbot: QtBot
) -> None:
    bench.document.do(set_value(bench.document.model, "ask", ("params",), {"title": 7}))
    dialog = panel.settings_of_tests.dialog(panel)
    qtbot.addWidget(dialog)
    assert dialog.cards == {}
