"""Knows effects: schedule, result, retry, doubt. Must not perform anything."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from runtime.events import model
from runtime.kernel.pure import named
from runtime.kernel.state import Sent, Token
from runtime.kernel.turn import Handler, Turn

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.kernel.signals import Answered, EffectDone, EffectFailed, Lost
    from runtime.primitives import Effect, PlanStep, Policy


SETTLE = 2.0
"""Seconds that a dead process's request is given to end before Baton looks whether it was done."""

LONGEST_PAUSE = 31 * 24 * 3600.0
"""Seconds; what another system says must not take the clock out of the calendar."""


def _arrive(turn: Turn, token: Token, step: PlanStep) -> None:
    effect = cast("Effect", step.primitive)
    if isinstance(token.work, Sent):
        _schedule(turn, token, step, token.work.request, token.work.key)
    elif effect.inputs:
        turn.ask(token, step, "inputs", tuple(expr for _, expr in effect.inputs))
    else:
        _schedule(turn, token, step, {}, "")


def _asked(turn: Turn, token: Token, step: PlanStep, answer: Answered) -> None:
    effect = cast("Effect", step.primitive)
    request = named(tuple(name for name, _ in effect.inputs), answer.values)
    _schedule(turn, token, step, request, "")


def _schedule(turn: Turn, token: Token, step: PlanStep, request: JsonValue, key: str) -> None:
    """Writes down that an attempt begins. The key names the first one's place in the journal."""
    state = turn.state
    key = key or f"{state.run}.{state.seq}"
    turn.emit(model.StepScheduled(token.id, step.id, token.attempt + 1, request, key))


def _fired(turn: Turn, token: Token, step: PlanStep, purpose: str) -> None:
    if purpose == "retry" and isinstance(token.work, Sent):
        _schedule(turn, token, step, token.work.request, token.work.key)


def done(turn: Turn, signal: EffectDone) -> None:
    """An effect succeeded; a result for a path that was stopped is kept as evidence."""
    token = _current(turn, signal)
    if token is None:
        turn.emit(model.ResultIgnored(signal.token, signal.step, signal.attempt, signal.output))
        return
    step = turn.step_of(token)
    turn.finish(token, step, signal.output, signal.port, signal.because)


def failed(turn: Turn, signal: EffectFailed) -> None:
    """An effect failed: another attempt, the error path, or a person; a read is never in doubt.

    A dry run makes the next attempt at once: no system has to recover from what it was not sent.
    """
    token = _current(turn, signal)
    if token is None:
        turn.emit(
            model.ResultIgnored(signal.token, signal.step, signal.attempt, error=signal.error)
        )
        return
    step = turn.step_of(token)
    effect = cast("Effect", step.primitive)
    unknown = signal.unknown and effect.writes
    if unknown and effect.repeat == "ask":
        turn.fail(token, step, in_doubt(step, signal.error), "in_doubt")
    elif (signal.retryable or unknown) and signal.attempt < step.policy.attempts:
        wait = 0.0 if turn.state.dry else pause(step.policy, signal)
        due = turn.now + timedelta(seconds=wait)
        event = model.RetryScheduled(
            token.id, step.id, signal.attempt, signal.error, due.isoformat()
        )
        turn.emit(event)
    else:
        turn.fail(token, step, signal.error, "in_doubt" if unknown else "failed")


def lost(turn: Turn, signal: Lost) -> None:
    """Whoever started an effect is gone: repeat it where that is safe, else ask a person.

    Where Baton looks first, it waits a moment: the other system may still be at the request that
    the dead process had sent. A dry run had sent no write, so all is safe there.
    """
    token = turn.state.tokens.get(signal.token)
    if token is None or token.phase != "scheduled" or not isinstance(token.work, Sent):
        return
    step = turn.step_of(token)
    effect = cast("Effect", step.primitive)
    if effect.repeat == "ask" and not turn.state.dry:
        turn.fail(token, step, in_doubt(step, {}), "in_doubt")
    elif effect.repeat == "verify" and not turn.state.dry:
        due = (turn.now + timedelta(seconds=SETTLE)).isoformat()
        turn.emit(model.RetryScheduled(token.id, step.id, token.attempt, _taken_over(step), due))
    elif turn.state.suspended:
        now = turn.now.isoformat()
        turn.emit(model.RetryScheduled(token.id, step.id, token.attempt, _halted(step), now))
    else:
        _schedule(turn, token, step, token.work.request, token.work.key)


def _halted(step: PlanStep) -> JsonObject:
    return {
        "code": "halted",
        "message": f"The process that had sent “{step.name}” is gone. It is sent again, as the "
        "same request, when the case goes on.",
    }


def _taken_over(step: PlanStep) -> JsonObject:
    return {
        "code": "taken_over",
        "message": f"The process that had sent “{step.name}” is gone. Baton looks in a moment "
        "whether it was done, before it sends it again.",
    }


def _current(turn: Turn, signal: EffectDone | EffectFailed) -> Token | None:
    """Returns the token that waits for exactly this attempt."""
    token = turn.state.tokens.get(signal.token)
    if token is None or token.phase != "scheduled" or token.attempt != signal.attempt:
        return None
    return token


def in_doubt(step: PlanStep, error: JsonObject) -> JsonObject:
    """Returns the error a person sees when nobody knows whether an effect happened."""
    return {
        "code": "in_doubt",
        "message": f"“{step.name}” was sent, and no answer came: it may have happened. "
        "Look in the other system, then skip the step with its result or try it again.",
        "error": error,
    }


def pause(policy: Policy, signal: EffectFailed) -> float:
    """Returns the seconds before the next attempt: exponential, capped, with jitter.

    Never before Retry-After, unless a system asks for more than a month.
    """
    plain = policy.delay
    for _ in range(min(signal.attempt - 1, 60)):
        plain = min(plain * policy.factor, policy.max_delay)
    asked = max(min(plain, policy.max_delay) * (1 + policy.jitter * signal.chance), 0.0)
    return min(max(asked, signal.retry_after), LONGEST_PAUSE)


EFFECT = Handler(_arrive, _asked, _fired)
