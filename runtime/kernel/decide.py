"""Knows the way in: a signal, a plan and a state give events and asks.

Must not do any I/O or read a clock.

`decide` is pure and total: the same arguments give the same decision, and no signal makes it
raise. What a person may not do is said in `Decision.refused`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from runtime.events import model
from runtime.kernel import (
    correcting,
    effects,
    incidents,
    messages,
    migrating,
    moving,
    people,
    scopes,
    steering,
    trials,
)
from runtime.kernel.effects import EFFECT
from runtime.kernel.groups import GROUP
from runtime.kernel.joins import JOIN
from runtime.kernel.messages import RECEIVE, SEND
from runtime.kernel.people import PERSON
from runtime.kernel.pure import CHOOSE, COMPUTE, FINISH, PASS, RACE
from runtime.kernel.scopes import CALL, EACH, GROW
from runtime.kernel.signals import (
    AddItems,
    Answered,
    Arrange,
    Cancel,
    Continue,
    Correct,
    Decide,
    Delegate,
    Deliver,
    EditData,
    EffectDone,
    EffectFailed,
    Lost,
    Migrate,
    Move,
    Proceed,
    Resolve,
    Signal,
    Start,
    Suspend,
    Tick,
)
from runtime.kernel.state import Returned, RunState, Token
from runtime.kernel.stops import MILESTONE, STOP
from runtime.kernel.turn import Ask, Handler, Turn
from runtime.kernel.undoing import UNDO
from runtime.kernel.waiting import DELAY
from runtime.primitives import (
    CallPlan,
    Choose,
    Compute,
    Delay,
    Each,
    Effect,
    Finish,
    Group,
    Grow,
    Join,
    Milestone,
    Pass,
    Person,
    Plan,
    Race,
    Receive,
    Send,
    Stop,
    Undo,
)

if TYPE_CHECKING:
    from datetime import datetime

    from runtime.definition.json_value import JsonObject

_FROM_OUTSIDE = (
    Decide,
    Delegate,
    Resolve,
    Cancel,
    Arrange,
    Proceed,
    EditData,
    Deliver,
    AddItems,
    Suspend,
    Continue,
    Correct,
    Move,
    Migrate,
)
"""Signals whose sender is told that the case is over."""
_WHEN_IT_GOES_ON = (Decide, Delegate, Proceed, EditData, AddItems)
"""Signals whose sender is told that the case is halted."""
_LATER = (Answered, Tick)
"""Signals that a halted case lets pass: what they were for is asked for again when it goes on."""
_HANDLERS: dict[type[Any], Handler] = {
    Pass: PASS,
    Choose: CHOOSE,
    Compute: COMPUTE,
    Effect: EFFECT,
    Delay: DELAY,
    Person: PERSON,
    Join: JOIN,
    Race: RACE,
    Receive: RECEIVE,
    Send: SEND,
    Group: GROUP,
    Milestone: MILESTONE,
    Stop: STOP,
    Undo: UNDO,
    Grow: GROW,
    Each: EACH,
    CallPlan: CALL,
    Finish: FINISH,
}


@dataclass(slots=True)
class Decision:
    """What follows from a signal.

    Attributes:
        events: to be made durable, in order.
        asks: for the host to answer by signals.
        state: the state after the events (their fold).
        refused: why a person's signal was not accepted; "" otherwise.
    """

    events: list[model.RunEvent]
    asks: list[Ask]
    state: RunState
    refused: str = ""


def decide(plan: Plan, state: RunState, signal: Signal, now: datetime) -> Decision:
    """Returns what follows from a signal.

    Args:
        plan: the run's pinned plan.
        state: the run before the signal; not touched.
        signal: what happened.
        now: the moment (aware, UTC).
    """
    turn = Turn(plan, state, now, _HANDLERS)
    if state.replays:
        turn.refused = f"This is a replay of case {state.replays}. Nothing happens in it any more."
    elif state.ended:
        _after_the_end(turn, signal)
    elif state.suspended and isinstance(signal, _WHEN_IT_GOES_ON):
        turn.refused = steering.HALTED
    elif not (state.suspended and isinstance(signal, _LATER)):
        _SIGNALS[type(signal)](turn, signal)
        turn.run()
    return Decision(turn.events, turn.asks, turn.state, turn.refused)


def resume(plan: Plan, state: RunState, now: datetime) -> list[Ask]:
    """Returns the asks that are open in a state read back from the journal."""
    turn = Turn(plan, state, now, _HANDLERS)
    if not (state.ended or state.replays):
        for number in sorted(state.tokens):
            turn.take_up(state.tokens[number])
        for number in sorted(state.scopes):
            turn.scope_may_be_over(number)
    return turn.asks


def _after_the_end(turn: Turn, signal: Signal) -> None:
    """Nothing changes any more; a late result is kept as evidence, a person is told."""
    if isinstance(signal, EffectDone):
        effects.done(turn, signal)
    elif isinstance(signal, EffectFailed):
        effects.failed(turn, signal)
    elif isinstance(signal, _FROM_OUTSIDE):
        turn.refused = "This case is over."


def _start(turn: Turn, signal: Start) -> None:
    if turn.state.status != "new":
        turn.refused = "This case has begun already."
        return
    body = turn.plan.bodies[turn.plan.main]
    turn.emit(
        model.RunStarted(
            body.definition,
            body.name,
            signal.plan,
            turn.plan.main,
            body.start,
            signal.input,
            signal.actor.id,
            signal.environment,
            signal.key,
            signal.dry,
        )
    )
    if signal.trial is not None:
        turn.emit(signal.trial)
    turn.arrive_later(1)


def _answered(turn: Turn, signal: Answered) -> None:
    token = turn.state.tokens.get(signal.token)
    if token is None or not _still_asks(turn, token, signal):
        return
    step = turn.step_of(token)
    if signal.failure is not None:
        _answer_failed(turn, token, signal, signal.failure)
    elif signal.stage == "saves" and isinstance(token.work, Returned):
        saves = dict(zip((path for path, _ in step.saves), signal.values, strict=True))
        turn.saved(token, step, token.work, saves)
    else:
        answered = turn.handler(step).answered
        if answered is not None:
            answered(turn, token, step, signal)


def _still_asks(turn: Turn, token: Token, signal: Answered) -> bool:
    """Whether the token still waits for this answer; it may have gone on since it asked."""
    if token.step != signal.step:
        return False
    if signal.stage == "saves":
        return token.phase == "returned"
    if signal.stage in ("result", "until"):
        return token.phase == "inside" and signal.scope in (
            *turn.state.scopes,
            token.scope,
        )
    return token.phase == "ready"


def _answer_failed(turn: Turn, token: Token, signal: Answered, failure: JsonObject) -> None:
    """An expression failed. A for-each without a result stops with all its items."""
    step = turn.step_of(token)
    if signal.stage in ("result", "until"):
        turn.close_scopes(token, step, f"“{step.name}” failed", token.id)
    turn.fail(token, step, failure, "expression")


def _tick(turn: Turn, signal: Tick) -> None:
    del signal
    now = turn.now.isoformat()
    due = sorted((at, number) for number, at in turn.state.timed.items() if at <= now)
    for _, number in due:
        token = turn.state.tokens.get(number)
        if token is not None:
            _fire(turn, token, now)
            turn.run()


def _fire(turn: Turn, token: Token, now: str) -> None:
    step = turn.step_of(token)
    fired = turn.handler(step).fired
    for purpose, at in sorted(token.timers, key=lambda timer: timer[1]):
        current = turn.state.tokens.get(token.id)
        if fired is not None and at <= now and current is not None and current.timers:
            fired(turn, current, step, purpose)


def _cancel(turn: Turn, signal: Cancel) -> None:
    turn.cancel_tokens(list(turn.state.tokens.values()), signal.reason or "cancelled", 0)
    turn.emit(model.RunCancelled(signal.actor.id, signal.reason))


_SIGNALS: dict[type[Any], Any] = {
    Start: _start,
    Arrange: trials.arrange,
    Proceed: trials.proceed,
    EditData: trials.edit_data,
    Answered: _answered,
    EffectDone: effects.done,
    EffectFailed: effects.failed,
    Lost: effects.lost,
    Tick: _tick,
    Decide: people.decide,
    Delegate: people.delegate,
    Resolve: incidents.resolve,
    Cancel: _cancel,
    Suspend: steering.suspend,
    Continue: steering.go_on,
    Correct: correcting.correct,
    Move: moving.move,
    Migrate: migrating.migrate,
    Deliver: messages.deliver,
    AddItems: scopes.add_by_hand,
}
