"""What went into a step and came out of it is read from the journal alone, at any moment."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from designer.run_bridge.recorded import data_at
from designer.run_bridge.rewind import EVERY, Rewind
from runtime.debug import Options, SimulatedAnswer
from runtime.events import codec
from runtime.events.view import view_of
from tests.helpers.benches import bench_on
from tests.helpers.drawings import data, draw, each, join
from tests.helpers.outside import ANALYST, Outside, send, sending, until

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from runtime.definition.definition import Definition
    from runtime.events.model import Recorded


def run(tmp_path: Path, drawing: Definition, given: Any = None, **more: Any) -> Sequence[Recorded]:
    """The events of a test run that has ended."""

    async def scenario() -> Sequence[Recorded]:
        url = f"sqlite:///{tmp_path / 'runs.sqlite'}"
        async with bench_on(url, Outside(tmp_path / "outside.txt")) as bench:
            name = await bench.start(drawing, given or {}, actor=ANALYST, **more)
            await until(lambda: bench.runtime.view(name).status == "completed")
            return bench.runtime.events(name)

    return asyncio.run(scenario())


def test_a_step_shows_what_was_sent_and_what_it_wrote_to_the_case(tmp_path: Path) -> None:
    step = send("book", value="input.n") | {"saves": {"booking.id": "output"}}
    found = data_at(run(tmp_path, sending(step), {"n": 5}, dry=False), "book")
    assert (found["in"], found["out"]) == ({"value": 5}, 5)
    assert (found["before"], found["data"]) == ({}, {"booking": {"id": 5}})
    assert (found["port"], found["attempts"], len(found["visits"])) == ("out", 1, 1)


def test_a_question_shows_its_facts_and_who_said_what(tmp_path: Path) -> None:
    params = {
        "title": "Approve?",
        "assignees": '"role:finance"',
        "facts": {"Amount": "input.n"},
    }
    drawing = draw(
        ["start", {"id": "ask", "kind": "approval", "params": params}, "yes:end", "no:end"],
        ["start>ask", "ask.approved>yes", "ask.rejected>no"],
    )
    options = Options(answers=(SimulatedAnswer("ask", "approved", actor="user:buyer"),))
    found = data_at(run(tmp_path, drawing, {"n": 5}, options=options), "ask")
    assert found["in"] == {"Amount": 5}
    assert (found["port"], found["out"]["by"]) == ("approved", "user:buyer")


def test_every_item_is_told_apart(tmp_path: Path) -> None:
    inner = {**data("inner", "item * 10"), "parent": "all"}
    drawing = draw(
        ["start", each("all", "[4,5]"), inner, "end"],
        ["start>all", "all.each>inner", "all.done>end"],
    )
    events = run(tmp_path, drawing)
    visits = data_at(events, "inner")["visits"]
    assert [(v["index"], v["item"], v["out"]) for v in visits] == [(0, 4, 40), (1, 5, 50)]
    assert data_at(events, "all")["in"] == [4, 5]


def test_a_step_that_was_never_reached_has_nothing(tmp_path: Path) -> None:
    found = data_at(run(tmp_path, sending(send("book"))), "elsewhere")
    assert (found["in"], found["out"], found["data"], found["visits"]) == (None, None, None, [])


def test_a_join_shows_when_the_last_path_came(tmp_path: Path) -> None:
    drawing = draw(
        ["start", "split:parallel", data("left"), data("right"), join("meet"), "end"],
        ["start>split", "split>left", "split>right", "left>meet", "right>meet", "meet>end"],
    )
    visits = data_at(run(tmp_path, drawing), "meet")["visits"]
    assert len(visits) == 2
    assert all(visit["ended"] for visit in visits)


@pytest.mark.parametrize("step", [1, 7, EVERY])
def test_any_moment_of_a_run_is_shown_as_it_was(tmp_path: Path, step: int) -> None:
    """Else the time slider tells another story than the journal."""
    inner = {**data("inner", "item"), "parent": "all"}
    drawing = draw(
        ["start", each("all", "[1..200]"), inner, "end"],
        ["start>all", "all.each>inner", "all.done>end"],
    )
    events = run(tmp_path, drawing)
    rewind = Rewind(events, "r")
    assert len(events) > 2 * EVERY
    for count in [*range(0, len(events), max(step, 40)), len(events), 3, EVERY]:
        assert rewind.at(count) == view_of("r", events[:count])


def test_events_cross_to_the_window_unchanged(tmp_path: Path) -> None:
    for recorded in run(tmp_path, sending(send("book"))):
        assert codec.from_object(codec.as_object(recorded.event)) == recorded.event
