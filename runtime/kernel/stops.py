"""Knows steps that depend on where else the case stands: milestones, stops.

Must not know what those other steps do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from runtime.events import model
from runtime.kernel import scopes
from runtime.kernel.state import Items
from runtime.kernel.turn import Handler, Turn

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject
    from runtime.kernel.state import Token
    from runtime.primitives import Milestone, PlanStep, Stop

MILESTONE_WAIT = "milestone"

# --- milestones -----------------------------------------------------------------------------------


def _arrive(turn: Turn, token: Token, step: PlanStep) -> None:
    if not _settled(turn, token, step):
        wanted = cast("Milestone", step.primitive).step
        turn.emit(model.StepHeld(token.id, step.id, MILESTONE_WAIT, wanted))


def _look(turn: Turn, token: Token, step: PlanStep) -> None:
    _settled(turn, token, step)


def _settled(turn: Turn, token: Token, step: PlanStep) -> bool:
    """Goes on if the case stands at the milestone, or has left it; whether it did."""
    wanted = cast("Milestone", step.primitive).step
    frame = turn.state.scopes[token.scope].frame
    if any(t.step == wanted and _in_frame(turn, t, frame) for t in turn.state.tokens.values()):
        turn.finish(token, step, None, "out", {"the case stands at": wanted})
        return True
    if _was_left(turn, token, wanted) or _nobody_moves(turn, token):
        _too_late(turn, token, step, wanted)
        return True
    return False


def _in_frame(turn: Turn, token: Token, frame: int) -> bool:
    return turn.state.scopes[token.scope].frame == frame and token.phase not in {"ready", "held"}


def _was_left(turn: Turn, token: Token, wanted: str) -> bool:
    scope = turn.state.scopes[token.scope]
    while True:
        if wanted in scope.outputs:
            return True
        if scope.id == scope.frame:
            return False
        scope = turn.state.scopes[scope.parent]


def _nobody_moves(turn: Turn, token: Token) -> bool:
    """Whether every other path waits for another one too, so that the milestone cannot come."""
    still = {"held", "joining", "inside"}
    return all(t.phase in still for t in turn.state.tokens.values() if t.id != token.id)


def _too_late(turn: Turn, token: Token, step: PlanStep, wanted: str) -> None:
    if step.exits.get("too_late"):
        turn.finish(token, step, None, "too_late", {"the case does not stand at": wanted})
        return
    message = (
        f"“{step.name}” may only begin while the case stands at another step, which it has left. "
        "Draw its way “too late”, or skip it."
    )
    turn.fail(token, step, {"code": "milestone.passed", "message": message})


# --- stops ----------------------------------------------------------------------------------------


def _stop(turn: Turn, token: Token, step: PlanStep) -> None:
    stop = cast("Stop", step.primitive)
    frame = turn.state.scopes[token.scope].frame
    doomed = [
        number
        for number in sorted(turn.state.tokens)
        if number != token.id
        and turn.state.tokens[number].step in stop.steps
        and turn.state.scopes[turn.state.tokens[number].scope].frame == frame
    ]
    because: JsonObject = {"stopped": len(doomed)}
    turn.finish(token, step, {"stopped": len(doomed)}, "out", because)
    for number in doomed:
        other = turn.state.tokens.get(number)
        if other is not None:
            _end_one(turn, other, token, step, complete=stop.complete)


def _end_one(turn: Turn, other: Token, token: Token, by: PlanStep, *, complete: bool) -> None:
    """One path is stopped: it is done, leaves by its way for that, or ends."""
    there = turn.step_of(other)
    why = f"“{by.name}” stopped it"
    if complete and isinstance(other.work, Items):
        scopes.complete(turn, other, there, why, token.id)
    elif there.exits.get("cancelled"):
        turn.close_scopes(other, there, why, token.id)
        turn.withdraw(other, token.id)
        turn.finish(turn.state.tokens[other.id], there, None, "cancelled", {"stopped by": by.name})
    else:
        turn.cancel_tokens([other], why, token.id)
        turn.scope_may_be_over(other.scope)


MILESTONE = Handler(_arrive, look=_look)
STOP = Handler(_stop, itself=True)
