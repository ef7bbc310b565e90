"""A case that is over is begun again from a step, with what was recorded until then."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from runtime.errors import RefusedError
from runtime.events import model
from tests.helpers.crashed_operation import Scene, everywhere
from tests.helpers.outside import ANALYST, BUYER, runtime_on, send, sending

if TYPE_CHECKING:
    from pathlib import Path

    from runtime.embedded import EmbeddedRuntime
    from tests.helpers.outside import Outside

HEAR = {"id": "hear", "kind": "message", "params": {"message": "go"}}
TELL = {"id": "tell", "kind": "send_message", "params": {"message": "told"}}
ASK = {"id": "ask", "kind": "task", "params": {"title": "?", "assignees": '"user:buyer"'}}


async def _over(runtime: EmbeddedRuntime) -> str:
    """A case that has heard, told and sent, and is over."""
    drawing = sending(HEAR, TELL, send("one", value="input.n"), send("two", value="steps.one"))
    run = await runtime.start(drawing, {"n": 7}, actor=ANALYST, key="K-1")
    runtime.send_message("go", actor=BUYER)
    await runtime.delivered()
    await runtime.settle(run)
    assert runtime.view(run).status == "completed"
    return run


async def _again(runtime: EmbeddedRuntime, run: str) -> None:
    await runtime.begin_again(run, "two", actor=BUYER, reason="the ERP had lost it")


async def _nothing(runtime: EmbeddedRuntime, run: str) -> None:
    del runtime, run


def test_what_was_done_before_is_taken_over_and_the_rest_done_again(
    any_url: str, outside: Outside
) -> None:
    """Else what the ERP has lost can only be made again with the whole case, and twice outside."""

    async def scenario() -> None:
        async with runtime_on(any_url, outside) as runtime:
            run = await _over(runtime)
            new = await runtime.begin_again(run, "two", actor=BUYER, reason="lost")
            await runtime.settle(new)
            view = runtime.view(new)
            assert (view.status, view.forked, view.test) == ("completed", run, False)
            assert (view.key, view.requester, view.input) == ("K-1", "user:analyst", {"n": 7})
            assert outside.count == {"one": 1, "two": 2}
            keys = [key for step, key in outside.done if step == "two"]
            assert len(set(keys)) == 2, "a new request needs a key of its own"
            forked = [r for r in runtime.events(new) if isinstance(r.event, model.RunForked)]
            (event,) = [r.event for r in forked if isinstance(r.event, model.RunForked)]
            assert (event.by, event.reason) == ("user:buyer", "lost")
            told = [row for row in runtime.messages() if row.name == "told"]
            assert len(told) == 1, "a message was sent again"

    asyncio.run(scenario())


def test_one_that_waits_there_hears_as_the_first_did(any_url: str, outside: Outside) -> None:
    """Else a case that was begun again where it waits for a message waits for ever."""

    async def scenario() -> None:
        async with runtime_on(any_url, outside) as runtime:
            run = await _over(runtime)
            new = await runtime.begin_again(run, "hear", actor=BUYER, reason="lost")
            await runtime.settle(new)
            runtime.send_message("go", actor=BUYER)
            await runtime.delivered()
            await runtime.settle(new)
            assert runtime.view(new).status == "completed"
            assert outside.count == {"one": 2, "two": 2}

    asyncio.run(scenario())


def test_from_what_no_case_is_begun_says_why(url: str, outside: Outside) -> None:
    """Else one case is done by two, or a test by nobody becomes real."""

    async def scenario() -> None:
        async with runtime_on(url, outside) as runtime:
            run = await _over(runtime)
            with pytest.raises(RefusedError, match="one sentence why"):
                await runtime.begin_again(run, "two", actor=BUYER, reason=" ")
            with pytest.raises(RefusedError, match="never came to “nowhere”"):
                await runtime.begin_again(run, "nowhere", actor=BUYER, reason="x")
            test = await runtime.fork(run, "two", actor=BUYER)
            await runtime.settle(test)
            assert outside.count == {"one": 1, "two": 1}
            with pytest.raises(RefusedError, match="It was a test"):
                await runtime.begin_again(test, "two", actor=BUYER, reason="x")
            told = runtime.bring_in(runtime.export(run))
            with pytest.raises(RefusedError, match="brought from a file"):
                await runtime.begin_again(told, "two", actor=BUYER, reason="x")
            open_one = await runtime.start(sending(ASK), {}, actor=ANALYST)
            await runtime.settle(open_one)
            with pytest.raises(RefusedError, match="still under way"):
                await runtime.begin_again(open_one, "ask", actor=BUYER, reason="x")

    asyncio.run(scenario())


@pytest.mark.slow
def test_it_begins_once_wherever_the_process_dies(any_url: str, tmp_path: Path) -> None:
    """Else a power cut begins a case twice, or leaves one that stands before its step for ever."""

    def check(events: list[model.RunEvent], outside: Outside) -> None:
        assert isinstance(events[-1], model.RunCompleted)
        keys = {key for step, key in outside.done if step == "two"}
        assert len(keys) == 2, "not one more request"

    scene = Scene(_over, _again, model.RunForked, _nothing, begins=True)
    everywhere(scene, any_url, tmp_path, check)
