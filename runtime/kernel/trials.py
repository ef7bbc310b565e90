"""Knows how a test run is made up otherwise, goes on after a pause, and has its data edited.

Must not know why somebody tests, nor any primitive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.events import model

if TYPE_CHECKING:
    from runtime.kernel.signals import Arrange, EditData, Proceed
    from runtime.kernel.state import Token
    from runtime.kernel.turn import Turn

_NO_TEST = "This case is no test run; only a test run can be changed while it goes on."
_NOT_PAUSED = "The test run is not paused there any more."


def arrange(turn: Turn, signal: Arrange) -> None:
    """Other steps have test data, the run pauses elsewhere; a real case is left as it is."""
    if turn.state.trial is None:
        turn.refused = _NO_TEST
    else:
        turn.emit(signal.trial)


def proceed(turn: Turn, signal: Proceed) -> None:
    """Paused paths go on, the oldest first."""
    paused = _paused(turn, signal.tokens)
    if not paused:
        turn.refused = _NOT_PAUSED
    for token in paused:
        step = turn.step_of(token)
        turn.emit(model.StepResumed(token.id, step.id, signal.actor.id, signal.each))
    for token in paused:
        now = turn.state.tokens.get(token.id)
        if now is not None and now.phase == "ready":
            turn.arrive(now, turn.step_of(now))


def edit_data(turn: Turn, signal: EditData) -> None:
    """A person sets the case data that the next steps see."""
    paused = _paused(turn, (signal.token,) if signal.token else ())
    if paused:
        token = paused[0]
        event = model.DataEdited(token.id, token.step, signal.data, signal.actor.id)
        turn.emit(event)
    else:
        turn.refused = _NOT_PAUSED


def _paused(turn: Turn, numbers: tuple[int, ...]) -> list[Token]:
    """The paths of these numbers that stand still; without numbers, all that do."""
    tokens = turn.state.tokens
    wanted = numbers or sorted(tokens)
    return [tokens[n] for n in wanted if n in tokens and tokens[n].phase == "paused"]
