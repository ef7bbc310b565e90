"""A person runs the approval that they drew: answers, meets a failure, mends it and goes on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from runtime.events.model import IncidentOpened
from tests.flows.designer import approval
from tests.helpers.drawings import OWNERS
from tests.helpers.windows import Seat, seated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QDialog
    from pytestqt.qtbot import QtBot

pytest_plugins = ["tests.helpers.stall_watch"]
pytestmark = pytest.mark.slow

WRONG = '{"text": input.what_for, "amount": $number(input.what_for)}'


def purchase() -> dict[str, Any]:
    """The approval as `approval` has it drawn, with a formula that fails for words."""
    ids = {name: name.lower().replace(" ", "_") for name in approval.STEPS}
    nodes = [
        {"id": ids[name], "kind": kind, "name": name, "params": params, "position": [296 * at, 0]}
        for at, (name, (kind, params)) in enumerate(approval.STEPS.items())
    ]
    nodes[3]["params"] = {"value": WRONG}
    edges = [
        {"source": ids[a], "port": port, "target": ids[b], "key": f"{ids[a]}.{port}"}
        for a, port, b in sorted(approval.EDGES)
    ]
    fields = {
        "what_for": {"type": "string", "title": "What for"},
        "amount": {"type": "number", "title": "Amount"},
    }
    form = {"type": "object", "properties": fields, "required": ["what_for", "amount"]}
    graph = {"format": 1, "id": "purchase", "name": "Purchase", "owners": OWNERS, "input": form}
    return {"directed": True, "multigraph": True, "graph": graph, "nodes": nodes, "edges": edges}


@pytest.fixture
def seat(qtbot: QtBot, home: Path) -> Iterator[Seat]:
    """A person before the approval."""
    file = home / "purchase.baton.json"
    file.write_text(json.dumps(purchase()))
    with seated(qtbot, home / "kept", file) as made:
        yield made


def begin(seat: Seat, words: str = "A lathe", amount: str = "25000") -> None:
    """Begin a test run with what the start form asks for."""

    def fill(dialog: QDialog) -> None:
        seat.fill("What for", words, dialog)
        seat.fill("Amount", amount, dialog)
        seat.click(seat.button("Test run", dialog))

    with seat.asked(fill):
        seat.press("F5")


def answer(seat: Seat, title: str) -> None:
    """Answer the task that a run waits for, over the canvas."""
    with seat.asked(seat.pushes(title)):
        seat.push("Answer as Finance…")


def test_a_failure_is_met_mended_and_the_case_goes_on_from_there(seat: Seat) -> None:
    seat.wait_for_no_problem()
    with seat.never_stuck():
        begin(seat)
        answer(seat, "Approve")
        seat.wait(lambda: seat.state("Prepare the order").name == "failed")
        seat.wait(lambda: "needs a decision" in seat.words())
        seat.push("Retry")
        seat.wait(lambda: failures(seat) == 2)  # the card says “failed” all the while
        seat.wait(lambda: seat.state("Prepare the order").name == "failed")
        seat.choose("Prepare the order")
        seat.fill("One formula", approval.ORDER)
        seat.press("Shift+F5")
        seat.wait(lambda: "Stopped" in seat.words())
        run_from(seat, "Prepare the order")
        seat.wait(lambda: seat.state("Finish").name == "ok")
        seat.wait(lambda: "Completed" in seat.words())
    assert seat.state("Prepare the order").name == "ok"
    seat.press("Ctrl+S")
    path = seat.studio.bench.document.path
    assert path is not None
    assert approval.ORDER in [
        node["params"].get("value") for node in json.loads(path.read_text())["nodes"]
    ]


def test_a_refusal_ends_the_case_as_drawn(seat: Seat) -> None:
    seat.wait_for_no_problem()
    with seat.never_stuck():
        begin(seat)
        with seat.asked(lambda dialog: refuse(seat, dialog)):
            seat.push("Answer as Finance…")
        seat.wait(lambda: "Failed" in seat.words())
    assert approval.REASON.removesuffix(".") in seat.words()


def refuse(seat: Seat, dialog: QDialog) -> None:
    """Refuse, and say why."""
    seat.fill("Reason", "Too dear.", dialog)
    seat.click(seat.button("Refuse", dialog))


def failures(seat: Seat) -> int:
    """How often the case came to a stop that needs a person."""
    run = seat.studio.bench.run
    return sum(isinstance(each.event, IncidentOpened) for each in run.events) if run else 0


def run_from(seat: Seat, name: str) -> None:
    """Ask for a test from a step on, as the menu does once it can."""
    seat.choose(name)
    actions = seat.studio.window.actions_of
    seat.wait(lambda: not actions.all["run.from"].why_not())
    assert not actions.run("run.from")
