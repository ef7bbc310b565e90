"""Knows the primitives that take no time: pass, choose, compute, finish. Knows no effect."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from runtime.events import model
from runtime.kernel.turn import Handler, Turn

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.kernel.signals import Answered
    from runtime.kernel.state import Token
    from runtime.primitives import Choose, Compute, Finish, PlanStep


def _pass(turn: Turn, token: Token, step: PlanStep) -> None:
    turn.finish(token, step, None, "out")


def _choose(turn: Turn, token: Token, step: PlanStep) -> None:
    choose = cast("Choose", step.primitive)
    questions = tuple(branch.when for branch in choose.branches)
    turn.ask(token, step, "choose", questions, first_true=True)


def _chosen(turn: Turn, token: Token, step: PlanStep, answer: Answered) -> None:
    choose = cast("Choose", step.primitive)
    looked_at = tuple(branch.when for branch in choose.branches[: len(answer.values)])
    because: JsonObject = {"facts": turn.facts(token, looked_at)}
    if answer.values and holds(answer.values[-1]):
        branch = choose.branches[len(answer.values) - 1]
        because |= {"branch": branch.label or branch.port, "when": branch.when.text}
        turn.finish(token, step, {"branch": branch.port}, branch.port, because)
    elif choose.default:
        because |= {"branch": choose.default, "when": "no condition held"}
        turn.finish(token, step, {"branch": choose.default}, choose.default, because)
    else:
        turn.fail(token, step, _no_branch(step), "expression")


def _no_branch(step: PlanStep) -> JsonObject:
    return {
        "code": "decision.no_branch",
        "message": f"No condition of “{step.name}” holds and it has no other way out. "
        "Draw a default, or a condition for this case.",
    }


def holds(value: JsonValue) -> bool:
    """Whether a value counts as true: JSONata's $boolean."""
    if isinstance(value, list):
        return any(holds(item) for item in value)
    return bool(value)


def _compute(turn: Turn, token: Token, step: PlanStep) -> None:
    compute = cast("Compute", step.primitive)
    whole = () if compute.whole is None else (compute.whole,)
    questions = whole or tuple(expr for _, expr in compute.fields)
    if questions:
        turn.ask(token, step, "compute", questions)
    else:
        turn.finish(token, step, {}, "out")


def _computed(turn: Turn, token: Token, step: PlanStep, answer: Answered) -> None:
    compute = cast("Compute", step.primitive)
    if compute.whole is None:
        output: JsonValue = named(tuple(n for n, _ in compute.fields), answer.values)
        turn.finish(token, step, output, "out")
        return
    output = answer.values[0]
    if not compute.verdict:
        turn.finish(token, step, output, "out")
        return
    verdict = output if isinstance(output, dict) else {}
    port = verdict.get("port")
    turn.finish(
        token,
        step,
        verdict.get("output"),
        port if isinstance(port, str) and port else "out",
        verdict.get("because"),
    )


def named(names: tuple[str, ...], values: tuple[JsonValue, ...]) -> JsonObject:
    """Returns an object of names and values; a dotted name makes objects inside."""
    result: JsonObject = {}
    for name, value in zip(names, values, strict=True):
        _set(result, name.split("."), value)
    return result


def _set(target: JsonObject, path: list[str], value: JsonValue) -> None:
    for part in path[:-1]:
        inner = target.setdefault(part, {})
        if not isinstance(inner, dict):
            inner = target[part] = {}
        target = inner
    target[path[-1]] = value


def _finish(turn: Turn, token: Token, step: PlanStep) -> None:
    finish = cast("Finish", step.primitive)
    questions = tuple(expr for _, expr in finish.output)
    if finish.reason is not None:
        questions = (*questions, finish.reason)
    if questions:
        turn.ask(token, step, "finish", questions)
    else:
        _end(turn, token, step, finish, None, "")


def _finished(turn: Turn, token: Token, step: PlanStep, answer: Answered) -> None:
    finish = cast("Finish", step.primitive)
    names = tuple(name for name, _ in finish.output)
    output = named(names, answer.values[: len(names)]) if names else None
    reason = str(answer.values[-1]) if finish.reason is not None else ""
    _end(turn, token, step, finish, output, reason)


def _end(
    turn: Turn, token: Token, step: PlanStep, finish: Finish, output: JsonValue, reason: str
) -> None:
    turn.emit(model.PathEnded(token.id, step.id, output))
    if finish.how == "fail":
        _fail(turn, token, step, finish.code, reason)
        return
    if finish.how == "terminate":
        others = [t for t in turn.state.tokens.values() if t.scope == token.scope]
        turn.cancel_tokens(others, f"“{step.name}” ended everything")
    turn.scope_may_be_over(token.scope)


def _fail(turn: Turn, token: Token, step: PlanStep, code: str, reason: str) -> None:
    """The nearest sub-workflow whose caller has drawn an error path fails, else the whole case."""
    message = reason or f"The case reached “{step.name}”."
    error: JsonObject = {"code": code, "message": message, "step": step.id}
    frame = turn.state.scopes[turn.state.scopes[token.scope].frame]
    while frame.id:
        owner = turn.state.tokens[frame.owner]
        caller = turn.step_of(owner)
        if turn.moves(owner, caller, "error"):
            turn.close_scopes(owner, caller, message)
            turn.fail(owner, caller, error)
            return
        frame = turn.state.scopes[turn.state.scopes[owner.scope].frame]
    turn.cancel_tokens(list(turn.state.tokens.values()), message)
    turn.emit(model.RunFailed(error))


PASS = Handler(_pass)
CHOOSE = Handler(_choose, _chosen)
COMPUTE = Handler(_compute, _computed)
FINISH = Handler(_finish, _finished)
