"""Knows groups: steps that run as one part, with what may happen to them from outside.

Must not know what runs inside, nor how messages reach a case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from runtime.events import model
from runtime.kernel.state import Called, Grouped
from runtime.kernel.turn import Handler, Turn
from runtime.primitives import Due, Receive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.kernel.signals import Answered
    from runtime.kernel.state import Scope, Token
    from runtime.primitives import Expr, Group, PlanStep

LOCK = "lock"


def _primitive(step: PlanStep) -> Group:
    return cast("Group", step.primitive)


def _arrive(turn: Turn, token: Token, step: PlanStep) -> None:
    lock = _primitive(step).lock
    if lock and _is_taken(turn, token, lock):
        turn.emit(model.StepHeld(token.id, step.id, LOCK, lock))
    else:
        _ask(turn, token, step)


def _is_taken(turn: Turn, token: Token, lock: str) -> bool:
    """Whether another group with this lock is under way in the case, or about to be."""
    around = set(_owners(turn, token))
    for other in turn.state.tokens.values():
        if other.id == token.id or other.phase == "held" or other.id in around:
            continue
        group = turn.step_of(other).primitive
        if getattr(group, "lock", "") == lock and (other.phase != "ready" or other.admitted):
            return True
    return False


def _owners(turn: Turn, token: Token) -> Iterator[int]:
    """Yields the tokens whose steps a token lies inside of: what they hold, it may use."""
    scope = turn.state.scopes[token.scope]
    while scope.id:
        yield scope.owner
        scope = turn.state.scopes[scope.parent]


def _look(turn: Turn, token: Token, step: PlanStep) -> None:
    """Another group may have given the lock back; who has waited longest is looked at first."""
    if not _is_taken(turn, token, _primitive(step).lock):
        turn.admit(token, step)


def _ask(turn: Turn, token: Token, step: PlanStep) -> None:
    """Asks when and for which messages it will listen; what depends on nothing is not asked."""
    questions = tuple(_questions(_primitive(step)))
    if questions:
        turn.ask(token, step, "group", questions)
    else:
        _start(turn, token, step, ())


def _questions(group: Group) -> list[Expr | Due]:
    questions: list[Expr | Due] = []
    for boundary in group.boundaries:
        if isinstance(boundary.on, Due):
            questions.append(boundary.on)
        elif boundary.on.key is not None:
            questions.append(boundary.on.key)
    return questions


def _asked(turn: Turn, token: Token, step: PlanStep, answer: Answered) -> None:
    _start(turn, token, step, answer.values)


def _start(turn: Turn, token: Token, step: PlanStep, values: tuple[JsonValue, ...]) -> None:
    known = iter(values)
    timers: list[tuple[str, str]] = []
    awaits: list[tuple[str, str, str, bool]] = []
    for boundary in _primitive(step).boundaries:
        on = boundary.on
        if isinstance(on, Due):
            timers.append((boundary.port, str(next(known))))
        else:
            key = "" if on.key is None else key_of(next(known))
            awaits.append((boundary.port, on.name, key, on.kept))
    scope = turn.state.next_id
    moves = tuple((scope + 1 + place, entry, "") for place, entry in enumerate(step.entries))
    turn.emit(
        model.GroupStarted(
            token.id,
            step.id,
            scope,
            moves,
            tuple(timers),
            tuple(awaits),
            _primitive(step).lock,
        )
    )
    for number, _, _ in moves:
        turn.arrive_later(number)
    if not moves:
        turn.scope_may_be_over(scope)


def key_of(value: JsonValue) -> str:
    """Returns what tells messages apart, as text: a number without a fraction has none."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _over(turn: Turn, owner: Token, step: PlanStep, scope: Scope) -> None:
    output = scope.last if scope.ended is None else scope.ended
    turn.emit(model.GroupEnded(owner.id, step.id, scope.id))
    turn.finish(turn.state.tokens[owner.id], step, output, "done")


def _again(turn: Turn, owner: Token, step: PlanStep) -> None:
    """After a crash: everything inside had ended, and only the going on was missing."""
    if isinstance(owner.work, Called):
        turn.finish(owner, step, owner.work.output, "done")


# --- what happens to it ---------------------------------------------------------------------------


def _fired(turn: Turn, token: Token, step: PlanStep, purpose: str) -> None:
    due = next((due for port, due in token.timers if port == purpose), "")
    happen(turn, token, step, purpose, {"due": due})


def happen(turn: Turn, token: Token, step: PlanStep, port: str, content: JsonObject) -> None:
    """A moment or a message has come: the group is left by a port, or goes on beside it."""
    boundary = next((b for b in _primitive(step).boundaries if b.port == port), None)
    if boundary is None or not isinstance(token.work, Grouped):
        return
    if boundary.interrupts:
        turn.close_scopes(token, step, f"“{step.name}” was left by “{port}”", token.id)
        turn.finish(turn.state.tokens[token.id], step, content, port, {"left by": port})
        return
    moves = turn.new_moves(step, port)
    turn.emit(model.BoundaryPassed(token.id, step.id, port, moves))
    for number, _, _ in moves:
        turn.arrive_later(number)


def listens(token: Token, name: str, key: str, *, late: bool) -> str:
    """Returns the port of a group for a message; "" when it does not listen to it."""
    if isinstance(token.work, Grouped):
        for port, wanted, its_key, kept in token.work.awaits:
            if (wanted, its_key) == (name, key) and (kept or not late):
                return port
    return ""


def _takes_turns(step: PlanStep) -> bool:
    return _primitive(step).one_at_a_time


GROUP = Handler(
    _arrive,
    _asked,
    _fired,
    inner_over=_over,
    again=_again,
    look=_look,
    catches=True,
    takes_turns=_takes_turns,
)
__all__ = ["GROUP", "Receive", "happen", "key_of", "listens"]
