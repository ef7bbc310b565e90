"""A system outside that remembers on the disk what was done to it, and the step kind that does it.

A named fake: what is written there outlives a killed process, as in a real system. Must not know
the engine's journal.
"""

from __future__ import annotations

import asyncio
import itertools
import os
from collections import Counter
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from runtime import steps
from runtime.calendars import NamedCalendars
from runtime.embedded import EmbeddedRuntime
from runtime.events.model import Actor
from runtime.primitives import Effect, Expr
from runtime.step import (
    ERROR,
    OUT,
    Around,
    Completed,
    EffectKind,
    Params,
    Port,
    Result,
    StepContext,
)
from runtime.store import open_store
from runtime.testing.harness import NoConnections
from tests.helpers.drawings import draw

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from pathlib import Path
    from typing import Any, TypeAlias

    from runtime.definition.definition import Definition
    from runtime.ports import Clock, Evaluator
    from runtime.step import Kind
    from runtime.store import Store

    Act: TypeAlias = Callable[[StepContext], Result | Awaitable[Result]]

ANALYST = Actor("user:analyst", ("finance",))
BUYER = Actor("user:buyer", ("finance", "legal"))


class Outside:
    """What was done, one line each: step, idempotency key, attempt.

    Args:
        file: where it is remembered.
        reach: called right before and right after something is done.
        durable: whether each line outlives a power cut, too.
    """

    def __init__(
        self, file: Path, reach: Callable[[], None] = lambda: None, *, durable: bool = True
    ) -> None:
        self._durable = durable
        self._file = file
        self._reach = reach

    def do(self, context: StepContext) -> None:
        """Does it, so that not even a power cut undoes it."""
        self._reach()
        with self._file.open("a") as file:
            file.write(f"{context.step} {context.key} {context.attempt}\n")
            file.flush()
            if self._durable:
                os.fsync(file.fileno())
        self._reach()

    @property
    def done(self) -> list[tuple[str, str]]:
        """Step and key of everything that was done, in order."""
        if not self._file.exists():
            return []
        lines = [line.split() for line in self._file.read_text().splitlines()]
        return [(step, key) for step, key, _ in lines]

    @property
    def count(self) -> Counter[str]:
        """How often each step was done."""
        return Counter(step for step, _ in self.done)


class SendParams(Params):
    """What may happen when nobody knows whether it was done, and what is sent."""

    repeat: Literal["safe", "keyed", "verify", "ask"] = Field("safe", title="Repeat")
    value: str = Field("", title="Value")
    writes: bool = Field(default=True, title="Writes")


class Send(EffectKind[SendParams]):
    """Does something outside and gives what the test says."""

    name = "send"
    title = "Send"
    summary = "Sends something."
    group = "Systems"
    params = SendParams

    def __init__(self, outside: Outside, act: Act | None = None) -> None:
        self._outside = outside
        self._act = act

    def ports(self, params: SendParams) -> tuple[Port, ...]:
        del params
        return (OUT, ERROR)

    def compile(self, params: SendParams, around: Around) -> Effect:
        del around
        inputs = (("value", Expr(params.value)),) if params.value else ()
        return Effect(inputs=inputs, repeat=params.repeat, writes=params.writes, example="example")

    def perform(self, context: StepContext, params: SendParams) -> Result | Awaitable[Result]:
        del params
        self._outside.do(context)
        return self._act(context) if self._act else Completed(context.inputs.get("value", "sent"))

    async def verify(self, context: StepContext, params: SendParams) -> Result | None:
        del params
        done = (context.step, context.key) in self._outside.done
        return Completed("found") if done else None


def send(step: str = "send", policy: dict[str, Any] | None = None, **params: Any) -> dict[str, Any]:
    """A step of the fake kind."""
    return {"id": step, "kind": "send", "params": params, "policy": policy or {}}


def sending(*nodes: dict[str, Any], **graph: Any) -> Definition:
    """Start, these steps one after the other, end."""
    names = ["start", *(str(node["id"]) for node in nodes), "end"]
    lines = [f"{a}>{b}" for a, b in itertools.pairwise(names)]
    return draw(["start", *nodes, "end"], lines, **graph)


def all_kinds(outside: Outside, act: Act | None = None) -> dict[str, Kind[Any]]:
    """All real kinds and the fake one."""
    return {**steps.kinds(), "send": Send(outside, act)}


def runtime_on(
    store: Store | str,
    outside: Outside,
    act: Act | None = None,
    *,
    clock: Clock | None = None,
    evaluator: Evaluator | None = None,
    kinds: Mapping[str, Kind[Any]] | None = None,
) -> EmbeddedRuntime:
    """A runtime with all real kinds and the fake one, on a database."""
    return EmbeddedRuntime(
        open_store(store) if isinstance(store, str) else store,
        connections=NoConnections(),
        calendars=NamedCalendars(),
        clock=clock,
        evaluator=evaluator,
        kinds=all_kinds(outside, act) if kinds is None else kinds,
    )


async def until(holds: Callable[[], object], seconds: float = 5.0) -> None:
    """Waits until something holds; fails after some seconds."""
    for _ in range(int(seconds / 0.002)):
        if holds():
            return
        await asyncio.sleep(0.002)
    raise AssertionError("it did not come true in time")
