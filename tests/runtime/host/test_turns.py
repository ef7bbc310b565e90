"""A bulk of calls through one connection: each waits its turn, none runs out of time by it."""

from __future__ import annotations

import asyncio
import inspect
from dataclasses import replace

from runtime.events.model import StepScheduled
from runtime.host.clock import SystemClock
from runtime.host.performer import Performer
from runtime.kernel.signals import EffectDone
from runtime.primitives import Effect, Policy
from runtime.step import Around, Completed, EffectKind, Params, StepContext
from tests.helpers.kernel_driver import step


class _NoConnections:
    async def session(self, name: str) -> None:
        raise AssertionError(name)


class _Slow(EffectKind[Params]):
    """Takes a while and counts how many do so together."""

    name = title = summary = group = "slow"
    params = Params

    def __init__(self) -> None:
        self.now = self.most = 0

    def compile(self, params: Params, around: Around) -> Effect:
        del params, around
        return Effect(connection="erp", limit=3)

    async def perform(self, context: StepContext, params: Params) -> Completed:
        del context, params
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.02)
        self.now -= 1
        return Completed()


def test_waiting_for_a_free_place_does_not_use_up_the_time_limit() -> None:
    kind = _Slow()
    performer = Performer(lambda _: kind, _NoConnections(), SystemClock())  # pyright: ignore[reportArgumentType] - nothing is called
    effect = kind.compile(Params(), Around())
    slow = replace(step("call", effect), policy=Policy(timeout=0.5))

    async def bulk() -> list[object]:
        async def call(number: int) -> object:
            event = StepScheduled(number, "call", 1, {}, "k")
            outcome = performer.perform("r", ("p", "main"), slow, event, dry=False)
            return await outcome if inspect.isawaitable(outcome) else outcome

        return list(await asyncio.gather(*(call(number) for number in range(90))))

    assert all(isinstance(outcome, EffectDone) for outcome in asyncio.run(bulk()))
    assert kind.most == 3
