"""Knows whether what a path waits for at a step fits a step of another version. No events here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.kernel.state import Awaited, Grouped, Held, Incident, Items, Returned, Sent, Task
from runtime.kernel.turn import TURN
from runtime.primitives import CallPlan, Each, Group, Person, Receive, Undo

if TYPE_CHECKING:
    from runtime.kernel.state import Token, Work
    from runtime.primitives import PlanStep


def misfit(token: Token, old: PlanStep, new: PlanStep) -> str:
    """Returns why a path cannot go on waiting at the other step; "" when it can."""
    work = token.work
    if isinstance(work, Incident):
        return _mended(work.work, old, new)
    if token.phase == "ready" and not isinstance(work, Sent):
        return ""  # it begins there by the new version
    if isinstance(work, Sent | Returned):
        return _mended(work, old, new)
    if isinstance(work, Held) and work.why == TURN:
        return ""
    if type(old.primitive) is not type(new.primitive):
        return f"“{old.name}” waits for something that “{new.name}” does not wait for."
    return _other(token, old, new)


def _mended(work: Work, old: PlanStep, new: PlanStep) -> str:
    """What was done already, or sent, must mean the same there."""
    if isinstance(work, Sent):
        same = (old.kind, old.params, old.primitive) == (new.kind, new.params, new.primitive)
        return "" if same else f"“{old.name}” has sent a request that “{new.name}” does not send."
    if isinstance(work, Returned):
        ways = {work.port, *work.also} & {*old.exits}
        lost = sorted(ways - {*new.exits})
        return f"“{old.name}” leaves by “{lost[0]}”, which “{new.name}” has not." if lost else ""
    if isinstance(work, Items) and not isinstance(new.primitive, Each):
        return f"Items of “{old.name}” have run, and “{new.name}” has none."
    return ""


def _other(token: Token, old: PlanStep, new: PlanStep) -> str:
    """Both steps are of one sort: whether what is open fits the other one's settings."""
    work, there = token.work, new.primitive
    if isinstance(work, Task) and isinstance(there, Person):
        return _task(old, new, there)
    if isinstance(work, Awaited) and isinstance(there, Receive):
        return "" if work.name == there.name else f"“{new.name}” waits for another message."
    if isinstance(work, Grouped) and isinstance(there, Group):
        open_ways = {port for port, *_ in (*token.timers, *work.awaits)}
        lost = sorted(open_ways - {boundary.port for boundary in there.boundaries})
        return f"“{new.name}” has no way “{lost[0]}” any more." if lost else ""
    if isinstance(there, CallPlan):
        same = old.primitive.body == there.body if isinstance(old.primitive, CallPlan) else False
        return "" if same else f"“{new.name}” calls another workflow."
    if isinstance(there, Undo):
        return f"“{old.name}” undoes earlier steps just now."
    return ""


def _task(old: PlanStep, new: PlanStep, there: Person) -> str:
    asked = old.primitive
    if not isinstance(asked, Person):
        return ""
    offered = {outcome.port for outcome in there.outcomes}
    lost = [outcome.title for outcome in asked.outcomes if outcome.port not in offered]
    if lost:
        return f"“{new.name}” has no answer “{lost[0]}”, which the open task of “{old.name}” has."
    if asked.form != there.form:
        return f"The form of “{new.name}” is another one than that of the open task."
    if there.not_requester and not asked.not_requester:
        return f"Who asked for it may not decide “{new.name}”, but may decide the open task."
    return ""
