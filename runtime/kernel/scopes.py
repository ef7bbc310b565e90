"""Knows the steps that open scopes: for each item, and a call of another definition.

Must not know what runs inside.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

from runtime.events import model
from runtime.kernel.pure import holds, named
from runtime.kernel.state import Items, Scope, Token
from runtime.kernel.turn import Handler, Turn, output_of

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.kernel.signals import AddItems, Answered
    from runtime.primitives import CallPlan, Each, Expr, Grow, PlanStep

DEEPEST = 100
"""Sub-workflows and items inside of each other; one that calls itself never ends by itself."""

MOST_ADDED = 1000
"""Items that a for-each may get while it runs: each that adds another one would never end."""

# --- for each -------------------------------------------------------------------------------------


def _each(turn: Turn, token: Token, step: PlanStep) -> None:
    turn.ask(token, step, "items", (_primitive(step).items,))


def _primitive(step: PlanStep) -> Each:
    return cast("Each", step.primitive)


def _each_answered(turn: Turn, token: Token, step: PlanStep, answer: Answered) -> None:
    if answer.stage == "items":
        found = answer.values[0]
        alone: list[JsonValue] = [] if found is None else [found]
        items = found if isinstance(found, list) else alone
        turn.emit(model.EachStarted(token.id, step.id, items))
        _begin_more(turn, token.id, step)
    elif answer.stage == "result":
        _item_over(turn, token, step, answer.scope, answer.values[0])
    elif answer.stage == "until":
        until = _primitive(step).until
        if until is not None and holds(answer.values[0]):
            turn.emit(model.EachStopped(token.id, step.id, until.text))
        _begin_more(turn, token.id, step)


def _item_scope_over(turn: Turn, owner: Token, step: PlanStep, scope: Scope) -> None:
    each = _primitive(step)
    if each.result is None:
        ended = scope.last if scope.ended is None else scope.ended
        _item_over(turn, owner, step, scope.id, ended)
    else:
        turn.ask(owner, step, "result", (each.result,), scope=scope.id)


def _item_over(turn: Turn, owner: Token, step: PlanStep, scope: int, result: JsonValue) -> None:
    index = turn.state.scopes[scope].index
    turn.emit(model.ItemEnded(owner.id, step.id, scope, index, result))
    each = _primitive(step)
    if each.until is None:
        _begin_more(turn, owner.id, step)
        return
    _ask_until(turn, turn.state.tokens[owner.id], step, each.until)


def _ask_until(turn: Turn, owner: Token, step: PlanStep, until: Expr) -> None:
    extra: JsonObject = {}
    if until.roots is None or "results" in until.roots:
        extra["results"] = _results(owner)
    if isinstance(owner.work, Items):
        extra["last"] = owner.work.last
    turn.ask(owner, step, "until", (until,), extra=extra)


def _each_again(turn: Turn, owner: Token, step: PlanStep) -> None:
    """After a crash: the stop condition may have been under evaluation."""
    each = _primitive(step)
    items = owner.work
    if each.until is None or not isinstance(items, Items) or items.stopped or not items.results:
        return
    could_begin = items.begun < len(items.items) and items.active < (each.at_once or math.inf)
    if could_begin or items.active == 0:
        _ask_until(turn, owner, step, each.until)


def _begin_more(turn: Turn, number: int, step: PlanStep) -> None:
    """Begins as many items as may be under way together; completes when none is left."""
    each = _primitive(step)
    if _has_enough(turn.state.tokens[number], each):
        _pass_early(turn, turn.state.tokens[number], step, each)
        return
    _begin_items(turn, number, step, each)
    token = turn.state.tokens[number]
    items = token.work
    if isinstance(items, Items) and items.active == 0:
        _over(turn, token, step, items)
    elif isinstance(items, Items) and not each.waits and not items.passed:
        _go_on_beside(turn, token, step, stops=False)


def _begin_items(turn: Turn, number: int, step: PlanStep, each: Each) -> None:
    token = turn.state.tokens[number]
    items = token.work
    while isinstance(items, Items) and not items.stopped and items.begun < len(items.items):
        if each.at_once and items.active >= each.at_once:
            return
        _begin(turn, token, step, items.begun)
        token = turn.state.tokens[number]
        items = token.work


def _over(turn: Turn, token: Token, step: PlanStep, items: Items) -> None:
    if items.passed:
        turn.emit(model.EachOver(token.id, step.id))
        turn.scope_may_be_over(token.scope)
    else:
        turn.finish(token, step, _output(token), "done")


def _output(token: Token) -> JsonObject:
    results = _results(token)
    return {"results": results, "count": len(results)}


def _has_enough(token: Token, each: Each) -> bool:
    items = token.work
    if not isinstance(items, Items) or items.passed or not each.need:
        return False
    return len(items.results) >= each.need


def _pass_early(turn: Turn, token: Token, step: PlanStep, each: Each) -> None:
    """Enough items are done: the rest is stopped, or finished beside what follows."""
    items = token.work
    if each.cancel_rest or not isinstance(items, Items) or items.active == 0:
        complete(turn, token, step, f"“{step.name}” needed no more", token.id)
        return
    _go_on_beside(turn, token, step, stops=True)


def _go_on_beside(turn: Turn, token: Token, step: PlanStep, *, stops: bool) -> None:
    moves = turn.new_moves(step, "done")
    turn.emit(model.EachPassed(token.id, step.id, _output(token), moves, stops))
    for number, _, _ in moves:
        turn.arrive_later(number)


def complete(turn: Turn, token: Token, step: PlanStep, why: str, by_path: int) -> None:
    """A for-each is done with the results it has; items under way are stopped by a path."""
    items = token.work
    passed = isinstance(items, Items) and items.passed
    turn.close_scopes(token, step, why, by_path)
    if passed:
        turn.emit(model.EachOver(token.id, step.id))
        turn.scope_may_be_over(token.scope)
    else:
        turn.finish(turn.state.tokens[token.id], step, _output(token), "done")


def add_items(
    turn: Turn,
    token: Token,
    step: PlanStep,
    items: list[JsonValue],
    *,
    by: str = "",
    by_path: int = 0,
) -> bool:
    """A for-each that is under way has more items; whether it can still take them.

    A person adds them, or a path.
    """
    work = token.work
    if not isinstance(work, Items) or work.stopped or work.added + len(items) > MOST_ADDED:
        return False
    turn.emit(model.ItemsAdded(token.id, step.id, items, by, by_path))
    _begin_more(turn, token.id, step)
    return True


def add_by_hand(turn: Turn, signal: AddItems) -> None:
    """A person adds items to a for-each."""
    for number in sorted(turn.state.tokens):
        token = turn.state.tokens[number]
        if token.step == signal.step and isinstance(token.work, Items):
            step = turn.step_of(token)
            if add_items(turn, token, step, [*signal.items], by=signal.actor.id):
                return
    turn.refused = "This step takes no more items now."


# --- adding items from inside ---------------------------------------------------------------------


def _grow(turn: Turn, token: Token, step: PlanStep) -> None:
    turn.ask(token, step, "items", (cast("Grow", step.primitive).items,))


def _grown(turn: Turn, token: Token, step: PlanStep, answer: Answered) -> None:
    found = answer.values[0]
    alone: list[JsonValue] = [] if found is None else [found]
    items = found if isinstance(found, list) else alone
    owner = _growing(turn, token, cast("Grow", step.primitive).to)
    if owner is None or not _takes(turn, owner, token, items):
        turn.fail(token, step, _takes_none(step))
    else:
        turn.finish(token, step, {"added": len(items)}, "out")


def _takes(turn: Turn, owner: Token, token: Token, items: list[JsonValue]) -> bool:
    return add_items(turn, owner, turn.step_of(owner), items, by_path=token.id)


def _growing(turn: Turn, token: Token, to: str) -> Token | None:
    """Returns the token of the for-each named, else of the innermost one around."""
    scope = turn.state.scopes[token.scope]
    while True:
        if to:
            here = [t for t in turn.state.tokens.values() if t.scope == scope.id and t.step == to]
            found = min(here, key=lambda t: t.id, default=None)
        else:
            found = turn.state.tokens[scope.owner] if scope.index >= 0 else None
        if found is not None or scope.id == scope.frame:
            return found
        scope = turn.state.scopes[scope.parent]


def _takes_none(step: PlanStep) -> JsonObject:
    message = (
        f"“{step.name}” adds items to a repetition that is over, or takes no more: "
        f"at most {MOST_ADDED} may be added while it runs."
    )
    return {"code": "each.over", "message": message}


def _begin(turn: Turn, token: Token, step: PlanStep, index: int) -> None:
    scope = turn.state.next_id
    moves = tuple((scope + 1 + place, entry, "") for place, entry in enumerate(step.entries))
    turn.emit(model.ItemStarted(token.id, step.id, scope, index, moves))
    if moves:
        for number, _, _ in moves:
            turn.arrive_later(number)
    else:
        turn.emit(model.ItemEnded(token.id, step.id, scope, index, None))


def _results(token: Token) -> list[JsonValue]:
    """Results in the order of the items; an item that never began has none."""
    items = token.work
    if not isinstance(items, Items):
        return []
    return [items.results[i] for i in range(items.begun) if i in items.results]


# --- sub-workflow ---------------------------------------------------------------------------------


def _call(turn: Turn, token: Token, step: PlanStep) -> None:
    call = cast("CallPlan", step.primitive)
    if call.inputs:
        turn.ask(token, step, "inputs", tuple(expr for _, expr in call.inputs))
    else:
        _start(turn, token, step, call, {})


def _call_answered(turn: Turn, token: Token, step: PlanStep, answer: Answered) -> None:
    call = cast("CallPlan", step.primitive)
    _start(turn, token, step, call, named(tuple(n for n, _ in call.inputs), answer.values))


def _start(turn: Turn, token: Token, step: PlanStep, call: CallPlan, given: JsonObject) -> None:
    if _depth(turn, token) >= DEEPEST:
        turn.fail(token, step, _too_deep(step))
        return
    scope = turn.state.next_id
    moves = ((scope + 1, turn.plan.bodies[call.body].start, ""),)
    turn.emit(model.CallStarted(token.id, step.id, scope, call.body, given, moves))
    turn.arrive_later(scope + 1)


def _depth(turn: Turn, token: Token) -> int:
    """How many sub-workflows and items lie around a token."""
    depth, scope = 0, turn.state.scopes[token.scope]
    while scope.id:
        depth, scope = depth + 1, turn.state.scopes[scope.parent]
    return depth


def _too_deep(step: PlanStep) -> JsonObject:
    message = (
        f"“{step.name}” is the {DEEPEST}th workflow inside of another. Workflows that call each "
        "other need a decision that ends it."
    )
    return {"code": "sub_workflow.too_deep", "message": message}


def _call_over(turn: Turn, owner: Token, step: PlanStep, scope: Scope) -> None:
    output = output_of(scope)
    turn.emit(model.CallEnded(owner.id, step.id, scope.id, output))
    turn.finish(turn.state.tokens[owner.id], step, output, "out")


GROW = Handler(_grow, _grown)
EACH = Handler(_each, _each_answered, inner_over=_item_scope_over, again=_each_again)
CALL = Handler(_call, _call_answered, inner_over=_call_over)
