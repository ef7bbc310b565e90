"""Knows the primitives that take no time: pass, choose, compute, finish. Knows no effect."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from runtime.events import model
from runtime.kernel.turn import Handler, Turn

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.kernel.signals import Answered
    from runtime.kernel.state import Returned, Token
    from runtime.primitives import Choose, Compute, Finish, PlanStep


def _pass(turn: Turn, token: Token, step: PlanStep) -> None:
    turn.finish(token, step, None, "out")


def _choose(turn: Turn, token: Token, step: PlanStep) -> None:
    choose = cast("Choose", step.primitive)
    questions = tuple(branch.when for branch in choose.branches)
    turn.ask(token, step, "choose", questions, first_true=not choose.every)


def _chosen(turn: Turn, token: Token, step: PlanStep, answer: Answered) -> None:
    choose = cast("Choose", step.primitive)
    if choose.every:
        _several_chosen(turn, token, step, choose, answer)
    else:
        _one_chosen(turn, token, step, choose, answer)


def _several_chosen(
    turn: Turn, token: Token, step: PlanStep, choose: Choose, answer: Answered
) -> None:
    """All whose conditions hold are taken, or the default where none does."""
    chosen = [b for b, value in zip(choose.branches, answer.values, strict=True) if holds(value)]
    ports = [branch.port for branch in chosen] or [choose.default]
    if not ports[0]:
        turn.fail(token, step, _no_branch(step), "expression")
        return
    because: JsonObject = {
        "facts": turn.facts(token, tuple(branch.when for branch in choose.branches)),
        "branch": ", ".join(branch.label or branch.port for branch in chosen) or choose.default,
        "when": " and ".join(branch.when.text for branch in chosen) or "no condition held",
    }
    output: JsonObject = {"branches": [*ports]}
    turn.finish(token, step, output, ports[0], because, also=tuple(ports[1:]))


def _one_chosen(turn: Turn, token: Token, step: PlanStep, choose: Choose, answer: Answered) -> None:
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
    elif step.saves:
        turn.finish(token, step, None, "", "")
    else:
        _end(turn, token, step, None, "", {})


def _finished(turn: Turn, token: Token, step: PlanStep, answer: Answered) -> None:
    finish = cast("Finish", step.primitive)
    names = tuple(name for name, _ in finish.output)
    output = named(names, answer.values[: len(names)]) if names else None
    reason = str(answer.values[-1]) if finish.reason is not None else ""
    if step.saves:
        turn.finish(token, step, output, "", reason)
    else:
        _end(turn, token, step, output, reason, {})


def _saved(turn: Turn, token: Token, step: PlanStep, work: Returned, saves: JsonObject) -> None:
    _end(turn, token, step, work.output, str(work.because), saves)


def _end(
    turn: Turn, token: Token, step: PlanStep, output: JsonValue, reason: str, saves: JsonObject
) -> None:
    finish = cast("Finish", step.primitive)
    turn.emit(model.PathEnded(token.id, step.id, output, saves))
    if finish.how == "fail":
        _fail(turn, token, step, finish.code, reason)
        return
    if finish.how == "terminate":
        others = [t for t in turn.state.tokens.values() if t.scope == token.scope]
        turn.cancel_tokens(others, f"“{step.name}” ended everything", token.id)
    turn.scope_may_be_over(token.scope)


def _fail(turn: Turn, token: Token, step: PlanStep, code: str, reason: str) -> None:
    """The nearest for-each or sub-workflow around it with an error path fails, else the case."""
    message = reason or f"The case reached “{step.name}”."
    error: JsonObject = {"code": code, "message": message, "step": step.id}
    scope = turn.state.scopes[token.scope]
    while scope.id:
        owner = turn.state.tokens[scope.owner]
        caller = turn.step_of(owner)
        if turn.moves(owner, caller, "error"):
            turn.close_scopes(owner, caller, message, token.id)
            turn.fail(owner, caller, error)
            return
        scope = turn.state.scopes[owner.scope]
    turn.cancel_tokens(list(turn.state.tokens.values()), message, token.id)
    turn.emit(model.RunFailed(error))


PASS = Handler(_pass)
CHOOSE = Handler(_choose, _chosen)
COMPUTE = Handler(_compute, _computed)


def _race(turn: Turn, token: Token, step: PlanStep) -> None:
    """All that is waited for begins; whoever is over first withdraws the others."""
    moves = turn.moves(token, step, "out")
    turn.emit(model.RaceStarted(token.id, step.id, moves))
    turn.follow(moves, token.scope)


RACE = Handler(_race, itself=True)
FINISH = Handler(_finish, _finished, saved=_saved, itself=True)
