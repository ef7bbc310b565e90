"""Knows what is on the pictures of runs: waiting, paused, failed, ended and compared.

Must not know how a picture is taken. Every run is a real one, of real workflows.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.document.changes import steps
from designer.panels.run_log import RunLog

if TYPE_CHECKING:
    from collections.abc import Callable

    from picture_stage import Stage
    from PySide6.QtGui import QPixmap

_TEMPLATES = Path(__file__).resolve().parent.parent / "resources/templates"
INVOICE = _TEMPLATES / "approve-supplier-invoice/approve-supplier-invoice.baton.json"
CASE: dict[str, Any] = {
    "supplier": "Supplier A",
    "number": "INV-20418",
    "received": "2026-11-20",
    "cost_centre": "Facilities",
    "lines": [
        {"text": "Standing desks", "amount": 3480},
        {"text": "Delivery and assembly", "amount": 260},
        {"text": "Monitor arms", "amount": 1144},
    ],
}
CLOSED = {**CASE, "cost_centre": "Sales", "lines": [{"text": "Exhibition stand", "amount": 420}]}


def run_waiting(panel: str = "", step: str = "finance_approval") -> Callable[[Stage], None]:
    """A scene of a dry run that waits for a person.

    Args:
        panel: the lower panel that is open.
        step: what is selected.
    """

    def scene(stage: Stage) -> None:
        stage.open_story()
        session = stage.run_story(without=("finance_approval",))
        stage.wait("the approval of finance", lambda: session.view.waiting and not session.is_busy)
        if panel:
            stage.panel(panel)
        stage.studio.view.zoom_to(1.0)
        stage.studio.bench.show_step(step)
        look_at(stage, step)

    return scene


def run_log(stage: Stage) -> None:
    """A line of the run log that was chosen: the drawing shows the run as it was then."""
    run_waiting("log")(stage)
    (log,) = stage.window.findChildren(RunLog)
    model = log.model
    row = next(row for row in range(model.count()) if model.step(row) == "legal_approval")
    index = model.index(row, 0)
    log.list.setCurrentIndex(index)
    log.list.chosen.emit(index)
    log.list.scrollTo(index, log.list.ScrollHint.PositionAtCenter)
    look_at(stage, "legal_approval")


def run_paused(stage: Stage) -> None:
    """A run that stands before a step, at a place to stop."""
    stage.open_file(INVOICE)
    stage.studio.bench.toggle_stop("who")
    session = stage.run({"given": CASE, "stops": ("who",)})
    paused: list[object] = []
    session.paused.connect(paused.append)
    stage.wait("the pause", lambda: paused)
    stage.panel("data")
    stage.studio.bench.show_step("who")


def run_failed(panel: str) -> Callable[[Stage], None]:
    """A scene of a run that stands at a step that failed."""

    def scene(stage: Stage) -> None:
        stage.open_file(INVOICE)
        session = stage.run({"given": CLOSED})
        stage.wait("the incident", lambda: [w.kind for w in session.view.waiting_for])
        stage.panel(panel)
        stage.studio.bench.show_step("ledger")

    return scene


def run_ended(panel: str, step: str) -> Callable[[Stage], None]:
    """A scene of a run that went through, with everything that it would have written."""

    def scene(stage: Stage) -> None:
        stage.open_file(INVOICE)
        answers = [{"step": "lead", "outcome": "approved", "actor": "user:cost.centre.lead"}]
        session = stage.run({"given": CASE, "answers": answers})
        stage.wait("the end of the run", lambda: session.is_over)
        stage.panel(panel)
        stage.studio.bench.show_step(step)

    return scene


def skip_dialog(stage: Stage) -> QPixmap:
    """A result in place of a step that failed."""
    run_failed("log")(stage)
    return stage.dialog(lambda: stage.press("Skip with a result…"))


def answer_dialog(stage: Stage) -> QPixmap:
    """What the person is asked at whom a run waits."""
    run_waiting()(stage)
    return stage.dialog(lambda: stage.window.actions_of.run("run.answer"))


def edit_data(stage: Stage) -> QPixmap:
    """The data of a case that stands still."""
    run_paused(stage)
    return stage.dialog(lambda: stage.window.actions_of.run("run.edit"))


def run_compared(stage: Stage) -> None:
    """What differs after a limit was changed and the test run again."""
    run_ended("history", "who")(stage)
    document = stage.studio.bench.document
    limit = ("params", "table", "rows")
    rows: Any = copy.deepcopy(document.model.value(("nodes", "who", *limit)))
    rows[2]["when"][0] = "<= 4000"
    document.do(steps.set_value(document.model, "who", limit, rows))
    session = stage.run({"given": CASE})
    stage.wait("the approval of finance", lambda: session.view.waiting and not session.is_busy)
    stage.window.actions_of.run("run.compare")
    stage.wait("what differs", lambda: stage.studio.bench.differing)
    stage.studio.bench.show_step("lead")
    look_at(stage, "lead")


def look_at(stage: Stage, step: str) -> None:
    """Bring a step into the middle, at its natural size."""
    view = stage.studio.view
    stage.settle()
    item = stage.studio.link.scene.step_item(step)
    if item is not None:
        view.zoom_to(1.0)
        view.look_at(item.card_rect().center())


RUN_SCENES: dict[str, Callable[[Stage], QPixmap | None]] = {
    "run-waiting": run_waiting(),
    "run-data": run_waiting("data"),
    "run-log": run_log,
    "run-history": run_waiting("history"),
    "run-tests": run_waiting("tests"),
    "run-paused": run_paused,
    "run-failed": run_failed("log"),
    "run-failed-data": run_failed("data"),
    "run-items": run_ended("data", "net"),
    "run-ended": run_ended("log", "who"),
    "skip-dialog": skip_dialog,
    "answer-dialog": answer_dialog,
    "edit-data": edit_data,
    "run-compared": run_compared,
}
