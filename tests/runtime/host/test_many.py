"""A thousand cases go on together, and none of them can keep the others from it."""

from __future__ import annotations

import asyncio
import itertools
from typing import TYPE_CHECKING, Any

import pytest

from runtime.events.model import IncidentOpened
from runtime.kernel import turn as turn_module
from runtime.step import Completed
from tests.helpers.drawings import choice, data, draw
from tests.helpers.outside import ANALYST, BUYER, Outside, runtime_on, send, sending, until

if TYPE_CHECKING:
    from pathlib import Path

    from runtime.definition.definition import Definition
    from runtime.step import Result, StepContext


def wait(step: str) -> dict[str, Any]:
    return {"id": step, "kind": "wait", "params": {"until": '"2026-01-01"'}}


def loop(*inside: dict[str, Any], again: str = "true") -> Definition:
    """A loop that is left when `again` does not hold, which the checker believes may happen."""
    names = ["start", *(str(node["id"]) for node in inside), "more"]
    lines = [f"{a}>{b}" for a, b in itertools.pairwise(names)]
    return draw(
        ["start", *inside, choice("more", "again", when=again), "end"],
        [*lines, f"more.again>{names[1]}", "more.otherwise>end"],
    )


@pytest.mark.parametrize("how", ["at once", "later"])
def test_a_thousand_cases_at_once(how: str, any_url: str, tmp_path: Path) -> None:
    """Else the end of a month, when all bills are drafted, loses some or takes for ever."""
    outside = Outside(tmp_path / "outside.txt", durable=False)

    async def later(context: StepContext) -> Result:
        await asyncio.sleep(0.01)
        return Completed(context.key)

    async def scenario() -> None:
        async with runtime_on(any_url, outside, later if how == "later" else None) as runtime:
            drawing = sending(send("one"), send("two"))
            runs = await asyncio.gather(
                *(runtime.start(drawing, {}, actor=ANALYST) for _ in range(1000))
            )
            await asyncio.gather(*(runtime.settle(run) for run in runs))
            rows = runtime.runs(status="completed", most=2000)
            assert {row.run for row in rows} == set(runs)
            assert runtime.in_memory == 0
        assert outside.count == {"one": 1000, "two": 1000}
        assert len(set(outside.done)) == 2000

    asyncio.run(scenario())


@pytest.mark.parametrize("inside", [data("add"), wait("past")], ids=["computes", "does not wait"])
def test_a_loop_without_end_is_stopped_and_holds_nobody_up(
    inside: dict[str, Any], url: str, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else one slip of a pen fills the disk, or keeps every other case from going on."""
    monkeypatch.setattr(turn_module, "IDLE", 3000)

    async def scenario() -> None:
        async with runtime_on(url, outside) as runtime:
            endless = await runtime.start(loop(inside), {}, actor=ANALYST)
            other = await runtime.start(sending(send()), {}, actor=ANALYST)
            await runtime.settle(other)
            assert runtime.view(other).status == "completed"
            async with asyncio.timeout(20):
                await runtime.settle(endless)
            (incident,) = runtime.view(endless).waiting_for
            assert "Draw a way out of the loop" in incident.message
            assert len(runtime.events(endless)) < 3100
            assert runtime.runs()[1].incidents == 1
            # A person who tries again gets as many rounds, and not a thousand incidents.
            await runtime.resolve(endless, incident.step, "retry", actor=ANALYST)
            await runtime.settle(endless)
            events = [recorded.event for recorded in runtime.events(endless)]
            assert sum(isinstance(event, IncidentOpened) for event in events) == 2
            await runtime.cancel(endless, actor=BUYER, reason="drawn wrongly")
            assert runtime.view(endless).status == "cancelled"

    asyncio.run(scenario())


def test_a_loop_that_does_something_goes_on_as_long_as_it_must(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a case that asks a system every hour is stopped after a year for no reason."""
    monkeypatch.setattr(turn_module, "IDLE", 10)
    outside = Outside(tmp_path / "outside.txt", durable=False)

    def act(_: StepContext) -> Result:
        return Completed(outside.count["poll"])

    async def scenario() -> None:
        async with runtime_on(url, outside, act) as runtime:
            polling = loop(send("poll"), data("note"), again="steps.poll < 50")
            run = await runtime.start(polling, {}, actor=ANALYST)
            await runtime.settle(run)
            assert runtime.view(run).status == "completed"
            assert outside.count == {"poll": 50}

    asyncio.run(scenario())


def test_a_loop_around_a_for_each_that_does_something_goes_on(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else work done for each item does not count as work of the loop around it."""
    monkeypatch.setattr(turn_module, "IDLE", 10)
    outside = Outside(tmp_path / "outside.txt", durable=False)

    def act(_: StepContext) -> Result:
        return Completed(outside.count["poll"])

    drawing = draw(
        [
            "start",
            {"id": "each", "kind": "for_each", "params": {"items": "[1, 2]"}},
            send("poll") | {"parent": "each"},
            choice("more", "again", when="$max(steps.each.results) < 40"),
            "end",
        ],
        ["start>each", "each.done>more", "more.again>each", "more.otherwise>end"],
    )

    async def scenario() -> None:
        async with runtime_on(url, outside, act) as runtime:
            run = await runtime.start(drawing, {}, actor=ANALYST)
            await runtime.settle(run)
            assert runtime.view(run).status == "completed"
            assert outside.count == {"poll": 40}

    asyncio.run(scenario())


def test_cancelling_while_effects_are_under_way_keeps_their_results_as_evidence(
    any_url: str, outside: Outside
) -> None:
    """Else nobody can tell what a stopped case had sent, or the engine waits for it for ever."""
    gate = asyncio.Event()

    async def act(_: StepContext) -> Result:
        await gate.wait()
        return Completed("sent all the same")

    drawing = draw(
        ["start", "parallel", send("a"), send("b"), {"id": "both", "kind": "join"}, "end"],
        ["start>parallel", "parallel>a", "parallel>b", "a>both", "b>both", "both>end"],
    )

    async def scenario() -> None:
        async with runtime_on(any_url, outside, act) as runtime:
            run = await runtime.start(drawing, {}, actor=ANALYST)
            await until(lambda: len(outside.done) == 2)
            await runtime.cancel(run, actor=BUYER, reason="the client withdrew")
            assert runtime.view(run).status == "cancelled"
            gate.set()
            await runtime.settle(run)
            ignored = [
                recorded
                for recorded in runtime.events(run)
                if type(recorded.event).__name__ == "ResultIgnored"
            ]
            assert len(ignored) == 2
            assert runtime.in_memory == 0
            assert runtime.runs()[0].status == "cancelled"

    asyncio.run(scenario())
