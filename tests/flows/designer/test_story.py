"""The main story in the window: the starter workflow, tested dry, then run on a real Tryton.

What is asserted about records was read from the ERP by another session, not from the engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from demo_erp import Expected, read_ledger
from PySide6.QtWidgets import QApplication, QTreeView

from runtime.vault import ConnectionBook, ConnectionRecord
from tests.helpers.windows import Seat, seated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtCore import QModelIndex
    from PySide6.QtWidgets import QDialog
    from pytestqt.qtbot import QtBot
    from tryton_server import TrytonServer

pytest_plugins = ["tests.helpers.stall_watch"]
pytestmark = pytest.mark.slow

STORY = "Signed SOW to invoice"
MARGIN, POLICY = "Compute the margin", "Who must approve?"
NOTHING: dict[str, str] = {}
EVIDENCE = {"Evidence: the document that proves acceptance": "SOW-1001-M1.pdf, signed"}
HOURS = {"Hours": "8", "What was done": "Discovery workshops"}
CONSULTANT = {"Consultant, as named in the ERP": "Consultant"}
BEFORE_THE_PAIR = (("Delivery leadership", "Approve", NOTHING),)
AFTER_THE_PAIR = (
    ("Legal", "Approve", NOTHING),
    ("Resource manager", "Done", CONSULTANT),
    ("Delivery manager", "Approve", EVIDENCE),
)


@pytest.fixture
def seat(
    home: Path, qtbot: QtBot, tryton_server: TrytonServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Seat]:
    """A person on the start page of a computer that has a connection to the ERP."""
    monkeypatch.setenv("BATON_VAULT", "environment")
    monkeypatch.setenv("BATON_SECRET_ERP_USER", tryton_server.user)
    monkeypatch.setenv("BATON_SECRET_ERP_PASSWORD", tryton_server.password)
    settings = {"base_url": tryton_server.url, "database": tryton_server.database}
    ConnectionBook().put(ConnectionRecord("erp", "tryton", settings, "test"))
    with seated(qtbot, home / "kept") as made:
        yield made


def told(seat: Seat) -> str:
    """What the line over the canvas says."""
    situation = seat.studio.run_bar.situation
    return situation.words if situation is not None else ""


def test_the_story_is_tested_dry_and_then_run_for_real(
    seat: Seat, tryton_server: TrytonServer
) -> None:
    seat.push(STORY)
    seat.wait(seat.studio.view.isVisible)
    with seat.never_stuck():
        try_the_connection(seat)
        seat.wait_for_no_problem()
        walk_through_a_test(seat)
        answer_everybody(seat)
    assert "Test run · dry" in seat.words(seat.studio.run_bar)
    before = read_ledger(tryton_server.client())
    assert (before.parties, before.projects, before.tasks, before.invoices) == (0, 0, 0, 0)
    with seat.never_stuck():
        with seat.asked(seat.pushes("Run for real"), seat.pushes("Run for real")) as heard:
            seat.press("Ctrl+F5")
        assert "ERP" in heard[0]
        answer_everybody(seat)
    assert "Real run" in seat.words(seat.studio.run_bar)
    after = read_ledger(tryton_server.client())
    assert (after.parties, after.projects, after.tasks, after.time_entries) == (1, 1, 3, 1)
    assert (after.invoices, after.invoice_total) == (1, "1200.00")
    assert after.duplicates(Expected(tasks=3, time_entries=1)) == 0


def try_the_connection(seat: Seat) -> None:
    """See on its page that the connection works."""
    seat.push("Connections")
    seat.push("Test erp")
    seat.wait(lambda: "Ready" in seat.words())
    seat.push("Workflows")
    seat.wait(seat.studio.view.isVisible)


def walk_through_a_test(seat: Seat) -> None:
    """Stop before a step, do it alone, look what came out of it, and let the case go on."""
    seat.choose(MARGIN)
    seat.press("F9")
    with seat.asked(seat.pushes("Test run")):
        seat.press("F5")
    seat.wait(lambda: told(seat) == f"Stands before “{MARGIN}”")
    seat.push("Next step")
    seat.wait(lambda: told(seat) == f"Stands before “{POLICY}”")
    seat.choose(MARGIN)
    seat.turn_to("Data")
    seat.wait(lambda: "7200.00" in shown(seat, "What came out"))
    assert "Client A SAS" in shown(seat, "What went in")
    seat.press("F9")
    seat.push("Continue")


def shown(seat: Seat, name: str) -> str:
    """All that one side of the data shows, and what is folded there as well."""
    every = seat.studio.window.findChildren(QTreeView)
    seen = [each for each in every if each.isVisible() and each.accessibleName() == name]
    return "\n".join(line for view in seen for line in _lines(view.model(), view.rootIndex()))


def _lines(model: Any, around: QModelIndex) -> Iterator[str]:
    for row in range(model.rowCount(around)):
        for column in range(model.columnCount(around)):
            yield str(model.index(row, column, around).data() or "")
        yield from _lines(model, model.index(row, 0, around))


def answer_everybody(seat: Seat) -> None:
    """Answer all tasks of the case in the window, until it ends."""
    for whom, outcome, values in BEFORE_THE_PAIR:
        answer(seat, f"Answer as {whom}…", outcome, values)
    seat.push("Answer 2 tasks…")
    with seat.asked(lambda dialog: fill(seat, dialog, "Approve", NOTHING)):
        seat.choose_entry("Finance approves")
    for whom, outcome, values in AFTER_THE_PAIR:
        answer(seat, f"Answer as {whom}…", outcome, values)
    answer_on_the_page(seat, "Report your hours", HOURS)
    seat.wait(lambda: told(seat).startswith("Completed"))


def answer(seat: Seat, button: str, outcome: str, values: dict[str, str]) -> None:
    """Answer the task that the case waits for, over the canvas."""
    with seat.asked(lambda dialog: fill(seat, dialog, outcome, values)):
        seat.push(button)


def fill(seat: Seat, dialog: QDialog, outcome: str, values: dict[str, str]) -> None:
    """Fill in the form of a task, choose an answer, and see that it is taken."""
    for name, text in values.items():
        seat.fill(name, text, dialog)
    seat.push(outcome, dialog)
    seat.wait(lambda: QApplication.activeModalWidget() is not dialog)


def answer_on_the_page(seat: Seat, title: str, values: dict[str, str]) -> None:
    """Answer a task on the page of all tasks, and come back."""
    seat.wait(lambda: "Consultant" in told(seat))
    seat.push("Tasks")
    seat.wait(lambda: title in seat.words())
    for name, text in values.items():
        seat.fill(name, text)
    seat.push("Done")
    seat.wait(lambda: "Nothing waits for a person" in seat.words())
    seat.push("Workflows")
