"""A case that waits costs no memory, and comes back for a person, a moment, or another process."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine

from runtime.host import timekeeper
from runtime.store import open_store
from runtime.testing.clock import MORNING, ManualClock
from tests.helpers.outside import ANALYST, Outside, runtime_on, send, sending, until

if TYPE_CHECKING:
    from runtime.embedded import EmbeddedRuntime


def wait(step: str = "wait", **params: Any) -> dict[str, Any]:
    return {"id": step, "kind": "wait", "params": params}


def task(step: str = "check", **params: Any) -> dict[str, Any]:
    given = {"title": step, "assignees": '"role:finance"'} | params
    return {"id": step, "kind": "task", "params": given}


def memory(runtime: EmbeddedRuntime) -> int:
    return runtime.in_memory


async def turn() -> None:
    """Lets the engine do what it has to do now."""
    await asyncio.sleep(0.03)


def test_a_waiting_case_leaves_the_memory_and_comes_back_for_a_person(
    any_url: str, outside: Outside
) -> None:
    """Else a firm's thousand open approvals fill the memory, or cannot be answered."""

    async def scenario() -> None:
        async with runtime_on(any_url, outside) as runtime:
            run = await runtime.start(sending(task(), send()), {}, actor=ANALYST)
            await runtime.settle(run)
            assert memory(runtime) == 0
            assert runtime.runs()[0].status == "waiting"
            (row,) = runtime.tasks(run=run)
            await runtime.decide(run, row.task, actor=ANALYST)
            await runtime.settle(run)
            assert memory(runtime) == 0
            assert runtime.view(run).status == "completed"
            assert outside.count == {"send": 1}

    asyncio.run(scenario())


def test_a_waiting_case_comes_back_when_its_moment_has_come(any_url: str, outside: Outside) -> None:
    """Else a step that waits three days waits for ever."""
    clock = ManualClock()

    async def scenario() -> None:
        async with runtime_on(any_url, outside, clock=clock) as runtime:
            drawing = sending(wait(duration="PT1H"), send())
            run = await runtime.start(drawing, {}, actor=ANALYST)
            await runtime.settle(run)
            assert memory(runtime) == 0
            clock.move_to(MORNING + timedelta(minutes=59))
            await turn()
            assert not outside.done
            clock.move_to(MORNING + timedelta(minutes=60))
            await until(lambda: runtime.view(run).status == "completed")
            assert outside.count == {"send": 1}
            await until(lambda: memory(runtime) == 0)

    asyncio.run(scenario())


def test_a_deadline_of_a_task_is_kept_while_nobody_looks(any_url: str, outside: Outside) -> None:
    """Else an approval that is overdue is escalated to nobody."""
    clock = ManualClock()
    late = task(due="PT4H", escalate_to='"user:boss"')

    async def scenario() -> None:
        async with runtime_on(any_url, outside, clock=clock) as runtime:
            run = await runtime.start(sending(late), {}, actor=ANALYST)
            await runtime.settle(run)
            clock.move_to(MORNING + timedelta(hours=4))
            await until(lambda: runtime.tasks(run=run)[0].overdue)
            assert "user:boss" in runtime.tasks(run=run)[0].assignees
            await until(lambda: memory(runtime) == 0)

    asyncio.run(scenario())


def test_timers_fire_in_their_order(url: str, outside: Outside) -> None:
    """Else a case with the earlier deadline is served after the later one."""
    clock = ManualClock()

    async def scenario() -> None:
        async with runtime_on(url, outside, clock=clock) as runtime:
            for name, hours in (("late", 3), ("soon", 1), ("then", 2)):
                drawing = sending(wait(duration=f"PT{hours}H"), send(name))
                await runtime.settle(await runtime.start(drawing, {}, actor=ANALYST))
            for hours in (1, 2, 3):
                clock.move_to(MORNING + timedelta(hours=hours))
                await until(lambda hours=hours: len(outside.done) == hours)
            assert [step for step, _ in outside.done] == ["soon", "then", "late"]

    asyncio.run(scenario())


