"""Knows how a case waits for messages and sends them. Must not know who else waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from runtime.events import model
from runtime.kernel import groups
from runtime.kernel.groups import key_of
from runtime.kernel.pure import named
from runtime.kernel.state import Awaited
from runtime.kernel.turn import Handler, Turn

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.kernel.signals import Answered, Deliver
    from runtime.kernel.state import Token
    from runtime.primitives import PlanStep, Receive, Send


def _arrive(turn: Turn, token: Token, step: PlanStep) -> None:
    key = cast("Receive", step.primitive).key
    if key is None:
        _await(turn, token, step, "")
    else:
        turn.ask(token, step, "key", (key,))


def _asked(turn: Turn, token: Token, step: PlanStep, answer: Answered) -> None:
    _await(turn, token, step, key_of(answer.values[0]))


def _await(turn: Turn, token: Token, step: PlanStep, key: str) -> None:
    receive = cast("Receive", step.primitive)
    turn.emit(model.MessageAwaited(token.id, step.id, receive.name, key, receive.kept))


def deliver(turn: Turn, signal: Deliver) -> None:
    """A message comes: who has waited longest takes it."""
    for number in sorted(turn.state.tokens):
        token = turn.state.tokens[number]
        if _awaits(token, signal):
            step = turn.step_of(token)
            turn.emit(
                model.MessageTaken(
                    token.id, step.id, signal.message, signal.content, by=signal.actor.id
                )
            )
            turn.finish(token, step, signal.content, "out", {"message": signal.message})
            return
        port = groups.listens(token, signal.name, signal.key, late=signal.late)
        if port:
            _happens(turn, token, port, signal)
            return
    turn.refused = "No step of this case waits for this message."


def _awaits(token: Token, signal: Deliver) -> bool:
    work = token.work
    if not isinstance(work, Awaited) or (signal.late and not work.kept):
        return False
    return (work.name, work.key) == (signal.name, signal.key)


def _happens(turn: Turn, token: Token, port: str, signal: Deliver) -> None:
    step = turn.step_of(token)
    turn.emit(
        model.MessageTaken(token.id, step.id, signal.message, signal.content, port, signal.actor.id)
    )
    groups.happen(turn, token, step, port, {"message": signal.content})


# --- sending --------------------------------------------------------------------------------------


def _send(turn: Turn, token: Token, step: PlanStep) -> None:
    send = cast("Send", step.primitive)
    questions = tuple(expr for _, expr in send.content)
    if send.key is not None:
        questions = (*questions, send.key)
    if questions:
        turn.ask(token, step, "send", questions)
    else:
        _sent(turn, token, step, "", {})


def _answered(turn: Turn, token: Token, step: PlanStep, answer: Answered) -> None:
    send = cast("Send", step.primitive)
    names = tuple(name for name, _ in send.content)
    key = "" if send.key is None else key_of(answer.values[-1])
    _sent(turn, token, step, key, named(names, answer.values[: len(names)]))


def _sent(turn: Turn, token: Token, step: PlanStep, key: str, content: JsonObject) -> None:
    """The message goes out with the commit of this event: it is sent once, or not at all."""
    send = cast("Send", step.primitive)
    message = f"{turn.state.run}.{turn.state.seq}"
    because: JsonValue = None
    if turn.state.dry:
        because = {"dry run": f"would send the message “{send.name}”"}
    else:
        event = model.MessageSent(token.id, step.id, message, send.name, key, content)
        turn.emit(event)
    turn.finish(token, step, {"message": message}, "out", because)


RECEIVE = Handler(_arrive, _asked)
SEND = Handler(_send, _answered)
