"""A dry run reads what is there, and goes on with an example where nothing is there yet."""

from __future__ import annotations

import asyncio
import inspect

from runtime.events.model import StepScheduled
from runtime.host.clock import SystemClock
from runtime.host.performer import Performer
from runtime.kernel.signals import EffectDone
from runtime.primitives import Effect
from runtime.step import Around, Completed, EffectKind, Failed, Params, Result, StepContext
from tests.helpers.kernel_driver import step


class _NoConnections:
    async def session(self, name: str) -> None:
        raise AssertionError(name)


class _Ledger(EffectKind[Params]):
    """Reads answer, or fail as they do when the record was never really made; writes count."""

    name = title = summary = group = "ledger"
    params = Params

    def __init__(self, answer: Result) -> None:
        self.answer = answer
        self.writes = 0

    def compile(self, params: Params, around: Around) -> Effect:
        del params, around
        return Effect(writes=False, example={"id": "example"})

    def perform(self, context: StepContext, params: Params) -> Result:
        del context, params
        self.writes += 1
        return self.answer


def _try(kind: _Ledger, effect: Effect) -> EffectDone:
    performer = Performer(lambda _: kind, _NoConnections(), SystemClock())  # pyright: ignore[reportArgumentType] - nothing is called
    event = StepScheduled(1, "read", 1, {}, "k")

    async def once() -> object:
        outcome = performer.perform("r", ("p", "main"), step("read", effect), event, dry=True)
        return await outcome if inspect.isawaitable(outcome) else outcome

    done = asyncio.run(once())
    assert isinstance(done, EffectDone)
    return done


def test_a_read_that_finds_something_gives_what_it_found() -> None:
    kind = _Ledger(Completed({"id": 7}))
    assert _try(kind, kind.compile(Params(), Around())).output == {"id": 7}


def test_a_read_of_what_was_never_made_goes_on_with_the_example_and_says_so() -> None:
    kind = _Ledger(Failed("erp.not_found", "There is no such project."))
    done = _try(kind, kind.compile(Params(), Around()))
    assert done.output == {"id": "example"}
    assert "There is no such project." in str(done.because)


def test_a_write_is_told_and_never_done() -> None:
    kind = _Ledger(Completed({"id": 7}))
    done = _try(kind, Effect(writes=True, example={"id": "example"}))
    assert kind.writes == 0
    assert "would perform" in str(done.because)
