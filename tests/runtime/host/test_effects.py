"""Effects that fail, wait, hang or misbehave end as a person expects, and never hang their case."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from runtime.errors import BatonError
from runtime.events import model
from runtime.host import performer
from runtime.step import Completed, Failed
from runtime.testing.clock import ManualClock
from tests.helpers.outside import ANALYST, Send, all_kinds, runtime_on, send, sending, until

if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.embedded import EmbeddedRuntime
    from runtime.events.view import RunView
    from runtime.step import Result, StepContext
    from tests.helpers.outside import Act, Outside

BUSY = Failed("erp.busy", "The ERP is busy. Try later.", retryable=True)


def rest(url: str, outside: Outside, act: Act | None, *nodes: dict[str, Any]) -> RunView:
    """Runs a case of these steps until it rests."""

    async def scenario() -> RunView:
        async with runtime_on(url, outside, act) as runtime:
            run = await runtime.start(sending(*(nodes or (send(),))), {}, actor=ANALYST)
            async with asyncio.timeout(5):
                await runtime.settle(run)
            assert runtime.runs()[0].status != "running"
            return runtime.view(run)

    return asyncio.run(scenario())


def retry(attempts: int, delay: str = "PT10S") -> dict[str, Any]:
    return {"retry": {"attempts": attempts, "delay": delay, "factor": 3, "jitter": 0}}


def task() -> dict[str, Any]:
    return {"id": "ask", "kind": "task", "params": {"title": "?", "assignees": '"user:analyst"'}}


async def answer(runtime: EmbeddedRuntime, run: str) -> None:
    """Answers the case's only task."""
    await runtime.decide(run, runtime.tasks(run=run)[0].task, actor=ANALYST)
    await runtime.settle(run)


def pauses(runtime: EmbeddedRuntime, run: str) -> list[str]:
    """When each next attempt was due."""
    events = [recorded.event for recorded in runtime.events(run)]
    return [event.due for event in events if isinstance(event, model.RetryScheduled)]


def test_attempts_are_repeated_with_growing_pauses_and_the_same_key(
    url: str, outside: Outside
) -> None:
    """Else a system that is down for a minute stops every case, or is hammered while it starts."""
    clock = ManualClock()

    def act(context: StepContext) -> Result:
        return BUSY if context.attempt < 3 else Completed("at last")

    async def scenario() -> None:
        async with runtime_on(url, outside, act, clock=clock) as runtime:
            run = await runtime.start(sending(send(policy=retry(3))), {}, actor=ANALYST)
            await runtime.settle(run)
            begun = clock.now()
            assert pauses(runtime, run) == [(begun + timedelta(seconds=10)).isoformat()]
            clock.move_to(begun + timedelta(seconds=9))
            await asyncio.sleep(0.02)
            assert outside.count == {"send": 1}
            clock.move_to(begun + timedelta(seconds=10))
            await until(lambda: outside.count["send"] == 2)
            await until(lambda: len(pauses(runtime, run)) == 2)
            assert pauses(runtime, run)[1] == (begun + timedelta(seconds=40)).isoformat()
            clock.move_to(begun + timedelta(seconds=40))
            await until(lambda: runtime.view(run).status == "completed")
            assert len(set(outside.done)) == 1

    asyncio.run(scenario())


def test_retry_after_is_honoured(url: str, outside: Outside) -> None:
    """Else a system that asks for a minute's rest gets none, and locks us out."""
    clock = ManualClock()

    def act(_: StepContext) -> Result:
        return Failed("crm.limit", "Too many calls. Wait.", retryable=True, retry_after=60)

    async def scenario() -> None:
        async with runtime_on(url, outside, act, clock=clock) as runtime:
            run = await runtime.start(sending(send(policy=retry(2, "PT1S"))), {}, actor=ANALYST)
            await runtime.settle(run)
            assert pauses(runtime, run) == [(clock.now() + timedelta(seconds=60)).isoformat()]

    asyncio.run(scenario())


def test_when_attempts_end_a_person_is_asked_and_may_try_again(url: str, outside: Outside) -> None:
    """Else a case whose system was down stays dead after it is back."""
    answers: list[Result] = [BUSY, Completed("back")]

    async def scenario() -> None:
        async with runtime_on(url, outside, lambda _: answers.pop(0)) as runtime:
            run = await runtime.start(sending(send()), {}, actor=ANALYST)
            await runtime.settle(run)
            (incident,) = runtime.view(run).waiting_for
            assert (incident.kind, incident.step) == ("incident", "send")
            assert runtime.runs()[0].incidents == 1
            await runtime.resolve(run, "send", "retry", actor=ANALYST)
            await runtime.settle(run)
            assert runtime.view(run).status == "completed"
            assert runtime.runs()[0].incidents == 0

    asyncio.run(scenario())


