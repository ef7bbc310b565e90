"""A case that somebody has halted stays so, whichever process looks at it, until it may go on."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from runtime.errors import RefusedError
from runtime.events import model
from runtime.testing.clock import ManualClock
from tests.helpers.crashed_operation import Scene, everywhere
from tests.helpers.drawings import draw
from tests.helpers.outside import ANALYST, BUYER, runtime_on, send, sending, until

if TYPE_CHECKING:
    from pathlib import Path

    from runtime.embedded import EmbeddedRuntime
    from runtime.step import Result, StepContext
    from tests.helpers.outside import Outside

ASK = {"id": "ask", "kind": "task", "params": {"title": "?", "assignees": '"user:buyer"'}}
WAIT = {"id": "wait", "kind": "wait", "params": {"duration": "PT1H"}}


def test_a_halted_case_is_listed_as_such_and_wakes_nobody(any_url: str, outside: Outside) -> None:
    """Else an operator cannot find what was halted, or its timer goes off all the same."""
    clock = ManualClock(datetime.now(UTC))

    async def scenario() -> None:
        async with runtime_on(any_url, outside, clock=clock) as runtime:
            run = await runtime.start(sending(WAIT, send()), {}, actor=ANALYST)
            await runtime.settle(run)
            await runtime.suspend(run, actor=BUYER, reason="the client called")
            assert [row.run for row in runtime.runs(status="suspended")] == [run]
            assert runtime.view(run).suspended == "user:buyer"
        async with runtime_on(any_url, outside, clock=clock) as runtime:
            clock.move_to(clock.now() + timedelta(hours=2))
            await runtime.settle(run)
            with pytest.raises(RefusedError, match="suspended already"):
                await runtime.suspend(run, actor=BUYER, reason="again")
            assert not outside.done
            await runtime.resume(run, actor=ANALYST)
            await until(lambda: runtime.view(run).status == "completed", 30)
            assert outside.count == {"send": 1}
            assert runtime.view(run).suspended == ""

    asyncio.run(scenario())


def test_an_answer_that_comes_while_it_is_halted_is_kept(any_url: str, outside: Outside) -> None:
    """Else a system did its work, and the case asks for it once more."""

    async def scenario() -> None:
        free = asyncio.Event()

        async def act(context: StepContext) -> Result:
            from runtime.step import Completed

            await free.wait()
            return Completed(context.step)

        async with runtime_on(any_url, outside, act) as runtime:
            run = await runtime.start(sending(send("one"), send("two")), {}, actor=ANALYST)
            await until(lambda: outside.done, 30)
            await runtime.suspend(run, actor=BUYER, reason="look into it")
            assert [row.status for row in runtime.runs()] == ["running"]
            free.set()
            await runtime.settle(run)
            assert [row.status for row in runtime.runs()] == ["suspended"]
            assert runtime.view(run).steps["one"].output == "one"
            assert outside.count == {"one": 1}
            assert runtime.in_memory == 0
            await runtime.resume(run, actor=BUYER)
            await runtime.settle(run)
            assert outside.count == {"one": 1, "two": 1}
            assert runtime.view(run).status == "completed"

    asyncio.run(scenario())


async def _begin(runtime: EmbeddedRuntime) -> str:
    drawing = draw(
        ["start", "split:parallel", ASK, {**WAIT, "saves": {"at": "output.due"}}, send(), "end"],
        ["start>split", "split>ask", "split>wait", "wait>send", "ask>end", "send>end"],
    )
    return await runtime.start(drawing, {}, actor=ANALYST)


async def _suspend(runtime: EmbeddedRuntime, run: str) -> None:
    await runtime.suspend(run, actor=BUYER, reason="look into it")


async def _resume(runtime: EmbeddedRuntime, run: str) -> None:
    await runtime.resume(run, actor=BUYER, reason="all is well")


async def _answer(runtime: EmbeddedRuntime, run: str) -> None:
    (task,) = runtime.tasks(run=run)
    await runtime.decide(run, task.task, actor=BUYER)
    await until(lambda: runtime.view(run).status == "completed", 30)


@pytest.mark.slow
def test_halting_is_done_once_wherever_the_process_dies(any_url: str, tmp_path: Path) -> None:
    """Else a power cut leaves a case half halted, or sends something twice."""
    clock = ManualClock(datetime.now(UTC))

    async def then(runtime: EmbeddedRuntime, run: str) -> None:
        assert runtime.view(run).suspended
        await _resume(runtime, run)
        clock.move_to(clock.now() + timedelta(hours=2))
        await _answer(runtime, run)

    def check(events: list[model.RunEvent], outside: Outside) -> None:
        assert isinstance(events[-1], model.RunCompleted)
        assert len(set(outside.done)) == 1, "not one request, under one key"

    everywhere(Scene(_begin, _suspend, model.RunSuspended, then, clock), any_url, tmp_path, check)


@pytest.mark.slow
def test_going_on_is_done_once_wherever_the_process_dies(any_url: str, tmp_path: Path) -> None:
    """Else what was due while the case was halted is done twice after a power cut, or never."""
    clock = ManualClock(datetime.now(UTC))

    async def begin(runtime: EmbeddedRuntime) -> str:
        run = await _begin(runtime)
        await runtime.settle(run)
        await _suspend(runtime, run)
        clock.move_to(clock.now() + timedelta(hours=2))
        return run

    def check(events: list[model.RunEvent], outside: Outside) -> None:
        assert isinstance(events[-1], model.RunCompleted)
        assert len(set(outside.done)) == 1, "not one request, under one key"

    scene = Scene(begin, _resume, model.RunResumed, _answer, clock)
    everywhere(scene, any_url, tmp_path, check)
