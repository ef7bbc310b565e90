"""Knows how one attempt of an effect is made: time-out, look before repeat, dry run.

Must not know any kind by name.
"""

from __future__ import annotations

import asyncio
import inspect
import random
from contextlib import AbstractAsyncContextManager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from runtime.errors import BatonError
from runtime.kernel.signals import EffectDone, EffectFailed
from runtime.primitives import Effect, PlanStep
from runtime.step import Completed, EffectKind, Failed, Kind, Params, Result, StepContext

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from runtime.definition.json_value import JsonObject
    from runtime.events.model import StepScheduled
    from runtime.ports import Clock, Connections

DEFAULT_TIMEOUT = 120.0
"""Seconds an attempt may take when the step says nothing."""
REMEMBERED = 10_000
"""Steps whose validated params are remembered."""

Outcome: TypeAlias = EffectDone | EffectFailed
Hinder: TypeAlias = "Callable[[str, str], Awaitable[Failed | None]]"
"""Given a run and a connection: a failure that a test wants there, after a wait that it wants."""


class Performer:
    """Makes attempts."""

    def __init__(
        self,
        kind: Callable[[str], Kind[Any]],
        connections: Connections,
        clock: Clock,
        hinder: Hinder | None = None,
    ) -> None:
        self._kind = kind
        self._hinder = hinder
        self._connections = connections
        self._clock = clock
        self._params: dict[tuple[tuple[str, str], str], Params] = {}
        self._turns: dict[tuple[str, int], asyncio.Semaphore] = {}
        self._chance = random.Random()  # noqa: S311 - jitter, not a secret

    def perform(
        self,
        run: str,
        place: tuple[str, str],
        step: PlanStep,
        event: StepScheduled,
        *,
        dry: bool,
    ) -> Outcome | Awaitable[Outcome]:
        """Makes one attempt; an effect that never waits gives its outcome at once.

        Args:
            run: id of the run.
            step: the compiled step.
            place: the plan's digest and the body in it, under which the step's validated params
                are remembered.
            event: the schedule as it stands in the journal.
            dry: writes are described, not done.
        """
        try:
            result = self._attempt(run, place, step, event, dry=dry)
        except Exception as error:  # noqa: BLE001 - a kind's failure must not end the engine
            result = _crashed(error)
        if inspect.isawaitable(result):
            return self._guarded(step, event, result)
        return self._signal(event, result)

    def _attempt(
        self,
        run: str,
        place: tuple[str, str],
        step: PlanStep,
        event: StepScheduled,
        *,
        dry: bool,
    ) -> Result | Awaitable[Result]:
        effect = step.primitive
        try:
            kind = self._kind(step.kind)
        except LookupError:
            return _not_an_effect(step)
        if not isinstance(effect, Effect) or not isinstance(kind, EffectKind):
            return _not_an_effect(step)
        try:
            params = self._params_of((place, step.id), step, kind)
        except ValueError as error:
            return _unfit_params(step, error)
        context = self._context(run, event)
        if self._hinder is None or not effect.connection:
            return self._go(kind, context, params, effect, dry=dry)
        go = partial(self._go, kind, context, params, effect, dry=dry)
        return _unless(self._hinder(run, effect.connection), go)

    def _go(
        self,
        kind: EffectKind[Any],
        context: StepContext,
        params: Params,
        effect: Effect,
        *,
        dry: bool,
    ) -> Result | Awaitable[Result]:
        if dry:
            return self._rehearsed(kind, context, params, effect)
        if effect.repeat == "verify" and context.attempt > 1:
            return self._look_first(kind, context, params)
        return _begun(kind, context, params)

    def _params_of(
        self, place: tuple[tuple[str, str], str], step: PlanStep, kind: EffectKind[Any]
    ) -> Params:
        found = self._params.get(place)
        if found is None:
            if len(self._params) >= REMEMBERED:
                self._params.clear()
            given: dict[str, Any] = dict(step.params)
            if step.version < kind.version:
                given = kind.migrate(given, step.version)
            found = self._params[place] = kind.params.model_validate(given)
        return found

    def _context(self, run: str, event: StepScheduled) -> StepContext:
        inputs = event.request if isinstance(event.request, dict) else {}
        return StepContext(
            run,
            event.step,
            event.attempt,
            event.key,
            inputs,
            self._clock.now(),
            self._connections,
        )

    async def _look_first(
        self, kind: EffectKind[Any], context: StepContext, params: Params
    ) -> Result:
        """Before a write is repeated: has it happened already?"""
        found = await kind.verify(context, params)
        if found is not None:
            return found
        return await _awaited(_begun(kind, context, params))

    def _rehearsed(
        self, kind: EffectKind[Any], context: StepContext, params: Params, effect: Effect
    ) -> Result | Awaitable[Result]:
        """A dry run: a write is told, a read is made."""
        if effect.writes:
            return Completed(effect.example, because={"dry run": kind.describe(context, params)})
        return self._or_example(kind, context, params, effect)

    async def _or_example(
        self, kind: EffectKind[Any], context: StepContext, params: Params, effect: Effect
    ) -> Result:
        """A read of a dry run: an example stands in for what no earlier step has really made."""
        try:
            result = await _awaited(_begun(kind, context, params))
        except Exception as error:  # noqa: BLE001 - a kind's failure must not end the engine
            result = _crashed(error)
        if isinstance(result, Completed):
            return result
        told = f"would read at step {context.step}; an example stood in, since: {result.message}"
        return Completed(effect.example, because={"dry run": told})

    async def _guarded(
        self, step: PlanStep, event: StepScheduled, attempt: Awaitable[Result]
    ) -> Outcome:
        limit = step.policy.timeout or DEFAULT_TIMEOUT
        timer = asyncio.timeout(None)
        try:
            async with self._turn(step), timer:
                # Set only now: the time spent waiting for a free place does not count.
                timer.reschedule(asyncio.get_running_loop().time() + limit)
                result = await attempt
        except TimeoutError as error:
            result = _too_slow(step, limit) if timer.expired() else _crashed(error)
        except asyncio.CancelledError as error:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            # Nobody cancelled the attempt: something inside of it was, and gave up.
            result = _crashed(error)
        except Exception as error:  # noqa: BLE001 - a kind's failure must not end the engine
            result = _crashed(error)
        return self._signal(event, result)

    def _turn(self, step: PlanStep) -> AbstractAsyncContextManager[None]:
        """Waits until the connection has room for one more; the time-out begins only then."""
        effect = step.primitive
        if not isinstance(effect, Effect) or not effect.limit or not effect.connection:
            return nullcontext()
        place = (effect.connection, effect.limit)
        return self._turns.setdefault(place, asyncio.Semaphore(effect.limit))

    def _signal(self, event: StepScheduled, result: object) -> Outcome:
        if not isinstance(result, Completed | Failed):
            result = _crashed(TypeError(f"the step gave {type(result).__name__}, no result"))
        if isinstance(result, Completed):
            return EffectDone(
                event.token,
                event.step,
                event.attempt,
                result.output,
                result.port,
                result.because,
            )
        error: JsonObject = {"code": result.code, "message": result.message}
        if result.detail:
            error["detail"] = result.detail
        return EffectFailed(
            event.token,
            event.step,
            event.attempt,
            error,
            result.retryable,
            result.retry_after or 0.0,
            result.unknown,
            self._chance.random(),
        )


