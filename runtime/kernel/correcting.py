"""Knows how a person corrects the case data. Must not know steps, nor what the data should be.

What was worked out from the data before (a request, who is asked) stands as it was then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.events import model
from runtime.events.saves import saved, standing, without

if TYPE_CHECKING:
    from runtime.kernel.signals import Correct
    from runtime.kernel.state import Scope
    from runtime.kernel.turn import Turn


def correct(turn: Turn, signal: Correct) -> None:
    """The case data is as the person says, from here on."""
    scope = _frame(turn, signal.step)
    turn.refused = _refusal(signal, scope)
    if turn.refused or scope is None:
        return
    before = standing(scope.data, (*signal.saves, *signal.removes))
    event = model.DataCorrected(
        scope.id, signal.saves, before, signal.actor.id, signal.reason, signal.removes
    )
    turn.emit(event)


def _frame(turn: Turn, step: str) -> Scope | None:
    """Returns the scope of the case, or of the workflow that a step has called."""
    if not step:
        return turn.state.scopes[0]
    for number in sorted(turn.state.scopes):
        scope = turn.state.scopes[number]
        if scope.id and scope.frame == scope.id and turn.state.tokens[scope.owner].step == step:
            return scope
    return None


def _refusal(signal: Correct, scope: Scope | None) -> str:
    if not signal.reason.strip():
        return "Case data is corrected for a reason. Write one sentence why."
    if scope is None:
        return f"No workflow that “{signal.step}” calls is under way in this case."
    paths = (*signal.saves, *signal.removes)
    wrong = next((path for path in paths if not all(path.split("."))), None)
    if wrong is not None:
        return f"“{wrong}” is not the path of a field. Write it as “deal.amount”."
    if without(saved(scope.data, signal.saves), signal.removes) == scope.data:
        return "The case data is like that already, so there is nothing to correct."
    return ""
