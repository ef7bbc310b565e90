"""Knows when branches come together. Must not know where they parted; compile knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from runtime.events import model
from runtime.kernel.pure import holds
from runtime.kernel.turn import Handler, Turn

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject
    from runtime.kernel.signals import Answered
    from runtime.kernel.state import Scope, Token, Waiting
    from runtime.primitives import Expr, Join, PlanStep


_STAGE = "join "
ALL = "every path has come"
ENOUGH = "as many have come as are needed"
NO_MORE = "no other path can come any more"
"""Rules that let a join go on, as its evidence has them."""


def _arrive(turn: Turn, token: Token, step: PlanStep) -> None:
    join, is_late = _primitive(step), step.id in token.late
    if join.when is not None and not is_late:
        _ask(turn, token, step, join.when)
        return
    _come(turn, token, step, swallowed=is_late)
    if is_late or join.coming or not _goes_on(turn, turn.state.tokens[token.id], step):
        turn.scope_may_be_over(token.scope)


def _come(turn: Turn, token: Token, step: PlanStep, *, swallowed: bool = False) -> None:
    join = _primitive(step)
    watches = (join.coming or join.blocks) and not swallowed
    turn.emit(model.JoinArrived(token.id, step.id, token.edge, swallowed, watches))


def _primitive(step: PlanStep) -> Join:
    return cast("Join", step.primitive)


def _goes_on(turn: Turn, token: Token, step: PlanStep) -> bool:
    """Lets the join go on if enough have come; whether it did."""
    join = _primitive(step)
    waiting = turn.state.joins[token.scope, step.id]
    used = _first(waiting, join.need) if join.need else _all_edges(waiting, step)
    if not used or (join.blocks and _is_blocked(turn, token.scope, step)):
        return False
    _fire(turn, turn.state.tokens[used[-1]], step, used, ENOUGH if join.need else ALL)
    return True


def _is_blocked(turn: Turn, scope: int, step: PlanStep) -> bool:
    """Whether some that the join has gone on without are still on their way to it."""
    tokens = turn.state.tokens.values()
    return any(t.scope == scope and step.id in t.late for t in tokens)


def _all_edges(waiting: Waiting, step: PlanStep) -> tuple[int, ...]:
    """One waiting token of each incoming edge, or none."""
    first: dict[str, int] = {}
    for number, edge in waiting:
        first.setdefault(edge, number)
    return tuple(first.values()) if len(first) >= step.incoming else ()


def _first(waiting: Waiting, need: int) -> tuple[int, ...]:
    return tuple(number for number, _ in waiting) if len(waiting) >= need else ()


# --- a condition ----------------------------------------------------------------------------------


def _ask(turn: Turn, token: Token, step: PlanStep, when: Expr) -> None:
    """Asks whether those that have come, and this one, are enough; the stage says how many."""
    arrived = len(turn.state.joins.get((token.scope, step.id)) or ()) + 1
    turn.ask(token, step, f"{_STAGE}{arrived}", (when,), extra={"arrived": arrived})


def _asked(turn: Turn, token: Token, step: PlanStep, answer: Answered) -> None:
    when = _primitive(step).when
    waiting = turn.state.joins.get((token.scope, step.id)) or ()
    if when is not None and answer.stage != f"{_STAGE}{len(waiting) + 1}":
        _ask(turn, token, step, when)  # another one has come meanwhile
        return
    _come(turn, token, step)
    if not holds(answer.values[0]) or _is_blocked(turn, token.scope, step):
        turn.scope_may_be_over(token.scope)
    else:
        _fire_all(turn, token.scope, step, when.text if when is not None else ENOUGH)


# --- looking around -------------------------------------------------------------------------------


def _look(turn: Turn, token: Token, step: PlanStep) -> None:
    """Nothing moves any more: perhaps nobody else can come, or all who were late have come."""
    waiting = turn.state.joins[token.scope, step.id]
    if waiting[0][0] != token.id:
        return  # one of those that wait looks for all of them
    join = _primitive(step)
    if not join.coming:
        _goes_on(turn, token, step)
    elif not _some_come(turn, token, join):
        _fire_all(turn, token.scope, step, NO_MORE)


def _some_come(turn: Turn, token: Token, join: Join) -> bool:
    sources = frozenset(join.sources)
    tokens = turn.state.tokens.values()
    return any(t.scope == token.scope and t.step in sources for t in tokens)


def _fire_all(turn: Turn, scope: int, step: PlanStep, when: str) -> None:
    used = tuple(number for number, _ in turn.state.joins[scope, step.id])
    _fire(turn, turn.state.tokens[used[-1]], step, used, when)


# --- going on -------------------------------------------------------------------------------------


def _fire(turn: Turn, token: Token, step: PlanStep, used: tuple[int, ...], when: str) -> None:
    """The last token to come goes on, the others end here; `when` is the rule that let it."""
    join = _primitive(step)
    late: tuple[int, ...] = ()
    if join.cancel_rest:
        turn.cancel_tokens(
            _rest(turn, token, join, used), f"“{step.name}” needed no more", token.id
        )
    elif not join.coming and len(used) < step.incoming:
        late = tuple(sorted(t.id for t in _rest(turn, token, join, used)))
    others = tuple(number for number in used if number != token.id)
    because: JsonObject = {"arrived": len(used), "of": step.incoming, "when": when}
    turn.finish(token, step, None, "out", because, consumed=others, late=late)


def _rest(turn: Turn, token: Token, join: Join, used: tuple[int, ...]) -> list[Token]:
    """Those that are still under way between the split and the join."""
    region = frozenset(join.region)
    here = [t for t in turn.state.tokens.values() if t.scope == token.scope and t.step in region]
    return [t for t in here if t.id not in used]


def go_on(turn: Turn, token: Token, step: PlanStep, because: JsonObject) -> None:
    """A person lets a join go on with those that have come."""
    others = tuple(number for number, _ in turn.state.joins.get((token.scope, step.id)) or ())
    turn.finish(token, step, None, "out", because, consumed=others)


def _stuck(turn: Turn, scope: Scope, steps: list[PlanStep]) -> None:
    """The paths that a join waits for have ended; of joins in each other the inner one is told."""
    ids = {step.id for step in steps}
    if any(_primitive(s).blocks and _goes_on(turn, _first_at(turn, scope, s), s) for s in steps):
        return
    inner = [s for s in steps if not ids & set(_primitive(s).region) - {s.id}] or steps
    # Those that only wait for each other go on, the one first that has waited longest.
    free = [s for s in inner if _primitive(s).coming]
    if free:
        longest = min(free, key=lambda s: turn.state.joins[scope.id, s.id][0][0])
        _fire_all(turn, scope.id, longest, NO_MORE)
        return
    step = inner[0]
    waiting = turn.state.joins[scope.id, step.id]
    turn.fail(turn.state.tokens[waiting[0][0]], step, _short(step, len(waiting)))


def _first_at(turn: Turn, scope: Scope, step: PlanStep) -> Token:
    return turn.state.tokens[turn.state.joins[scope.id, step.id][0][0]]


def _short(step: PlanStep, came: int) -> JsonObject:
    join = _primitive(step)
    need = f"{join.need or step.incoming} paths" if join.when is None else "its condition"
    message = (
        f"“{step.name}” waits for {need}, {came} came and no other can come any "
        "more. Skip it to go on with those that came, or cancel the case."
    )
    return {"code": "join.short", "message": message}


JOIN = Handler(_arrive, _asked, stuck=_stuck, look=_look, itself=True)
