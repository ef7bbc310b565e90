"""What a person has drawn and tested is there again the next day: the file, and its saved tests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QListWidget

from tests.flows.designer import approval
from tests.flows.designer.test_running import begin, purchase
from tests.helpers.windows import Seat, seated

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QDialog
    from pytestqt.qtbot import QtBot

pytest_plugins = ["tests.helpers.stall_watch"]
pytestmark = pytest.mark.slow

CASE = "A lathe is ordered"


def right_purchase() -> str:
    """The approval with the formula that works, as text of a file."""
    document = purchase()
    document["nodes"][3]["params"] = {"value": approval.ORDER}
    return json.dumps(document)


def test_what_is_saved_is_there_when_the_file_is_opened_again(qtbot: QtBot, home: Path) -> None:
    file = home / "purchase.baton.json"
    file.write_text(right_purchase())
    with seated(qtbot, home / "kept", file) as seat, seat.never_stuck():
        seat.choose("Prepare the order")
        seat.fill("Name of the step", "Write the order")
        seat.press("Ctrl+S")
        seat.wait(lambda: "Write the order" in file.read_text())
        drawn = seat.studio.bench.document.definition().document()
        assert not seat.studio.bench.document.is_modified
    with seated(qtbot, home / "kept") as seat:
        seat.push("purchase")
        seat.wait(seat.studio.view.isVisible)
        assert seat.studio.bench.document.definition().document() == drawn
        assert not seat.says()


def test_a_run_is_recorded_as_a_test_that_is_run_the_next_day(qtbot: QtBot, home: Path) -> None:
    file = home / "purchase.baton.json"
    file.write_text(right_purchase())
    with seated(qtbot, home / "kept", file) as seat, seat.never_stuck():
        seat.wait_for_no_problem()
        begin(seat)
        answer_on_the_page(seat)
        seat.wait(lambda: "Completed" in seat.words())
        seat.turn_to("Tests")
        with seat.asked(lambda dialog: name_it(seat, dialog)):
            seat.push("Record this run as a test…")
        seat.press("Ctrl+S")
        seat.wait(lambda: CASE in file.read_text())
    with seated(qtbot, home / "kept", file) as seat, seat.never_stuck():
        seat.wait_for_no_problem()
        assert passed(seat) == 0
        seat.turn_to("Tests")
        seat.push("Run all")
        seat.wait(lambda: passed(seat) == 1)


def answer_on_the_page(seat: Seat) -> None:
    """Approve on the page of all tasks, and come back to the workflow."""
    seat.wait(lambda: "Waiting for Finance" in seat.words())
    seat.push("Tasks")
    seat.wait(lambda: seat.find(QListWidget, "Open tasks").count() == 1)
    seat.push("Approve")
    seat.wait(lambda: "Nothing waits for a person" in seat.words())
    seat.push("Workflows")


def name_it(seat: Seat, dialog: QDialog) -> None:
    """Give the test a name and keep it."""
    seat.fill("Name of the test", CASE, dialog)
    seat.push("Save the test", dialog)


def passed(seat: Seat) -> int:
    """How many tests passed, as their tab tells."""
    panels = seat.studio.panels
    assert panels is not None
    title = panels.tests.title
    return int(title.split()[1]) if "/" in title else 0
