"""Wherever a process is killed, the next one goes on, and nothing outside is done twice unasked."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from runtime.events import model
from runtime.testing.clock import ManualClock
from tests.helpers import dying_process
from tests.helpers.outside import ANALYST, runtime_on

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from runtime.embedded import EmbeddedRuntime
    from tests.helpers.outside import Outside

POINTS = 40
"""More than a case of two effects has; the last ones are not reached."""


def killed(
    url: str, file: Path, what: str, point: int, target: Callable[..., None] = dying_process.child
) -> bool:
    """Runs a case in another process; returns whether it was killed at the point."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.helpers.dying_process"])
    process = context.Process(target=target, args=(url, str(file), what, point), daemon=True)
    process.start()
    process.join(30)
    assert process.exitcode in {-signal.SIGKILL, dying_process.SURVIVED}
    return process.exitcode == -signal.SIGKILL


async def recovered(url: str, outside: Outside) -> list[model.RunEvent]:
    """What stands in the journal when the next process has done all that goes on by itself."""
    clock = ManualClock(datetime.now(UTC))
    async with runtime_on(url, outside, clock=clock) as runtime:
        rows = runtime.runs()
        if not rows:
            return []
        (row,) = rows
        for _ in range(3):
            await runtime.settle(row.run)
            clock.move_to(clock.now() + timedelta(seconds=60))
            await asyncio.sleep(0.01)
        await runtime.settle(row.run)
        await mend(runtime, row.run, outside)
        assert runtime.view(row.run).status == "completed"
        return [recorded.event for recorded in runtime.events(row.run)]


async def mend(runtime: EmbeddedRuntime, run: str, outside: Outside) -> None:
    """A person looks outside for each step in doubt: skips what was done, sends the rest again."""
    for _ in range(2):
        for waits in runtime.view(run).waiting_for:
            assert waits.kind == "incident"
            action = "skip" if outside.count[waits.step] else "retry"
            await runtime.resolve(run, waits.step, action, actor=ANALYST, output="by hand")
            await runtime.settle(run)


@pytest.mark.slow
@pytest.mark.parametrize("repeat", ["safe", "keyed", "verify", "ask"])
def test_no_point_of_death_loses_or_doubles_an_effect(
    repeat: str, any_url: str, tmp_path: Path
) -> None:
    """Else a power cut at the wrong moment sends a second invoice, or none."""
    from sqlalchemy import make_url

    from tests.helpers.outside import Outside
    from tests.helpers.postgres import throw_away_database

    for point in range(1, POINTS):
        here = tmp_path / str(point)
        here.mkdir()
        outside = Outside(here / "outside.txt")
        if any_url.startswith("sqlite"):
            died = check(f"sqlite:///{here / 'journal.sqlite'}", here, outside, repeat, point)
        else:
            server = make_url(any_url).set(drivername="postgresql")
            with throw_away_database(server.render_as_string(hide_password=False)) as url:
                died = check(url, here, outside, repeat, point)
        if not died:
            # Two effects and three commits, each with a before and an after, at the very least.
            assert point > 10
            return
    raise AssertionError("more points than were tried")


def check(url: str, here: Path, outside: Outside, repeat: str, point: int) -> bool:
    """Kills a case at a point, recovers it, and counts what was done outside."""
    if not killed(url, here / "outside.txt", repeat, point):
        return False
    events = asyncio.run(recovered(url, outside))
    if not events:
        assert not outside.done, "an effect came before the journal knew of its case"
        return True
    keys = {event.key for event in events if isinstance(event, model.StepScheduled)}
    assert {key for _, key in outside.done} <= keys, "an effect came before its schedule"
    assert set(outside.count) == {"one", "two"}, "an effect was lost"
    assert all(len({k for s, k in outside.done if s == step}) == 1 for step in outside.count)
    repeated = Counter(outside.done).most_common(1)[0][1]
    if repeat in {"verify", "ask"}:
        assert repeated == 1, "an effect was done twice"
    else:
        # Same key, so a system with keys does nothing twice; only the one under way is repeated.
        assert repeated <= 2
        assert len(outside.done) <= 3
    return True


@pytest.mark.slow
def test_a_test_that_begins_in_the_middle_goes_on_wherever_its_process_died(
    tmp_path: Path,
) -> None:
    """Else it stands before its first step for ever, and says that a person made it pause."""
    from tests.helpers.outside import Outside

    outcomes: list[str] = []
    for point in range(1, POINTS):
        here = tmp_path / str(point)
        here.mkdir()
        url, file = f"sqlite:///{here / 'journal.sqlite'}", here / "outside.txt"
        outside = Outside(file)
        run = asyncio.run(ended_case(url, outside))
        if not killed(url, file, run, point, dying_process.forking_child):
            assert {"nothing", "completed"} == set(outcomes)
            return
        outcomes.append(asyncio.run(fork_recovered(url, outside, run)))
    raise AssertionError("more points than were tried")


async def ended_case(url: str, outside: Outside) -> str:
    """Runs a case to its end."""
    async with runtime_on(url, outside) as runtime:
        run = await runtime.start(dying_process.two_paths(), {}, actor=ANALYST)
        await runtime.settle(run)
        assert runtime.view(run).status == "completed"
        return run


async def fork_recovered(url: str, outside: Outside, run: str) -> str:
    """How the test run stands once the next process has done all that goes on by itself."""
    async with runtime_on(url, outside) as runtime:
        forks = [row.run for row in runtime.runs() if row.run != run]
        for fork in forks:
            await runtime.settle(fork)
            await mend(runtime, fork, outside)
        return runtime.view(forks[0]).status if forks else "nothing"
