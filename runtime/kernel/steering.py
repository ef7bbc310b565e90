"""Knows how a person halts a case and lets it go on. Must not know any primitive.

A halted case takes in what comes from outside (an answer of a system, a message), and nothing
follows from it until somebody lets the case go on: no step begins, no expression is asked for, no
timer fires and nobody can answer a task.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.events import model

if TYPE_CHECKING:
    from runtime.kernel.signals import Continue, Suspend
    from runtime.kernel.turn import Turn

HALTED = "This case is suspended. Resume it first."


def suspend(turn: Turn, signal: Suspend) -> None:
    """The case is halted."""
    if turn.state.trial is not None:
        turn.refused = "This is a test run. Let it pause before a step instead."
    elif turn.state.suspended:
        turn.refused = f"This case is suspended already, by {turn.state.suspended}."
    elif not signal.reason.strip():
        turn.refused = "A case is suspended for a reason. Write one sentence why."
    else:
        turn.emit(model.RunSuspended(signal.actor.id, signal.reason))


def go_on(turn: Turn, signal: Continue) -> None:
    """All that has come to a step, or has ended, meanwhile is taken up, the oldest first."""
    if not turn.state.suspended:
        turn.refused = "This case is not suspended."
        return
    turn.emit(model.RunResumed(signal.actor.id, signal.reason))
    for number in sorted(turn.state.tokens):
        token = turn.state.tokens.get(number)
        if token is not None and token.phase == "ready":
            turn.arrive_later(number)
        elif token is not None:
            turn.take_up(token)
    turn.run()
    for number in sorted(turn.state.scopes):
        turn.scope_may_be_over(number)
