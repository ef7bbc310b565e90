"""What a person loses when the bar of a run is wrong: what goes on, and the way out of trouble."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton

from designer.assets.theme import DARK
from designer.document.changes import samples
from designer.document.workflow import WorkflowDocument
from designer.panels.run_bar.answer_dialog import AnswerDialog
from designer.panels.run_bar.value_dialog import FIELDS, JSON, ValueDialog
from designer.panels.wording import clock
from runtime.definition.samples import Sample
from tests.helpers.drawings import choice, data, draw, each
from tests.helpers.run_bars import DOWN, SECONDS, click

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.panels.run_bar.bar import RunBar
    from tests.helpers.run_bars import WatchedRun

LEFT = Qt.MouseButton.LeftButton


def value_dialog(watched: WatchedRun, found: Callable[[], object]) -> ValueDialog:
    watched.qtbot.waitUntil(lambda: isinstance(found(), ValueDialog), timeout=SECONDS)
    dialog = found()
    assert isinstance(dialog, ValueDialog)
    return dialog


def answer_dialog(watched: WatchedRun) -> AnswerDialog:
    found = lambda: watched.bar.dialog  # noqa: E731 - asked again and again
    watched.qtbot.waitUntil(lambda: isinstance(found(), AnswerDialog), timeout=SECONDS)
    dialog = found()
    assert isinstance(dialog, AnswerDialog)
    return dialog


def button(place: Any, text: str) -> QPushButton:
    (found,) = [each for each in place.findChildren(QPushButton) if each.text() == text]
    return found


def test_a_connection_that_fails_is_said_and_retried_to_the_end(watched: WatchedRun) -> None:
    """Else one moment without a network ends a case, and nobody knows why it stands."""
    session = watched.begin(troubles=[DOWN.model_dump()])
    asks = watched.deciding()
    assert watched.until("needs a decision").tone == "failed"
    assert "“Register the company” could not be done." in asks.accessibleName()
    assert "cannot be reached" in asks.accessibleName()
    assert not watched.offers, "the head of the window has the button that stops it"
    click(asks.retry)
    watched.until("Waiting for Finance lead")
    assert watched.bar.deciding is None
    watched.bench.select(())
    QTest.mouseClick(watched.bar.head.words, LEFT)
    assert watched.bench.selected == ("ask",), "the words lead to the step"
    watched.bench.select(())
    click(watched.bar.head.sign)
    assert watched.bench.selected == ("ask",)
    watched.press("answer")
    dialog = answer_dialog(watched)
    click(dialog.answering.buttons["approved"])
    watched.until("Completed in")
    assert session.view.status == "completed"
    assert session.view.steps["register"].attempts == 2
    assert watched.offers == {"again", "close"}


def test_a_try_that_fails_again_is_told_with_its_time_and_number(watched: WatchedRun) -> None:
    """Else nothing seems to happen when one presses “Retry”, and one presses it again and again."""
    watched.begin(troubles=[DOWN.model_copy(update={"times": 3}).model_dump()])
    first = watched.deciding()
    assert "again" not in first.accessibleName()
    click(first.retry)
    watched.until("“Register the company” failed again and needs a decision")
    second = watched.deciding()
    assert second is not first
    opened = watched.bench.run and watched.bench.run.events[-1]
    assert opened
    assert f"Tried again at {clock(opened.at)}: it failed again." in second.accessibleName()
    click(second.retry)
    watched.qtbot.waitUntil(lambda: "(try 3)" in watched.deciding().accessibleName())


def test_a_narrow_bar_says_of_a_dry_run_what_it_would_do(watched: WatchedRun) -> None:
    """“1 not done” beside a tick reads as if something had gone wrong."""
    watched.begin(answers=[{"step": "ask", "outcome": "approved"}])
    watched.until("Completed")
    watched.bar.resize(420, 60)
    watched.qtbot.waitUntil(lambda: watched.bar.head.undone.text() == "1 would be done")
    assert watched.bar.head.undone.accessibleName() == "1 thing would have been done"


def test_what_a_dry_run_did_not_do_is_listed_and_leads_to_its_step(watched: WatchedRun) -> None:
    """Else nobody reads in a log of hundreds of lines what a real run would write."""
    watched.begin(answers=[{"step": "ask", "outcome": "approved"}])
    watched.until("Completed")
    head = watched.bar.head
    assert head.undone.text() == "1 thing would have been done"
    click(head.undone)
    undone = watched.bar.undone
    assert undone is not None
    item = undone.list.item(0)
    assert item.text() == "Register the company: would send POST /companies to register"
    place = undone.list.visualItemRect(item).center()
    QTest.mouseClick(undone.list.viewport(), LEFT, pos=place)
    assert watched.bench.selected == ("register",)
    click(head.undone)
    assert watched.bar.undone is None


def test_a_run_that_stands_is_changed_and_goes_on_step_by_step(watched: WatchedRun) -> None:
    """Else a person can only watch a test, and not try what would be if."""
    session = watched.begin(stops=["register"])
    watched.until("Stands before “Register the company”")
    assert watched.offers == {"next", "go_on", "edit"}
    asked: list[str] = []
    watched.bar.asked.connect(asked.append)
    watched.press("next")
    watched.press("go_on")
    assert asked == ["next", "go_on"]
    watched.press("edit")
    dialog = value_dialog(watched, lambda: watched.bar.dialog)
    assert dialog.form is not None
    assert dialog.form.value() == {"name": "Client C"}
    click(dialog.modes[JSON])
    dialog.json.text.setPlainText('{"name": "Bolt",}')
    click(dialog.take)
    assert "Line 1" in dialog.json.problem.text()
    assert dialog.isVisible()
    click(dialog.modes[FIELDS])
    assert dialog.modes[JSON].isChecked(), "what cannot be read is not thrown away"
    dialog.json.text.setPlainText("[1]")
    click(dialog.take)
    assert "object" in dialog.json.problem.text()
    dialog.json.text.setPlainText('{"name": "Bolt"}')
    assert not dialog.json.problem.isVisible()
    click(dialog.take)
    watched.qtbot.waitUntil(lambda: watched.bar.dialog is None, timeout=SECONDS)
    session.go_on()
    watched.until("Waiting for")
    assert session.data_at("register")["in"]["body"] == {"name": "Bolt"}


def test_other_places_to_stop_hold_a_run_that_is_under_way(watched: WatchedRun) -> None:
    """Else a place to stop that is set while one steps is passed by."""
    session = watched.begin(stops=["prepare"])
    watched.until("Stands before “Prepare the name”")
    watched.bench.toggle_stop("prepare.out-register")
    session.set_stops(tuple(watched.bench.stops))
    session.go_on()
    watched.until("Stands before “Register the company”")


def test_a_step_that_fails_is_skipped_with_its_sample(watched: WatchedRun) -> None:
    """Else a case stands for days because of one system."""
    document = watched.bench.document
    kept = Sample("happy", {"body": {"id": 7}})
    document.do(samples.keep_sample(document.model, "register", kept))
    session = watched.begin(troubles=[DOWN.model_dump()])
    click(watched.deciding().skip)
    dialog = value_dialog(watched, lambda: watched.deciding().dialog)
    assert dialog.value() == {"body": {"id": 7}}
    dialog.reason.setText("Done by hand.")
    click(dialog.take)
    watched.until("Waiting for")
    assert session.view.steps["register"].output == {"body": {"id": 7}}
    assert session.view.steps["register"].skipped == "user:me"
    resolved = [e.event for e in session.events if type(e.event).__name__ == "IncidentResolved"]
    assert [getattr(event, "reason", "") for event in resolved] == ["Done by hand."]


def test_a_result_begins_with_what_is_known_of_the_step(watched: WatchedRun) -> None:
    """Else who skips a step has to invent data that the next steps can read."""
    session = watched.begin()
    watched.until("Waiting for")
    given = session.view.steps["register"].output
    document = watched.bench.document
    for kept in (Sample("rejected", {"body": {"id": 0}}), Sample("happy", {"body": {"id": 7}})):
        document.do(samples.keep_sample(document.model, "register", kept))
    watched.begin(troubles=[DOWN.model_dump()])
    asks = watched.deciding()
    document.do(samples.pin(document.model, "register", "happy"))
    click(asks.skip)
    dialog = value_dialog(watched, lambda: asks.dialog)
    names = [dialog.start.itemText(at) for at in range(dialog.start.count())]
    assert names[:2] == ["Test data “happy”, in use", "Test data “rejected”"]
    assert names[2].startswith("What it gave in the run of ")
    assert names[-1] == "Nothing"
    assert dialog.value() == {"body": {"id": 7}}
    for at, value in ((1, {"body": {"id": 0}}), (2, given), (len(names) - 1, None)):
        dialog.start.setCurrentIndex(at)
        dialog.start.activated.emit(at)
        assert dialog.value() == value
    dialog.reject()


def test_an_example_of_the_system_is_offered_where_nothing_else_is_known(
    watched: WatchedRun,
) -> None:
    """Else the person begins with nothing, and the next steps fail."""
    watched.begin(troubles=[DOWN.model_dump()])
    asks = watched.deciding()
    click(asks.skip)
    dialog = value_dialog(watched, lambda: asks.dialog)
    names = [dialog.start.itemText(at) for at in range(dialog.start.count())]
    assert names == ["Example of a result", "Nothing"]
    assert dialog.value() == {"status": 200, "headers": {}, "body": None}
    dialog.reject()


def test_what_is_sent_is_changed_before_it_is_tried_again(watched: WatchedRun) -> None:
    """Else a wrong letter in one case needs another version of the workflow."""
    session = watched.begin(troubles=[DOWN.model_dump()])
    click(watched.deciding().edit)
    dialog = value_dialog(watched, lambda: watched.deciding().dialog)
    assert dialog.value() == {"path": "/companies", "body": {"name": "Client C"}}
    click(dialog.modes[JSON])
    dialog.json.set_value({"path": "/companies", "body": {"name": "Client C SAS"}})
    click(dialog.take)
    watched.until("Waiting for")
    assert session.data_at("register")["in"]["body"] == {"name": "Client C SAS"}


def test_the_error_path_is_taken_where_one_is_drawn(watched: WatchedRun) -> None:
    """Else what was drawn for bad days cannot be chosen on a bad day."""
    asks = _deciding_about_formula(watched, "broken.out>end")
    assert not asks.route.isVisible()
    assert not asks.edit.isVisible(), "a formula sends nothing"
    assert asks.skip.property("look") == "primary", "trying the same formula again changes nothing"


def _deciding_about_formula(watched: WatchedRun, way: str) -> Any:
    drawing = draw(["start", data("broken", "$error('no')"), "end"], ["start>broken", way], id="d")
    document = drawing.document()
    watched.begin(document=document)
    return watched.deciding()


def test_a_decision_that_nobody_takes_is_said_in_place(watched: WatchedRun) -> None:
    """Else a click does nothing, and nobody knows why."""
    watched.begin(troubles=[DOWN.model_dump()])
    asks = watched.deciding()
    watched.bench.services.engine.close()
    click(asks.retry)
    watched.qtbot.waitUntil(lambda: watched.bar.trouble is not None, timeout=SECONDS)
    assert watched.bar.trouble is not None
    assert "That was not done." in watched.bar.trouble.accessibleName()
    assert asks.retry.isEnabled(), "it can be tried again"
    click(button(watched.bar.trouble, "Put away"))
    assert watched.bar.trouble is None


def test_technical_detail_is_folded_and_can_be_copied(watched: WatchedRun) -> None:
    """Else the person who could help gets a picture of half a sentence."""
    watched.begin(troubles=[DOWN.model_dump()])
    asks = watched.deciding()
    assert asks.details is None
    click(button(asks, "Details"))
    assert asks.details is not None
    assert "code: connector.transient" in asks.details.text.toPlainText()
    click(asks.details.copy)
    assert "connector.transient" in QGuiApplication.clipboard().text()
    click(button(asks, "Details"))
    assert not asks.details.isVisible()


def test_a_run_that_cannot_start_says_why(watched: WatchedRun) -> None:
    """Else a click on Run shows a bar that starts for ever."""
    drawing = draw(["start", data("one", "dta.("), "end"], ["start>one", "one>end"], id="d")
    watched.begin(document=drawing.document())
    assert watched.until("did not start").tone == "failed"
    assert watched.bar.trouble is not None
    assert "cannot run" in watched.bar.trouble.accessibleName()
    assert watched.offers == {"again", "close"}
    assert not watched.bar.line.is_travelling
    assert "baton" not in watched.bar.trouble.accessibleName().lower(), "nobody types commands here"
    asked: list[bool] = []
    watched.bench.problems_wanted.connect(lambda: asked.append(True))
    click(button(watched.bar.trouble, "Show the problems"))
    assert asked


@pytest.mark.slow
def test_the_death_of_the_runtime_is_said_and_the_run_goes_on(watched: WatchedRun) -> None:
    """Else a person starts the case anew, and everything is done twice."""
    engine = watched.bench.services.engine
    session = watched.begin(stops=["register"])
    watched.until("Stands before")
    os.kill(engine.process_id, signal.SIGKILL)
    watched.qtbot.waitUntil(lambda: watched.bar.trouble is not None, timeout=SECONDS)
    assert watched.bar.trouble is not None
    assert "goes on where it was" in watched.bar.trouble.accessibleName()
    watched.qtbot.waitUntil(lambda: engine.state == "ready", timeout=SECONDS)
    session.next_step()
    watched.until("Stands before “Finance approves”")


def test_a_long_run_tells_how_far_it_is_and_is_stopped(watched: WatchedRun) -> None:
    """Else nobody knows whether five thousand items take a minute or a day."""
    inner = {**data("inner", "item * 10"), "parent": "all"}
    drawing = draw(
        ["start", each("all", "[1..5000]"), inner, "end"],
        ["start>all", "all.each>inner", "all.done>end"],
        id="d",
    )
    session = watched.begin(document=drawing.document())
    watched.until("of 5,000 items")
    assert watched.says.startswith("Running · ")
    before = watched.bar.line.share
    assert before is not None
    watched.qtbot.waitUntil(lambda: (watched.bar.line.share or 0) > before, timeout=SECONDS)
    session.stop("Enough.")
    assert watched.until("Stopped: Enough").tone == "skipped"


def test_a_real_run_is_told_from_a_test_and_may_be_left(watched: WatchedRun) -> None:
    """Else somebody takes what is written for a rehearsal."""
    drawing = draw(
        ["start", {"id": "ask", "kind": "approval", "params": _ASKED}, "yes:end", "no:end"],
        ["start>ask", "ask.approved>yes", "ask.rejected>no"],
        id="d",
    )
    watched.begin(document=drawing.document(), dry=False)
    assert watched.until("Waiting for Finance").chip == "Real run"
    assert watched.bar.head.chip.property("tone") == "waiting"
    assert watched.offers >= {"answer", "close"}


_ASKED = {"title": "Approve?", "assignees": '"role:finance"'}


def test_nothing_is_shown_without_a_run(watched: WatchedRun) -> None:
    """Else an empty bar takes room from the drawing."""
    watched.begin(stops=["register"])
    watched.until("Stands before")
    watched.bench.set_run(None)
    assert watched.bar.isHidden()
    assert watched.bar.situation is None


def test_a_narrow_bar_keeps_every_button_and_widens_nothing(watched: WatchedRun) -> None:
    """Else a button is out of sight on a small screen, or the panels beside it are pushed away."""
    watched.begin(stops=["register"])
    watched.until("Stands before")
    head = watched.bar.head
    for width in (1200, 700, 420):
        watched.bar.resize(width, 60)
        watched.qtbot.wait(1)
        for deed in watched.offers:
            shown = head.buttons[deed]  # pyright: ignore[reportArgumentType] - of the same words
            right = shown.mapTo(watched.bar, QPoint(shown.width(), 0)).x()
            assert right <= width
            assert shown.accessibleName()
            assert shown.toolTip()
    assert watched.bar.minimumSizeHint().width() < 300
    watched.bar.resize(1200, 60)
    assert "F10" in head.buttons["next"].text()
    watched.bar.resize(560, 60)
    assert head.buttons["next"].text().strip() == "Next step", "what is meant first keeps its words"


def test_while_the_past_is_looked_at_buttons_say_that_they_act_on_now(watched: WatchedRun) -> None:
    """Else somebody lets a case go on that stands elsewhere than on the screen."""
    watched.begin(stops=["register"])
    watched.until("Stands before “Register the company”")
    head = watched.bar.head
    watched.bench.set_moment(2)
    assert watched.says.startswith("As it was at ")
    assert watched.says.endswith(" · now: stands before “Register the company”")
    assert head.buttons["go_on"].accessibleName() == "Continue now"
    assert head.buttons["edit"].accessibleName() == "Edit data now…"
    assert "as it is now" in head.buttons["next"].toolTip()
    assert watched.offers == {"next", "go_on", "edit"}
    watched.bench.set_moment(None)
    assert watched.says == "Stands before “Register the company”"
    assert head.buttons["go_on"].accessibleName() == "Continue"


def test_other_colours_keep_what_is_said(watched: WatchedRun) -> None:
    """Else a decision disappears when the room gets dark."""
    watched.begin(troubles=[DOWN.model_dump()])
    before = watched.deciding().accessibleName()
    watched.bench.set_theme(DARK)
    assert watched.deciding().accessibleName() == before


def test_an_idle_bar_has_no_clock(watched: WatchedRun) -> None:
    """Else a run that waits for a person for a week wakes the computer every second."""
    watched.begin(stops=["register"])
    assert watched.bar.situation is not None
    assert _ticks(watched.bar)
    watched.until("Stands before")
    assert not _ticks(watched.bar)


def _ticks(bar: RunBar) -> bool:
    from PySide6.QtCore import QTimer

    return any(timer.isActive() for timer in bar.findChildren(QTimer))


def test_a_step_of_several_ways_is_skipped_by_one_of_them(watched: WatchedRun) -> None:
    """Else a case takes a way that nobody has chosen."""
    drawing = draw(
        ["start", choice("big", "yes", when="$error('no')", name="Is it big?"), "end", "no:end"],
        ["start>big", "big.yes>end", "big.otherwise>no"],
        id="d",
    )
    watched.bench.set_document(WorkflowDocument(drawing))
    session = watched.begin()
    watched.until("“Is it big?” needs a decision")
    asks = watched.deciding()
    assert asks.skip.text() == "Go another way…"
    click(asks.skip)
    dialog = value_dialog(watched, lambda: asks.dialog)
    ways = {dialog.way.itemData(at) for at in range(dialog.way.count())}
    assert ways == {"yes", "otherwise"}
    dialog.way.setCurrentIndex(dialog.way.findData("otherwise"))
    click(dialog.take)
    watched.until("Completed")
    assert session.view.steps["big"].port == "otherwise"


def test_of_several_tasks_that_wait_one_is_chosen(watched: WatchedRun) -> None:
    """Else the second of two people who are asked can never be tried."""
    asks: list[Any] = [
        {"id": name, "kind": "approval", "params": {"title": name, "assignees": f'"role:{name}"'}}
        for name in ("legal", "finance")
    ]
    nodes: list[Any] = ["start", "fork:parallel", *asks, "all:join", "end", "no:end"]
    lines = [
        "start>fork",
        "fork>legal",
        "fork>finance",
        "legal.approved>all",
        "finance.approved>all",
    ]
    lines += ["all>end", "legal.rejected>no", "finance.rejected>no"]
    watched.begin(document=draw(nodes, lines, id="d").document())
    watched.until("Waiting for")
    answer = watched.bar.head.buttons["answer"]
    watched.qtbot.waitUntil(lambda: "2 tasks" in answer.accessibleName(), timeout=SECONDS)
    watched.press("answer")
    watched.qtbot.waitUntil(lambda: bool(watched.bar.findChildren(QMenu)), timeout=SECONDS)
    (menu,) = watched.bar.findChildren(QMenu)
    entries = {entry.text(): entry for entry in menu.actions()}
    assert entries.keys() == {"legal (Legal)", "finance (Finance)"}
    entries["finance (Finance)"].trigger()
    menu.close()
    dialog = answer_dialog(watched)
    assert dialog.answering.task.title == "finance"
    click(dialog.answering.buttons["approved"])
    watched.qtbot.waitUntil(lambda: "Legal" in answer.accessibleName(), timeout=SECONDS)
