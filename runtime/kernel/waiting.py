"""Knows the primitive that waits for a moment. Knows no calendar; the host works moments out."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from runtime.events import model
from runtime.kernel.turn import Handler, Turn

if TYPE_CHECKING:
    from runtime.kernel.signals import Answered
    from runtime.kernel.state import Token
    from runtime.primitives import Delay, PlanStep


def _arrive(turn: Turn, token: Token, step: PlanStep) -> None:
    delay = cast("Delay", step.primitive)
    turn.ask(token, step, "due", (delay.due,))


def _asked(turn: Turn, token: Token, step: PlanStep, answer: Answered) -> None:
    due = str(answer.values[0])
    if due <= turn.now.isoformat():  # both in UTC, so they compare as text
        turn.finish(token, step, {"due": due}, "out")
    else:
        turn.emit(model.TimerSet(token.id, step.id, due))


def _fired(turn: Turn, token: Token, step: PlanStep, purpose: str) -> None:
    if purpose == "delay":
        due = next((due for name, due in token.timers if name == "delay"), "")
        turn.finish(token, step, {"due": due}, "out")


DELAY = Handler(_arrive, _asked, _fired)
