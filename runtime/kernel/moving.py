"""Knows how a person lets a path go on at another step. Must not know what the steps do.

The step that is left was not done: nobody is asked there any more, what lies inside of it is
stopped, and whatever it waited for finds nobody. An effect that is under way is waited for first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.events import model
from runtime.kernel.state import Incident, Items
from runtime.primitives import Join, Undo

if TYPE_CHECKING:
    from runtime.kernel.signals import Move
    from runtime.kernel.state import Token
    from runtime.kernel.turn import Turn
    from runtime.primitives import Body, PlanStep


def move(turn: Turn, signal: Move) -> None:
    """The path leaves its step undone, and comes to the other one."""
    token = turn.state.tokens.get(signal.token)
    if token is None:
        turn.refused = "The case has no such path any more."
        return
    step = turn.step_of(token)
    turn.refused = _refusal(turn, token, step, signal)
    if turn.refused:
        return
    why = f"moved to “{_body(turn, token).steps[signal.to].name}”"
    turn.close_scopes(token, step, why, 0)
    turn.withdraw(token, 0)
    if token.race:
        others = [t for t in turn.state.tokens.values() if t.race == token.race]
        turn.cancel_tokens([t for t in others if t.id != token.id], why, 0)
    edge = _edge_into(turn, token, signal.to)
    moves = ((token.id, signal.to, edge),)
    turn.emit(model.PathMoved(token.id, step.id, signal.to, moves, signal.actor.id, signal.reason))
    turn.arrive_later(token.id)


def _body(turn: Turn, token: Token) -> Body:
    return turn.plan.bodies[turn.state.scopes[token.scope].body]


def _refusal(turn: Turn, token: Token, step: PlanStep, signal: Move) -> str:
    """Why the path cannot go on there; "" when it can."""
    target = _body(turn, token).steps.get(signal.to)
    if not signal.reason.strip():
        return "A path is moved for a reason. Write one sentence why."
    if target is None:
        return f"“{signal.to}” is not a step of the workflow that this path is in."
    if target.parent != step.parent:
        return (
            f"“{target.name}” does not lie where “{step.name}” does. "
            "A path moves only among steps that lie inside of the same step."
        )
    if isinstance(step.primitive, Undo) or _is_undoing(turn, token):
        return f"“{step.name}” is part of undoing an earlier step. Wait until that is done."
    return _too_early(turn, token, step) or _twice(token, step, target)


def _is_undoing(turn: Turn, token: Token) -> bool:
    scope = turn.state.scopes[token.scope]
    if not scope.id:
        return False
    return isinstance(turn.step_of(turn.state.tokens[scope.owner]).primitive, Undo)


def _too_early(turn: Turn, token: Token, step: PlanStep) -> str:
    """Whether something is under way outside: its answer would find nobody."""
    if isinstance(token.work, Items) and token.work.passed:
        return f"The case has gone on from “{step.name}” already; only its last items are open."
    for other in turn.with_inner([token]):
        if other.phase == "scheduled":
            name = turn.step_of(other).name
            return f"“{name}” is under way. Wait until its system has answered."
    return ""


def _twice(token: Token, step: PlanStep, target: PlanStep) -> str:
    """Whether an effect that may have happened would be sent as a new one."""
    work = token.work
    in_doubt = isinstance(work, Incident) and work.kind == "in_doubt"
    if target.id == step.id and (in_doubt or token.phase == "retrying"):
        return f"“{step.name}” may have been done already. Retry it, which looks first if it can."
    return ""


def _edge_into(turn: Turn, token: Token, to: str) -> str:
    """Returns the way by which the path counts as come: at a join one by which none came yet."""
    body = _body(turn, token)
    if not isinstance(body.steps[to].primitive, Join):
        return ""
    came = {edge for _, edge in turn.state.joins.get((token.scope, to)) or ()}
    into = [
        way.edge
        for step in body.steps.values()
        for exits in step.exits.values()
        for way in exits
        if way.target == to
    ]
    return next((edge for edge in into if edge not in came), "")
