"""Who draws a task must see what its person will see, before anybody is asked anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtWidgets import QLabel, QPushButton

from designer.document.changes.steps import set_value
from designer.panels.settings.task_preview import PHONE, TaskPreview
from designer.panels.step_settings import StepSettings
from tests.helpers.drawings import draw
from tests.helpers.run_sessions import events_of, run_desk, show_run

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from designer.panels.workbench import Workbench

ASK: dict[str, Any] = {
    "id": "ask",
    "kind": "approval",
    "name": "Finance approves",
    "params": {
        "title": "Approve {{ input.number }}?",
        "assignees": '"role:finance"',
        "facts": {"Client": "input.client"},
        "due": "P2BD",
        "form": {
            "type": "object",
            "required": ["note"],
            "properties": {"note": {"type": "string", "title": "Note"}},
        },
    },
}
DRAWING = draw(["begin:start", ASK, "done:end"], ["begin>ask", "ask.approved>done"], id="deal")


@pytest.fixture
def bench(qtbot: QtBot) -> Workbench:
    del qtbot
    return run_desk(DRAWING)


@pytest.fixture
def panel(bench: Workbench, qtbot: QtBot) -> StepSettings:
    made = StepSettings(bench)
    qtbot.addWidget(made)
    made.resize(380, 700)
    made.show()
    bench.select(("ask",))
    return made


def opened(panel: StepSettings, qtbot: QtBot) -> TaskPreview:
    links = panel.page.findChildren(QPushButton)
    next(link for link in links if link.text() == "What the person will see…").click()
    preview = panel.page.findChildren(TaskPreview)[-1]
    qtbot.waitUntil(preview.isVisible)
    return preview


def said(preview: TaskPreview) -> str:
    return " | ".join(label.text() for label in preview.findChildren(QLabel))


def test_before_any_test_the_formulas_stand_for_their_values(
    panel: StepSettings, qtbot: QtBot
) -> None:
    words = said(opened(panel, qtbot))
    assert "Approve {{ input.number }}?" in words
    assert "input.client" in words
    assert "2 business days to answer" in words
    assert "No test has come here yet" in words


def test_after_a_test_its_values_stand_there(
    panel: StepSettings, bench: Workbench, qtbot: QtBot
) -> None:
    run, events = events_of(DRAWING, {"number": "INV-7", "client": "Client A"}, stands=True)
    show_run(bench, run, events)
    broken = set_value(bench.document.model, "ask", ("params", "facts", "Sum"), "input.client + 1")
    bench.document.do(broken)
    preview = opened(panel, qtbot)
    qtbot.waitUntil(lambda: "Approve INV-7?" in said(preview), timeout=30_000)
    words = said(preview)
    assert "Client A" in words
    assert "for anyone in “Finance”" in words
    assert "input.client + 1" in words, "what has no value stays the formula that it is"


def test_it_can_be_tried_and_answers_nothing(panel: StepSettings, qtbot: QtBot) -> None:
    preview = opened(panel, qtbot)
    page = preview.answering
    assert page is not None
    heard: list[str] = []
    page.answered.connect(heard.append)
    page.buttons["approved"].click()
    assert page.said.isHidden(), "what is missing is said at its field"
    note = page.form.editor("note")
    assert note is not None
    page.form.set_value({"note": "fine"})
    page.buttons["approved"].click()
    assert "Nothing is answered in a preview." in page.said.text()
    assert not heard
    assert page.buttons["approved"].isEnabled()


def test_it_is_as_wide_as_a_phone_or_a_desk(panel: StepSettings, qtbot: QtBot) -> None:
    preview = opened(panel, qtbot)
    page = preview.answering
    assert page is not None
    assert page.width() == PHONE
    preview.widths["Desk"].click()
    assert page.width() > PHONE


def test_what_cannot_be_asked_yet_says_so_and_other_steps_show_nothing(
    panel: StepSettings, bench: Workbench, qtbot: QtBot
) -> None:
    bench.select(("done",))
    qtbot.waitUntil(lambda: not _links(panel))
    bench.select(("ask",))
    wrong = set_value(bench.document.model, "ask", ("params", "needed"), "many")
    bench.document.do(wrong)
    _links(panel)[0].click()
    assert not panel.page.findChildren(TaskPreview)
    words = " ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())
    assert "Mend first" in words


def _links(panel: StepSettings) -> list[QPushButton]:
    found = panel.page.findChildren(QPushButton)
    return [each for each in found if each.text() == "What the person will see…"]
