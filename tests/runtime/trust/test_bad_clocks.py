"""What a person loses when this fails: a clock that is set otherwise stops cases, or ends them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from runtime.host import timekeeper
from runtime.host.clock import SystemClock
from runtime.step import Completed
from tests.helpers.outside import ANALYST, Outside, runtime_on, send, sending, until

if TYPE_CHECKING:
    from pathlib import Path

    from runtime.step import Result, StepContext

DAY = timedelta(days=1)


class JumpingClock(SystemClock):
    """The machine's clock, set otherwise by `jump`; what measures durations does not jump."""

    def __init__(self) -> None:
        self.jump = timedelta()

    def now(self) -> datetime:
        """Return what the wall says."""
        return datetime.now(UTC) + self.jump


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is looked for every half minute is looked for more often."""
    monkeypatch.setattr(timekeeper, "LOOK_AGAIN", 0.05)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of an empty journal."""
    return f"sqlite:///{tmp_path / 'journal.sqlite'}"


@pytest.fixture
def outside(tmp_path: Path) -> Outside:
    """A system that remembers what was done to it."""
    return Outside(tmp_path / "outside.txt")


def pause(duration: str) -> dict[str, object]:
    """A step that waits."""
    return {"id": "pause", "kind": "wait", "params": {"duration": duration}}


def test_a_moment_is_kept_by_a_clock_that_was_put_forward(url: str, outside: Outside) -> None:
    async def story() -> None:
        clock = JumpingClock()
        async with runtime_on(url, outside, clock=clock) as runtime:
            run = await runtime.start(sending(pause("PT12H"), send()), {}, actor=ANALYST)
            await runtime.settle(run)
            clock.jump = DAY
            await until(lambda: runtime.view(run).status == "completed", 30)
        assert outside.count == {"send": 1}

    asyncio.run(story())


def test_a_moment_waits_for_a_clock_that_was_put_back_and_is_kept_when_it_is_right_again(
    url: str, outside: Outside
) -> None:
    async def story() -> None:
        clock = JumpingClock()
        async with runtime_on(url, outside, clock=clock) as runtime:
            run = await runtime.start(sending(pause("PT1S"), send()), {}, actor=ANALYST)
            await runtime.settle(run)
            clock.jump = -DAY
            # Another case goes on meanwhile, by its events and not by the clock.
            other = await runtime.start(sending(send()), {}, actor=ANALYST)
            await runtime.settle(other)
            assert runtime.view(other).status == "completed"
            assert runtime.view(run).status != "completed"
            assert [e.seq for e in runtime.events(run)] == list(range(len(runtime.events(run))))
            clock.jump = timedelta(seconds=2)
            await until(lambda: runtime.view(run).status == "completed", 30)

    asyncio.run(story())


@pytest.mark.parametrize("jump", [DAY, -DAY])
def test_a_request_under_way_is_neither_given_up_nor_repeated(
    url: str, outside: Outside, jump: timedelta
) -> None:
    clock = JumpingClock()

    async def slow(context: StepContext) -> Result:
        del context
        clock.jump = jump
        await asyncio.sleep(0.2)
        return Completed("sent")

    async def story() -> None:
        async with runtime_on(url, outside, slow, clock=clock) as runtime:
            policy = {"timeout": "PT10S"}
            run = await runtime.start(sending(send(policy=policy)), {}, actor=ANALYST)
            await runtime.settle(run)
            assert runtime.view(run).status == "completed"
        assert outside.count == {"send": 1}

    asyncio.run(story())


def test_what_a_dead_process_left_is_taken_up_although_the_clock_was_put_back(
    url: str, outside: Outside
) -> None:
    """Else its cases stand still until the clock has come that far again."""

    async def never(context: StepContext) -> Result:
        del context
        await asyncio.sleep(60)
        return Completed()

    async def story() -> None:
        clock = JumpingClock()
        async with runtime_on(url, outside, clock=clock) as survivor:
            clock.jump = -DAY
            async with runtime_on(url, outside, never) as dead:
                drawing = sending(send(repeat="keyed"))
                run = await dead.start(drawing, {}, actor=ANALYST)
                await until(lambda: outside.count == {"send": 1}, 30)
            await until(lambda: survivor.view(run).status == "completed", 30)
        assert outside.count == {"send": 2}
        assert len(set(outside.done)) == 1

    asyncio.run(story())