def test_many_moments_at_once_are_all_kept(any_url: str, outside: Outside) -> None:
    """Else at midnight only the first cases go on."""
    clock = ManualClock()
    drawing = sending(wait(until='"2026-01-06T00:00:00+00:00"'))

    async def scenario() -> None:
        async with runtime_on(any_url, outside, clock=clock) as runtime:
            starts = [runtime.start(drawing, {}, actor=ANALYST) for _ in range(700)]
            await asyncio.gather(*starts)
            await until(lambda: memory(runtime) == 0)
            clock.move_to(datetime(2026, 1, 6, tzinfo=UTC))
            done = lambda: len(runtime.runs(status="completed", most=1000))  # noqa: E731 - short
            await until(lambda: done() == 700, 20)
            await until(lambda: memory(runtime) == 0)

    asyncio.run(scenario())


@pytest.mark.parametrize("own", [None, "PT1H"])
def test_a_timer_that_another_process_has_set_is_kept(
    own: str | None, any_url: str, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a case that waits is forgotten when the process that began it is closed."""
    monkeypatch.setattr(timekeeper, "LOOK_AGAIN", 0.05)

    async def scenario() -> None:
        async with runtime_on(any_url, outside) as runtime:
            if own:
                # A timer of its own must not hide the earlier one of the other.
                await runtime.start(sending(wait(duration=own)), {}, actor=ANALYST)
            await turn()
            async with runtime_on(any_url, outside) as other:
                run = await other.start(sending(wait(duration="PT1S"), send()), {}, actor=ANALYST)
                await other.settle(run)
            await until(lambda: runtime.view(run).status == "completed")
            assert outside.count == {"send": 1}

    asyncio.run(scenario())


def test_a_timer_that_was_due_while_nothing_ran_fires_at_once(
    any_url: str, outside: Outside
) -> None:
    """Else a deadline that passed over the weekend is never noticed."""
    clock = ManualClock()

    async def scenario() -> None:
        async with runtime_on(any_url, outside, clock=clock) as runtime:
            drawing = sending(wait(duration="P1D"), send())
            run = await runtime.start(drawing, {}, actor=ANALYST)
            await runtime.settle(run)
        # The clock jumps while the machine sleeps.
        clock.move_to(MORNING + timedelta(days=400))
        async with runtime_on(any_url, outside, clock=clock) as runtime:
            await until(lambda: runtime.view(run).status == "completed")
            assert outside.count == {"send": 1}

    asyncio.run(scenario())


def test_a_row_that_says_a_wrong_moment_is_put_right(
    url: str, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else one damaged row makes the engine look for its timer without end."""
    monkeypatch.setattr(timekeeper, "LOOK_AGAIN", 0.05)

    async def scenario() -> None:
        async with runtime_on(url, outside) as runtime:
            run = await runtime.start(sending(task()), {}, actor=ANALYST)
            await runtime.settle(run)
            engine = create_engine(url)
            with engine.begin() as connection:
                connection.exec_driver_sql("UPDATE runs SET wake_at = 1")
            engine.dispose()
            with open_store(url) as other:
                assert other.journal.next_due() is not None
                await until(lambda: other.journal.next_due() is None)
            assert runtime.tasks(run=run)

    asyncio.run(scenario())


def test_looking_at_a_case_that_does_not_go_on_never_hangs(url: str, outside: Outside) -> None:
    """Else `baton run` of a case that waits, has ended or is unknown never comes back."""

    async def scenario() -> None:
        async with runtime_on(url, outside) as runtime, asyncio.timeout(2):
            await runtime.settle("nobody")
            ended = await runtime.start(sending(send()), {}, actor=ANALYST)
            waiting = await runtime.start(sending(task()), {}, actor=ANALYST)
            for _ in range(3):
                await runtime.settle(ended)
                await runtime.settle(waiting)
            await asyncio.gather(*(runtime.settle(ended) for _ in range(5)))
            (row,) = runtime.tasks(run=waiting)
            await runtime.decide(waiting, row.task, actor=ANALYST)
            await asyncio.gather(*(runtime.settle(waiting) for _ in range(5)))
            assert runtime.view(waiting).status == "completed"

    asyncio.run(scenario())