@pytest.mark.parametrize("repeat", ["safe", "ask"])
def test_an_attempt_that_takes_too_long_ends(
    repeat: str, url: str, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a system that never answers holds a case for ever."""
    monkeypatch.setattr(performer, "DEFAULT_TIMEOUT", 0.05)

    async def act(_: StepContext) -> Result:
        await asyncio.sleep(60)
        return Completed()

    view = rest(url, outside, act, send(repeat=repeat))
    (incident,) = view.waiting_for
    expected = "it may have happened" if repeat == "ask" else "gave no answer within 0.05 seconds"
    assert expected in incident.message


class WentWrongError(BatonError):
    """What a connector raises."""

    code = "test.wrong"


def raises(error: BaseException) -> Callable[[StepContext], Result]:
    def act(_: StepContext) -> Result:
        raise error

    return act


def raises_later(error: BaseException) -> Any:
    async def act(_: StepContext) -> Result:
        await asyncio.sleep(0)
        raise error

    return act


@pytest.mark.parametrize("make", [raises, raises_later])
@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ZeroDivisionError("1/0"), "ended with an error of its own"),
        (TimeoutError("socket"), "ended with an error of its own"),
        (WentWrongError("The ERP refused it."), "The ERP refused it."),
    ],
)
def test_a_kind_that_raises_ends_in_an_incident(
    make: Any, error: Exception, message: str, url: str, outside: Outside
) -> None:
    """Else one fault in a step kind hangs its case, or stops every case."""
    (incident,) = rest(url, outside, make(error)).waiting_for
    assert message in incident.message


def test_an_attempt_that_is_cancelled_from_inside_ends_in_an_incident(
    url: str, outside: Outside
) -> None:
    """Else a library that gives up by cancelling itself hangs the case."""
    (incident,) = rest(url, outside, raises_later(asyncio.CancelledError())).waiting_for
    assert "ended with an error of its own" in incident.message


def forgetful(_: StepContext) -> Any:
    """Gives nothing."""


def test_a_kind_that_gives_no_result_ends_in_an_incident(url: str, outside: Outside) -> None:
    """Else a forgotten return stops every case."""
    (incident,) = rest(url, outside, forgetful).waiting_for
    assert "ended with an error of its own" in incident.message


def test_a_kind_that_is_gone_ends_in_an_incident(url: str, outside: Outside) -> None:
    """Else removing a plug-in stops every case when one of them needs it."""
    kinds = all_kinds(outside)

    async def scenario() -> None:
        async with runtime_on(url, outside, kinds=kinds) as runtime:
            run = await runtime.start(sending(task(), send()), {}, actor=ANALYST)
            await runtime.settle(run)
            del kinds["send"]
            await answer(runtime, run)
            (incident,) = runtime.view(run).waiting_for
            assert "kind “send” has changed" in incident.message
            assert not outside.done

    asyncio.run(scenario())


def test_settings_that_no_longer_fit_end_in_an_incident(url: str, outside: Outside) -> None:
    """Else an update of a step kind stops every case when one of them needs it."""

    class Newer(Send):
        version = 2

        def migrate(self, params: dict[str, Any], version: int) -> dict[str, Any]:
            del params, version
            return {"gone": "secret-value"}

    kinds = all_kinds(outside)

    async def scenario() -> None:
        async with runtime_on(url, outside, kinds=kinds) as runtime:
            run = await runtime.start(sending(task(), send()), {}, actor=ANALYST)
            await runtime.settle(run)
            kinds["send"] = Newer(outside)
            await answer(runtime, run)
            (incident,) = runtime.view(run).waiting_for
            assert "settings do not fit" in incident.message
            assert "secret-value" not in str(incident)

    asyncio.run(scenario())


def test_a_step_of_a_sub_workflow_has_its_own_settings(url: str, outside: Outside) -> None:
    """Else two steps with one id, in a workflow and in the one it calls, send each other's data."""
    seen: list[str] = []

    class Seeing(Send):
        def perform(self, context: StepContext, params: Any) -> Result:
            del context
            seen.append(params.repeat)
            return Completed()

    inner = sending(send(repeat="keyed"), id="inner")
    call = {"id": "call", "kind": "sub_workflow", "params": {"workflow": "inner"}}
    outer = sending(send(repeat="safe"), call, id="outer")

    async def scenario() -> None:
        kinds = all_kinds(outside) | {"send": Seeing(outside)}
        async with runtime_on(url, outside, kinds=kinds) as runtime:
            run = await runtime.start(
                outer, {}, actor=ANALYST, library={"inner": inner}.__getitem__
            )
            await runtime.settle(run)
            assert runtime.view(run).status == "completed"

    asyncio.run(scenario())
    assert seen == ["safe", "keyed"]


def test_a_result_that_is_too_large_becomes_a_failure(any_url: str, outside: Outside) -> None:
    """Else a report of a gigabyte hangs its case without a word."""
    view = rest(any_url, outside, lambda _: Completed("x" * 17_000_000))
    (incident,) = view.waiting_for
    assert "too large" in incident.message
    assert outside.count == {"send": 1}


def test_a_computed_value_that_is_too_large_becomes_a_failure_of_its_step(
    url: str, outside: Outside
) -> None:
    """Else a formula that doubles a text hangs its case, or blames the step before it."""
    grow = {
        "id": "grow",
        "kind": "map_data",
        "params": {"value": '$join([1..18].("x" & $pad("", 1000000, "y")))'},
    }
    view = rest(url, outside, None, send(), grow)
    (incident,) = view.waiting_for
    assert incident.step == "grow"
    assert view.steps["send"].status == "completed"
    assert outside.count == {"send": 1}


@pytest.mark.parametrize("when", ["at once", "later"])
def test_an_evaluator_that_breaks_ends_in_an_incident(
    when: str, url: str, outside: Outside
) -> None:
    """Else one fault of the evaluator hangs its case, or stops every case."""

    class Broken:
        def evaluate(self, request: object) -> Any:
            del request
            if when == "later":
                return self._later()
            raise ZeroDivisionError

        async def _later(self) -> Any:
            await asyncio.sleep(0)
            raise ZeroDivisionError

    async def scenario() -> None:
        async with runtime_on(url, outside, evaluator=Broken()) as runtime:
            run = await runtime.start(sending(send(value="1")), {}, actor=ANALYST)
            async with asyncio.timeout(5):
                await runtime.settle(run)
            (incident,) = runtime.view(run).waiting_for
            assert "evaluator ended with an error of its own" in incident.message
            assert not outside.done

    asyncio.run(scenario())
