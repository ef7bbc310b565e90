"""An operator moves a case on and corrects its data, on both databases, through any crash."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from runtime.embedded.inputs import FormError
from runtime.errors import RefusedError
from runtime.events import model
from tests.helpers.crashed_operation import Scene, everywhere
from tests.helpers.outside import ANALYST, BUYER, runtime_on, send, sending

if TYPE_CHECKING:
    from pathlib import Path

    from runtime.definition.definition import Definition
    from runtime.embedded import EmbeddedRuntime
    from tests.helpers.outside import Outside

ASK = {"id": "ask", "kind": "task", "params": {"title": "?", "assignees": '"user:buyer"'}}
HEAR = {"id": "hear", "kind": "message", "params": {"message": "go"}}
DATA = {"type": "object", "properties": {"amount": {"type": "number"}}, "required": ["amount"]}


def drawing() -> Definition:
    """A question, a message and an effect that sends what the case says."""
    return sending(ASK, HEAR, send(value="data.amount"), data=DATA)


async def _begin(runtime: EmbeddedRuntime) -> str:
    return await runtime.start(drawing(), {}, actor=ANALYST)


async def _correct(runtime: EmbeddedRuntime, run: str) -> None:
    await runtime.correct(run, {"amount": 7}, actor=BUYER, reason="typed wrongly")


async def _move(runtime: EmbeddedRuntime, run: str) -> None:
    await runtime.move(run, "ask", "send", actor=BUYER, reason="agreed by phone")


async def _nothing(runtime: EmbeddedRuntime, run: str) -> None:
    del runtime, run


def test_what_is_left_asks_nobody_and_hears_nothing(any_url: str, outside: Outside) -> None:
    """Else an inbox shows a task that nobody needs, or a message is taken by nobody."""

    async def scenario() -> None:
        async with runtime_on(any_url, outside) as runtime:
            run = await _begin(runtime)
            await runtime.settle(run)
            with pytest.raises(RefusedError, match=r"does not stand at “send”\. It stands at ask"):
                await runtime.move(run, "send", "end", actor=BUYER, reason="x")
            await runtime.move(run, "ask", "hear", actor=BUYER, reason="agreed by phone")
            assert not runtime.tasks(run=run)
            await runtime.move(run, "hear", "ask", actor=BUYER, reason="a mistake")
            runtime.send_message("go", actor=BUYER)
            await runtime.delivered()
            assert [row.run for row in runtime.messages()] == [""]
            (task,) = runtime.tasks(run=run)
            view = runtime.view(run)
            assert [(w.kind, w.step) for w in view.waiting_for] == [("task", "ask")]
            assert (view.steps["hear"].status, view.steps["ask"].visits) == ("cancelled", 2)
            await runtime.decide(run, task.task, actor=BUYER)
            await runtime.delivered()
            await runtime.settle(run)
            assert outside.count == {"send": 1}

    asyncio.run(scenario())


def test_a_correction_must_fit_the_fields_of_the_workflow(any_url: str, outside: Outside) -> None:
    """Else a typing mistake is mended by another one, and an expression fails at night."""

    async def scenario() -> None:
        async with runtime_on(any_url, outside) as runtime:
            run = await _begin(runtime)
            await runtime.settle(run)
            with pytest.raises(FormError, match="amount"):
                await runtime.correct(run, {"amount": "much"}, actor=BUYER, reason="x")
            assert not any(isinstance(r.event, model.DataCorrected) for r in runtime.events(run))
            await runtime.correct(run, {"note": "by phone"}, actor=BUYER, reason="told so")

    asyncio.run(scenario())


@pytest.mark.slow
def test_a_correction_is_made_once_wherever_the_process_dies(any_url: str, tmp_path: Path) -> None:
    """Else a power cut leaves the case as it was, and the operator believes it mended."""

    def check(events: list[model.RunEvent], outside: Outside) -> None:
        sent = next(e for e in events if isinstance(e, model.StepScheduled))
        assert set(outside.done) == {("send", sent.key)}
        assert sent.request == {"value": 7}

    everywhere(Scene(_begin, _correct, model.DataCorrected, _move), any_url, tmp_path, check)


@pytest.mark.slow
def test_a_path_is_moved_once_wherever_the_process_dies(any_url: str, tmp_path: Path) -> None:
    """Else a power cut sends an invoice twice that was mended by hand."""

    def check(events: list[model.RunEvent], outside: Outside) -> None:
        assert isinstance(events[-1], model.RunCompleted)
        assert len(set(outside.done)) == 1, "not one request, under one key"

    async def begin(runtime: EmbeddedRuntime) -> str:
        run = await _begin(runtime)
        await runtime.settle(run)
        await _correct(runtime, run)
        return run

    everywhere(Scene(begin, _move, model.PathMoved, _nothing), any_url, tmp_path, check)
