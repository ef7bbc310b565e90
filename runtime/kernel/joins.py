"""Knows when branches come together. Must not know where they parted; compile knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from runtime.events import model
from runtime.kernel.turn import Handler, Turn

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject
    from runtime.kernel.state import Scope, Token, Waiting
    from runtime.primitives import Join, PlanStep


def _arrive(turn: Turn, token: Token, step: PlanStep) -> None:
    is_late = step.id in token.late
    turn.emit(model.JoinArrived(token.id, step.id, token.edge, is_late))
    if is_late:
        turn.scope_may_be_over(token.scope)
        return
    need = cast("Join", step.primitive).need
    waiting = turn.state.joins[token.scope, step.id]
    used = _first(waiting, need) if need else _all_edges(waiting, step)
    if used:
        _fire(turn, turn.state.tokens[token.id], step, used)
    else:
        turn.scope_may_be_over(token.scope)


def _all_edges(waiting: Waiting, step: PlanStep) -> tuple[int, ...]:
    """One waiting token of each incoming edge, or none."""
    first: dict[str, int] = {}
    for number, edge in waiting:
        first.setdefault(edge, number)
    return tuple(first.values()) if len(first) >= step.incoming else ()


def _first(waiting: Waiting, need: int) -> tuple[int, ...]:
    return tuple(number for number, _ in waiting) if len(waiting) >= need else ()


def _fire(turn: Turn, token: Token, step: PlanStep, used: tuple[int, ...]) -> None:
    """The last token to come goes on, the others end here."""
    join = cast("Join", step.primitive)
    late: tuple[int, ...] = ()
    if join.cancel_rest:
        turn.cancel_tokens(_rest(turn, token, join, used), f"“{step.name}” needed no more")
    elif 0 < join.need < step.incoming:
        late = tuple(sorted(t.id for t in _rest(turn, token, join, used)))
    others = tuple(number for number in used if number != token.id)
    because: JsonObject = {"arrived": len(used), "of": step.incoming}
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
    inner = (s for s in steps if not ids & set(cast("Join", s.primitive).region) - {s.id})
    step = next(inner, steps[0])
    waiting = turn.state.joins[scope.id, step.id]
    need = cast("Join", step.primitive).need or step.incoming
    message = (
        f"“{step.name}” waits for {need} paths, {len(waiting)} came and no other can come any "
        "more. Skip it to go on with those that came, or cancel the case."
    )
    turn.fail(turn.state.tokens[waiting[0][0]], step, {"code": "join.short", "message": message})


JOIN = Handler(_arrive, stuck=_stuck, itself=True)
