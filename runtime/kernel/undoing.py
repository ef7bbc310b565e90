"""Knows how what was done is undone, the newest first. Must not know what any undo does."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from runtime.events import model
from runtime.kernel.turn import Handler, Turn

if TYPE_CHECKING:
    from runtime.kernel.state import Scope, Token
    from runtime.primitives import PlanStep, Undo


def _next(turn: Turn, token: Token, step: PlanStep) -> None:
    """Begins the next undo, or goes on when nothing is left to undo."""
    place = _newest(turn, token, cast("Undo", step.primitive).steps)
    if place is None:
        turn.finish(token, step, None, "out")
        return
    scope = turn.state.next_id
    moves = ((scope + 1, turn.state.undoable[place].undo, ""),)
    turn.emit(model.UndoStarted(token.id, step.id, scope, place, moves))
    turn.arrive_later(scope + 1)


def _newest(turn: Turn, token: Token, steps: tuple[str, ...]) -> int | None:
    """Returns the newest thing done in this part of the case that is not undone yet."""
    found = [
        place
        for place, done in turn.state.undoable.items()
        if token.scope in done.around and (not steps or done.step in steps)
    ]
    return max(found, default=None)


def _over(turn: Turn, owner: Token, step: PlanStep, scope: Scope) -> None:
    turn.emit(model.UndoEnded(owner.id, step.id, scope.id))
    _next(turn, turn.state.tokens[owner.id], step)


def _again(turn: Turn, owner: Token, step: PlanStep) -> None:
    """After a crash: one undo had ended, and the next had not begun."""
    if not any(scope.id and scope.owner == owner.id for scope in turn.state.scopes.values()):
        _next(turn, owner, step)


UNDO = Handler(_next, inner_over=_over, again=_again, undoes=True)
