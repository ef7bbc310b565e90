"""Knows how a person mends what went wrong: tries again, skips it, sends it by the error path.

Must not know what had gone wrong.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from runtime.events import model
from runtime.kernel import joins
from runtime.kernel.state import Incident, Items, Returned, Sent
from runtime.primitives import Finish, Join, Person

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject
    from runtime.kernel.signals import Resolve
    from runtime.kernel.state import Token
    from runtime.kernel.turn import Turn
    from runtime.primitives import PlanStep


ASIDE = frozenset({"error", "undo", "cancelled"})
"""Ways by which a step is never left because it is done."""


def resolve(turn: Turn, signal: Resolve) -> None:
    """A person decides how an incident goes on."""
    token = turn.state.tokens.get(signal.token)
    if token is None or not isinstance(token.work, Incident):
        turn.refused = "This step needs no decision any more."
        return
    step, incident = turn.step_of(token), token.work
    turn.refused = _refusal(turn, token, step, incident, signal)
    if turn.refused:
        return
    turn.emit(
        model.IncidentResolved(
            token.id, step.id, signal.action, signal.actor.id, signal.reason, signal.request
        )
    )
    now = turn.state.tokens[token.id]
    if signal.action == "skip":
        _skip(turn, now, step, incident, signal)
    elif signal.action == "route":
        routed: JsonObject = {"routed_by": signal.actor.id, "reason": signal.reason}
        turn.fail(now, step, incident.error | routed)
    else:
        turn.take_up(now)


def _refusal(turn: Turn, token: Token, step: PlanStep, incident: Incident, signal: Resolve) -> str:
    """Why it cannot go on like this; "" when it can."""
    if signal.action == "route" and not turn.moves(token, step, "error"):
        return f"“{step.name}” has no error path. Retry it, or skip it with a result."
    if signal.request is not None and not isinstance(incident.work, Sent):
        return f"“{step.name}” has sent nothing to be edited. Correct the case data instead."
    if signal.action == "retry" and isinstance(incident.work, Items):
        return f"Items of “{step.name}” have run; skip it with its results, or route it."
    if signal.action == "skip":
        person = step.primitive
        is_own = signal.actor.id == turn.state.requester
        if is_own and isinstance(person, Person) and person.not_requester:
            return "Who asked for it may not decide it. Another person must."
        return _no_way(step, incident, signal.port)
    return ""


def _ways(step: PlanStep) -> list[str]:
    return [port for port in step.exits if port not in ASIDE]


def _no_way(step: PlanStep, incident: Incident, port: str) -> str:
    """Why a skipped step cannot leave by this port: nobody may choose a way by accident."""
    ways = _ways(step)
    if port and port not in ways:
        return f"“{step.name}” has no way “{port}”. It has: {', '.join(ways) or 'none'}."
    if not port and len(ways) > 1 and not isinstance(incident.work, Returned):
        return f"“{step.name}” has several ways out: {', '.join(ways)}. Say which one it takes."
    return ""


def _skip(turn: Turn, token: Token, step: PlanStep, incident: Incident, signal: Resolve) -> None:
    """The step counts as done. What was done already keeps its result where no other is given."""
    done = incident.work
    because: JsonObject = {"skipped by": signal.actor.id}
    if isinstance(done, Returned) and signal.output is None:
        # What could not be saved is not: that was what stood in the way.
        turn.saved(token, step, replace(done, port=signal.port or done.port), {})
    elif isinstance(done, Returned):
        turn.finish(token, step, signal.output, signal.port or done.port, done.because)
    elif isinstance(step.primitive, Finish):
        turn.saved(token, step, Returned(signal.output, "", signal.reason), {})
    elif isinstance(step.primitive, Join):
        joins.go_on(turn, token, step, because)
    else:
        port = signal.port or next(iter(_ways(step)), "out")
        turn.finish(token, step, signal.output, port, because)
