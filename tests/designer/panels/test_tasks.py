"""What a person loses when open tasks are not seen or not answered: a case that stands still."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea

from designer.document.moment import now
from designer.panels.tasks.page import TasksPage
from designer.run_bridge.wire import Trouble
from tests.helpers.desks import desk, document_of
from tests.helpers.forms import type_in
from tests.helpers.setup_engine import SetupEngine

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from designer.panels.workbench import Workbench

LEFT = Qt.MouseButton.LeftButton


def task(number: int, **more: Any) -> dict[str, Any]:
    return {
        "run": f"r{number}",
        "task": f"t{number}",
        "step": "ask",
        "title": f"Approve offer {number}",
        "people": ["role:finance"],
        "facts": {"margin": "18 %"},
        "form": {"type": "object", "properties": {"note": {"type": "string", "title": "Note"}}},
        "outcomes": [
            {"id": "approve", "title": "Approve", "needs_reason": False},
            {"id": "reject", "title": "Reject", "needs_reason": True},
        ],
        "due": "",
        "overdue": False,
        "not_allowed": [],
        **more,
    }


@pytest.fixture
def engine(own_folders: Path, qtbot: QtBot) -> SetupEngine:
    del own_folders, qtbot
    made = SetupEngine()
    made.tasks_open = [task(1), task(2, due=(now() + timedelta(hours=3)).isoformat())]
    run = {"name": "Deals", "key": "SOW-1", "test": False, "definition": "w"}
    made.runs_known = [{"run": "r1", **run}, {"run": "r2", **run}]
    return made


@pytest.fixture
def bench(engine: SetupEngine) -> Workbench:
    made = desk(document_of([]))
    made.services = dataclasses.replace(made.services, engine=cast("Any", engine))
    return made


@pytest.fixture
def page(bench: Workbench, qtbot: QtBot) -> TasksPage:
    made = TasksPage(bench, lambda: ("user:analyst", ("finance",)))
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    qtbot.waitUntil(lambda: made.answering is not None)
    return made


def texts(page: TasksPage) -> list[str]:
    return [page.list.item(at).text() for at in range(page.list.count())]


def test_what_is_due_first_stands_first(page: TasksPage) -> None:
    """Else the task that makes a case late is found last."""
    assert [text.split("\n")[0] for text in texts(page)] == ["Approve offer 2", "Approve offer 1"]
    assert "due in 3 hours" in texts(page)[0]


def test_a_task_of_a_run_that_no_list_names_any_more_still_tells_its_case(
    page: TasksPage, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else the oldest tasks, which are the most urgent, do not say what they are about."""
    old = {"name": "Deals", "key": "SOW-9", "test": True, "definition": "w"}
    engine.tasks_open = [task(9, **old)]
    page.refresh()
    qtbot.waitUntil(lambda: page.list.count() == 1)
    assert texts(page) == ["Approve offer 9\nDeals · SOW-9 · test"]


