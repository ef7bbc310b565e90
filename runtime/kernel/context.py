"""Knows what an expression may read at one place of a run. Must not know how it is evaluated.

Only what the expressions read is put in; the documents themselves are shared, never copied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.primitives import Due, Expr, Plan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.kernel.state import RunState, Scope

ROOTS = ("input", "data", "steps", "settings", "run", "item", "index", "error")


def roots_of(questions: Iterable[Expr | Due]) -> frozenset[str] | None:
    """Returns the top-level names the questions read, or None for "everything"."""
    found: set[str] = set()
    for question in questions:
        for expr in _expressions(question):
            if expr.roots is None:
                return None
            found.update(expr.roots)
    return frozenset(found)


def _expressions(question: Expr | Due) -> list[Expr]:
    if isinstance(question, Expr):
        return [question]
    return [e for e in (question.after, question.at) if isinstance(e, Expr)]


def context_of(plan: Plan, state: RunState, scope: int, roots: frozenset[str] | None) -> JsonObject:
    """Returns the document the expressions see from a scope.

    `steps.<id>` is the output of that step's last visit in this scope or one around it, up to the
    run or the sub-workflow; `item` and `index` are those of the innermost for-each; `error` is
    the last error routed.
    """
    here = state.scopes[scope]
    if roots is None:
        context = {name: _root(plan, state, here, name) for name in ROOTS}
        context["steps"] = _all_outputs(state, here)
        return context
    context: JsonObject = {}
    for name in sorted(roots):
        if name.startswith("steps."):
            _add_output(state, here, name[6:], context)
        elif name == "steps":
            context["steps"] = _all_outputs(state, here)
        elif name in ROOTS:
            context[name] = _root(plan, state, here, name)
    return context


def facts_of(plan: Plan, state: RunState, scope: int, expressions: Iterable[Expr]) -> JsonObject:
    """Returns the fields that expressions read, with their plain values, as evidence.

    Lists and objects are left out: the journal has them already, where they were made.
    """
    asked = list(expressions)
    context = context_of(plan, state, scope, roots_of(asked))
    facts: JsonObject = {}
    for path in (path for expr in asked for path in expr.facts):
        value = _at(context, path)
        if isinstance(value, bool | int | float | str) or value is None:
            facts[".".join(path)] = value
    return facts


def _at(context: JsonObject, path: tuple[str, ...]) -> JsonValue:
    found: JsonValue = context
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _add_output(state: RunState, here: Scope, step: str, context: JsonObject) -> None:
    steps = context.setdefault("steps", {})
    if isinstance(steps, dict) and step not in steps:
        for scope in _outward(state, here):
            if step in scope.outputs:
                steps[step] = scope.outputs[step]
                return


def _all_outputs(state: RunState, here: Scope) -> JsonObject:
    """All that is known of `steps`, by id: the order of the state's maps is no order."""
    merged: JsonObject = {}
    for scope in reversed(list(_outward(state, here))):
        merged.update(scope.outputs.items())
    return dict(sorted(merged.items()))


def _outward(state: RunState, here: Scope) -> Iterable[Scope]:
    """This scope and those around it, up to the run's or the sub-workflow's own."""
    scope = here
    yield scope
    while scope.id != scope.frame:
        scope = state.scopes[scope.parent]
        yield scope


def _root(plan: Plan, state: RunState, here: Scope, name: str) -> JsonValue:
    if name in ("input", "data"):
        frame = state.scopes[here.frame]
        return frame.input if name == "input" else frame.data
    if name == "settings":
        return plan.bodies[here.body].settings
    if name == "run":
        return {
            "id": state.run,
            "name": state.name,
            "key": state.key,
            "requester": state.requester,
            "environment": state.environment,
        }
    return _nearest(state, here, name)


def _nearest(state: RunState, here: Scope, name: str) -> JsonValue:
    for scope in _outward(state, here):
        if name == "error" and scope.error is not None:
            return scope.error
        if name in ("item", "index") and scope.index >= 0:
            return scope.item if name == "item" else scope.index
    return None