def _begun(
    kind: EffectKind[Any], context: StepContext, params: Params
) -> Result | Awaitable[Result]:
    try:
        return kind.perform(context, params)
    except Exception as error:  # noqa: BLE001 - a kind's failure must not end the engine
        return _crashed(error)


async def _unless(
    trouble: Awaitable[Failed | None], go: Callable[[], Result | Awaitable[Result]]
) -> Result:
    """An attempt through a connection of which a test may want that it fails, or is slow."""
    return await trouble or await _awaited(go())


async def _awaited(result: Result | Awaitable[Result]) -> Result:
    return await result if inspect.isawaitable(result) else result


def _not_an_effect(step: PlanStep) -> Failed:
    return Failed(
        "step.no_effect",
        f"“{step.name}” cannot be performed: its kind “{step.kind}” has changed since this case "
        "began. Skip it with its result, or update Baton.",
    )


def _unfit_params(step: PlanStep, error: ValueError) -> Failed:
    return Failed(
        "step.params",
        f"“{step.name}” cannot be performed: its settings do not fit the kind “{step.kind}” as it "
        "is now. Skip it with its result, or update Baton.",
        # What the library says repeats the values; its name is enough.
        type(error).__name__,
    )


def _too_slow(step: PlanStep, limit: float) -> Failed:
    return Failed(
        "step.timeout",
        f"“{step.name}” gave no answer within {limit:g} seconds. Try it again, or allow it more "
        "time in the step's settings.",
        retryable=True,
        unknown=True,
    )


def _crashed(error: BaseException) -> Failed:
    """A kind raised: whether it had done its work is not known."""
    if isinstance(error, BatonError):
        return Failed(error.code, str(error), error.detail)
    return Failed(
        "step.crashed",
        "The step ended with an error of its own. It may be a fault in Baton; see the detail.",
        f"{type(error).__name__}: {error}",
        unknown=True,
    )
