"""Knows when branches come together. Must not know where they parted; compile knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from runtime.events import model
from runtime.kernel.state import Arrivals, Token
from runtime.kernel.turn import Handler, Turn

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject
    from runtime.primitives import Join, PlanStep


def _arrive(turn: Turn, token: Token, step: PlanStep) -> None:
    join = cast("Join", step.primitive)
    before = turn.state.joins.get((token.scope, step.id)) or Arrivals()
    turn.emit(model.JoinArrived(token.id, step.id, token.edge, before.swallow > 0))
    if before.swallow > 0:
        turn.scope_may_be_over(token.scope)
        return
    at = turn.state.joins[(token.scope, step.id)]
    used = _all_edges(at, step) if join.need == 0 else _first(at, join.need)
    if used:
        _fire(turn, token, step, join, used)


def _all_edges(at: Arrivals, step: PlanStep) -> tuple[int, ...]:
    """One waiting token of each incoming edge, or none."""
    first: dict[str, int] = {}
    for number, edge in at.waiting:
        first.setdefault(edge, number)
    return tuple(first.values()) if len(first) >= step.incoming else ()


def _first(at: Arrivals, need: int) -> tuple[int, ...]:
    return tuple(number for number, _ in at.waiting) if len(at.waiting) >= need else ()


def _fire(turn: Turn, token: Token, step: PlanStep, join: Join, used: tuple[int, ...]) -> None:
    """The last token to come goes on, the others end here."""
    if join.cancel_rest:
        region = frozenset(join.region)
        rest = [
            t
            for t in turn.state.tokens.values()
            if t.scope == token.scope and t.step in region and t.id not in used
        ]
        turn.cancel_tokens(rest, f"“{step.name}” needed no more")
    swallow = 0
    if join.need and not join.cancel_rest:
        swallow = max(step.incoming - join.need, 0)
    now = turn.state.tokens[token.id]
    others = tuple(number for number in used if number != token.id)
    because: JsonObject = {"arrived": len(used), "of": step.incoming}
    turn.leave(now, step, "out", because=because, consumed=others, swallow=swallow)


JOIN = Handler(_arrive)
