"""A person stops a test where they like, on steps and on edges, and goes on as far as they like."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.flows.designer.test_bad_input import workflow
from tests.helpers.windows import Seat, seated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytest_plugins = ["tests.helpers.stall_watch"]
pytestmark = pytest.mark.slow

ON_THE_WAY = "b"
"""The edge that leads to the end."""


@pytest.fixture
def seat(qtbot: QtBot, home: Path) -> Iterator[Seat]:
    """A person before three steps, the last of them somewhat apart."""
    document = workflow()
    document["nodes"][2]["position"] = [792, 0]
    file = home / "order.baton.json"
    file.write_text(json.dumps(document))
    with seated(qtbot, home / "kept", file) as made:
        made.wait_for_no_problem()
        yield made


def stands(seat: Seat, name: str) -> bool:
    """Whether the line over the canvas says that the test stands before a step."""
    situation = seat.studio.run_bar.situation
    return situation is not None and situation.words == f"Stands before “{name}”"


def stop_on_the_edge(seat: Seat) -> None:
    """Click the edge, away from what can be clicked on it, and let tests stop there."""
    begin = seat.person.way_out(seat.named("Work it out"))
    end = seat.person.way_in(seat.named("End"))
    seat.person.click(begin + (end - begin) * 0.2)
    assert seat.studio.link.scene.selected_edges() == [ON_THE_WAY]
    seat.press("F9")


def test_a_test_stops_before_a_step_and_on_an_edge(seat: Seat) -> None:
    with seat.never_stuck():
        seat.choose("Work it out")
        seat.press("F9")
        stop_on_the_edge(seat)
        assert seat.studio.bench.stops == {seat.named("Work it out"), ON_THE_WAY}
        seat.press("F5")
        seat.wait(lambda: stands(seat, "Work it out"))
        assert seat.state("Work it out").name != "ok"
        seat.press("F8")
        seat.wait(lambda: stands(seat, "End"))
        assert seat.state("Work it out").name == "ok"
        seat.press("F8")
        seat.wait(lambda: "Completed" in seat.words())


def test_one_step_is_done_at_a_time(seat: Seat) -> None:
    with seat.never_stuck():
        seat.press("Alt+F5")
        for name in ("Begin", "Work it out", "End"):
            seat.wait(lambda name=name: stands(seat, name))
            seat.press("F10")
        seat.wait(lambda: "Completed" in seat.words())


def test_a_test_that_stops_nowhere_any_more_goes_through(seat: Seat) -> None:
    with seat.never_stuck():
        seat.choose("Work it out")
        seat.press("F9")
        seat.press("F9")
        seat.press("F5")
        seat.wait(lambda: "Completed" in seat.words())