def test_a_real_run_is_never_called_a_test(
    page: TasksPage, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else somebody approves for the sake of trying it, and the money goes out."""
    engine.runs_known = []
    begun = {"name": "Deals", "test": True, "definition": "w"}
    engine.tasks_open = [task(8, **begun, dry=True), task(9, **begun, dry=False)]
    page.refresh()
    qtbot.waitUntil(lambda: {text.split(" · ")[-1] for text in texts(page)} == {"test", "real run"})
    told: dict[str, str] = {}
    for at in range(2):
        page.list.setCurrentRow(at)
        assert page.answering is not None
        words = " ".join(said.text() for said in page.answering.findChildren(QLabel))
        told[page.answering.task.run] = words
    assert "This is a test" in told["r8"]
    assert "This is a test" not in told["r9"]
    assert "This is a real run" in told["r9"]


def test_a_task_is_answered_with_what_was_filled_in_and_who_one_is(
    page: TasksPage, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else a decision is recorded without its reason, or in the name of nobody."""
    shown = page.answering
    assert shown is not None
    QTest.mouseClick(shown.buttons["reject"], LEFT)
    assert "needs a reason" in shown.said.text()
    assert "answer" not in engine.asked
    QTest.keyClicks(shown.reason, "T")
    assert not shown.said.isVisible(), "a reason is there"
    shown.reason.setPlainText("The margin is too low.")
    shown.form.set_value({"note": "Ask again"})
    engine.tasks_open = engine.tasks_open[:1]
    QTest.mouseClick(shown.buttons["reject"], LEFT)
    qtbot.waitUntil(lambda: page.list.count() == 1)
    said = engine.given["answer"]
    assert (said["run"], said["task"], said["outcome"]) == ("r2", "t2", "reject")
    assert (said["actor"], said["roles"]) == ("user:analyst", ("finance",))
    assert (said["values"], said["reason"]) == ({"note": "Ask again"}, "The margin is too low.")
    assert said["as_asked"] is False


def test_an_answer_that_is_not_taken_keeps_what_was_typed(
    page: TasksPage, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else the person types the reason a second time, or thinks that it was taken."""
    engine.troubles["answer"] = Trouble("You may not decide this.", "You asked for it yourself.")
    shown = page.answering
    assert shown is not None
    shown.reason.setPlainText("It is fine.")
    QTest.mouseClick(shown.buttons["approve"], LEFT)
    qtbot.waitUntil(lambda: "You may not decide" in shown.said.text())
    assert shown.reason.toPlainText() == "It is fine."
    assert shown.buttons["approve"].isEnabled()
    page.refresh()
    qtbot.wait(20)
    assert page.answering is shown


def test_only_my_tasks_leaves_out_what_others_are_asked(
    page: TasksPage, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else a person searches their own among those of the firm."""
    engine.tasks_open = [
        task(1),
        task(2, people=["role:legal"]),
        task(3, people=["user:analyst"], not_allowed=["user:analyst"]),
    ]
    page.refresh()
    qtbot.waitUntil(lambda: page.list.count() == 3)
    page.mine.setChecked(True)
    assert [text.split("\n")[0] for text in texts(page)] == ["Approve offer 1"]


def test_a_case_of_the_open_workflow_is_shown_and_another_one_is_named(
    page: TasksPage, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else the decision is made without a look at the case."""
    asked: list[tuple[str, str]] = []

    def note(run: str, step: str) -> None:
        asked.append((run, step))

    page.run_asked.connect(note)

    def click() -> None:
        assert page.answering is not None
        links = page.answering.findChildren(QPushButton)
        QTest.mouseClick(next(b for b in links if b.text() == "Show the case"), LEFT)

    click()
    assert asked == [("r2", "ask")]
    engine.runs_known = [{"run": "r1", "name": "Bills", "definition": "other"}]
    engine.tasks_open = [task(1)]
    page.refresh()
    qtbot.waitUntil(lambda: page.list.count() == 1)
    click()
    assert page.answering is not None
    assert "“Bills”" in page.answering.said.text()
    assert len(asked) == 1


def test_no_task_says_what_will_be_here(page: TasksPage, engine: SetupEngine, qtbot: QtBot) -> None:
    """Else an empty page looks broken."""
    engine.tasks_open = []
    page.refresh()
    qtbot.waitUntil(lambda: "Nothing waits" in page.empty.text())
    assert page.empty.isVisible()
    assert page.focusProxy() is page.filter
    assert not any(area.isVisible() for area in page.findChildren(QScrollArea)), "no blank box"
    with qtbot.waitSignal(page.left):
        QTest.keyClick(page, Qt.Key.Key_Escape)


def test_a_form_begins_with_what_it_is_filled_in_with_and_waits_for_what_fits(
    page: TasksPage, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else somebody types what is known, or an answer comes back that cannot be read."""
    asked = {
        "type": "object",
        "required": ["why", "days"],
        "x-baton-order": ["why", "days", "terms"],
        "properties": {
            "days": {"type": "integer", "title": "Days"},
            "terms": {"type": "string", "title": "Terms", "default": "30 days"},
            "why": {"type": "string", "title": "Why"},
        },
    }
    engine.tasks_open = [task(1, form=asked)]
    page.refresh()
    qtbot.waitUntil(lambda: page.answering is not None and bool(page.answering.form.value()))
    shown: Any = page.answering
    QTest.mouseClick(shown.buttons["approve"], LEFT)
    assert shown.form.editor("why").isAncestorOf(shown.focusWidget())
    type_in(shown.form.editor("why").focusProxy(), "It is agreed.")
    type_in(shown.form.editor("days").focusProxy(), "soon")
    QTest.mouseClick(shown.buttons["approve"], LEFT)
    assert "answer" not in engine.asked
    shown.form.editor("days").focusProxy().clear()
    type_in(shown.form.editor("days").focusProxy(), "12")
    QTest.mouseClick(shown.buttons["approve"], LEFT)
    qtbot.waitUntil(lambda: "answer" in engine.asked)
    values = {"why": "It is agreed.", "days": 12, "terms": "30 days"}
    assert engine.given["answer"]["values"] == values
