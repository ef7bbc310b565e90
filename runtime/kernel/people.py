"""Knows tasks for people: who may decide, quorum, reminder, escalation, delegation.

Knows no inbox and no form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from runtime.events import model
from runtime.kernel.pure import named
from runtime.kernel.state import Task, Token
from runtime.kernel.turn import Handler, Turn
from runtime.kernel.voices import USER, may_decide, people, possible, voices

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.events.model import Actor
    from runtime.kernel.signals import Answered, Decide, Delegate
    from runtime.primitives import Due, Expr, Outcome, Person, PlanStep


def _arrive(turn: Turn, token: Token, step: PlanStep) -> None:
    person = _person(step)
    turn.ask(token, step, "task", tuple(question for _, question in _questions(person)))


def _questions(person: Person) -> list[tuple[str, Expr | Due]]:
    """What must be known before the task opens, by name."""
    asked: list[tuple[str, Expr | Due | None]] = [
        ("title", person.title),
        ("assignees", person.assignees),
        ("due", person.due),
        ("remind", person.remind),
        ("escalate_to", person.escalate_to),
        *((f"facts.{name}", expr) for name, expr in person.facts),
    ]
    return [(name, question) for name, question in asked if question is not None]


def _asked(turn: Turn, token: Token, step: PlanStep, answer: Answered) -> None:
    person = _person(step)
    names = tuple(name for name, _ in _questions(person))
    values = dict(zip(names, answer.values, strict=True))
    assignees, escalate_to = people(values["assignees"]), people(values.get("escalate_to"))
    not_allowed = (turn.state.requester,) if person.not_requester else ()
    everybody = voices(person, assignees, escalate_to, not_allowed)
    if not assignees or (everybody is not None and len(everybody) < _needed(person)):
        turn.fail(token, step, _too_few(step, person, everybody or frozenset()), "expression")
        return
    facts = {n[6:]: v for n, v in values.items() if n.startswith("facts.")}
    turn.emit(
        model.TaskOpened(
            token.id,
            step.id,
            f"t{turn.state.seq}",
            _text(values["title"]),
            assignees,
            tuple((o.port, o.title, o.needs_reason, o.quorum) for o in person.outcomes),
            person.form,
            named(tuple(facts), tuple(facts.values())),
            _text(values.get("due")),
            _text(values.get("remind")),
            escalate_to,
            not_allowed,
        )
    )


def _needed(person: Person) -> int:
    return max(outcome.quorum for outcome in person.outcomes)


def _too_few(step: PlanStep, person: Person, everybody: frozenset[str]) -> JsonObject:
    """Says now what would otherwise be a case that waits for ever."""
    if everybody:
        what = (
            f"“{step.name}” needs {_needed(person)} people to agree, "
            f"and only {len(everybody)} may decide it."
        )
    else:
        what = f"Nobody is named who may decide “{step.name}”."
    mend = "Correct who it goes to, or the data that names them."
    return {"code": "task.too_few" if everybody else "task.nobody", "message": f"{what} {mend}"}


def _text(value: JsonValue) -> str:
    return "" if value is None else str(value)


def decide(turn: Turn, signal: Decide) -> None:
    """A person answers; the outcome that reaches its quorum first decides."""
    token = turn.token_of_task(signal.task)
    if token is None or token.phase != "waiting" or not isinstance(token.work, Task):
        turn.refused = "This task is no longer open."
        return
    step = turn.step_of(token)
    outcome = next((o for o in _person(step).outcomes if o.port == signal.outcome), None)
    why = _refusal(token.work, signal, outcome)
    if why:
        turn.refused = why
        turn.emit(model.TaskRefused(token.id, signal.task, signal.actor.id, signal.outcome, why))
        return
    turn.emit(
        model.TaskVoted(
            token.id,
            signal.task,
            signal.actor.id,
            signal.outcome,
            signal.values,
            signal.reason,
            signal.simulated,
        )
    )
    if outcome is not None:
        _count(turn, token.id, step, outcome)


def _refusal(task: Task, signal: Decide, outcome: Outcome | None) -> str:
    """Why this person may not give this answer; "" when they may."""
    actor = signal.actor
    if actor.id in task.not_allowed:
        return "Who asked for it may not decide it. Another person who may decide must."
    if not may_decide(task, actor):
        return "This task is not yours to decide. Ask one of its people, or have it delegated."
    if _has_answered(task, actor.id):
        return "You have answered this task already; it waits for others."
    if outcome is None:
        return f"“{signal.outcome}” is not one of the answers. Choose one that the task offers."
    if outcome.needs_reason and not signal.reason.strip():
        return f"“{outcome.title}” needs a reason. Write one sentence why."
    return ""


def _has_answered(task: Task, name: str) -> bool:
    return any(vote.by == name for vote in task.votes)


def _count(turn: Turn, number: int, step: PlanStep, outcome: Outcome) -> None:
    token = turn.state.tokens[number]
    task = token.work
    if not isinstance(task, Task):
        return
    if sum(vote.outcome == outcome.port for vote in task.votes) >= outcome.quorum:
        _close(turn, token, step, task, outcome)
        return
    person = _person(step)
    left = {way.port for way in possible(person, task)}
    if person.otherwise and left <= {person.otherwise}:
        last = next(way for way in person.outcomes if way.port == person.otherwise)
        _close(turn, token, step, task, last)
    elif not left:
        turn.emit(model.TaskClosed(token.id, task.id, "undecided"))
        turn.fail(turn.state.tokens[number], step, _undecided(step, task))


def _close(turn: Turn, token: Token, step: PlanStep, task: Task, outcome: Outcome) -> None:
    turn.emit(model.TaskClosed(token.id, task.id, "decided"))
    own = [vote for vote in task.votes if vote.outcome == outcome.port]
    last = (own or task.votes)[-1]
    output: JsonObject = {
        "outcome": outcome.port,
        "by": last.by,
        "reason": last.reason,
        "values": last.values,
        "votes": _votes(task),
    }
    because: JsonObject = {"task": task.id, "outcome": outcome.title, "votes": _votes(task)}
    if any(vote.simulated for vote in task.votes):
        because["simulated"] = True
    turn.finish(token, step, output, outcome.port, because)


def _votes(task: Task) -> list[JsonValue]:
    return [
        {"by": v.by, "outcome": v.outcome, "reason": v.reason, "values": v.values}
        for v in task.votes
    ]


def _undecided(step: PlanStep, task: Task) -> JsonObject:
    return {
        "code": "task.undecided",
        "message": f"The people asked at “{step.name}” do not agree, and nobody is left to ask. "
        "Ask again, or skip the step with a result.",
        "votes": _votes(task),
    }


def delegate(turn: Turn, signal: Delegate) -> None:
    """A person hands a task to others; never to somebody who may not decide it."""
    token = turn.token_of_task(signal.task)
    if token is None or token.phase != "waiting" or not isinstance(token.work, Task):
        turn.refused = "This task is no longer open."
        return
    to, alone = people(list(signal.to)), _needed(_person(turn.step_of(token))) == 1
    turn.refused = _not_handed_on(token.work, signal.actor, to, alone=alone)
    if turn.refused:
        turn.emit(
            model.TaskRefused(token.id, signal.task, signal.actor.id, "delegate", turn.refused)
        )
        return
    left = _left_over(token.work, signal.actor, alone=alone)
    then = tuple(dict.fromkeys((*left, *to)))
    turn.emit(model.TaskDelegated(token.id, signal.task, signal.actor.id, then, signal.reason))


def _not_handed_on(task: Task, actor: Actor, to: tuple[str, ...], *, alone: bool) -> str:
    """Why this person may not hand the task to these; "" when they may."""
    if actor.id in task.not_allowed or not may_decide(task, actor):
        return "This task is not yours to hand on."
    if _has_answered(task, actor.id):
        return "You have answered this task already; it cannot be handed on any more."
    if not to or any(name in task.not_allowed for name in to):
        return "It cannot be handed to nobody, or to who asked for it."
    if actor.id in to:
        return "It is yours already. Hand it to somebody else."
    if not alone:
        return _not_a_new_voice(task, to)
    return ""


def _not_a_new_voice(task: Task, to: tuple[str, ...]) -> str:
    """Where several must agree, one voice must stay one voice, of somebody who had none."""
    if len(to) != 1 or not to[0].startswith(USER):
        return "Several people must agree here, so hand your part to exactly one person."
    if to[0] in task.assignees or _has_answered(task, to[0]):
        return "This person decides here already. Hand your part to somebody else."
    return ""


def _left_over(task: Task, actor: Actor, *, alone: bool) -> tuple[str, ...]:
    """Who may still decide besides those it is handed to.

    A person gives away their own place. A task that one answer decides leaves the whole role with
    it; where several must agree, the others of the role keep theirs.
    """
    mine = {actor.id}
    if alone and actor.id not in task.assignees:
        mine |= {f"role:{role}" for role in actor.roles}
    return tuple(name for name in task.assignees if name not in mine)


def _fired(turn: Turn, token: Token, step: PlanStep, purpose: str) -> None:
    task = token.work
    if not isinstance(task, Task):
        return
    if purpose == "remind":
        turn.emit(model.TaskReminded(token.id, task.id))
        return
    turn.emit(model.TaskEscalated(token.id, task.id, task.escalate_to))
    if _person(step).on_due == "port":
        turn.emit(model.TaskClosed(token.id, task.id, "overdue"))
        now = turn.state.tokens[token.id]
        votes = _votes(task)
        output: JsonObject = {"outcome": "overdue", "votes": votes}
        turn.finish(now, step, output, "overdue", {"task": task.id, "votes": votes})


def _person(step: PlanStep) -> Person:
    return cast("Person", step.primitive)


PERSON = Handler(_arrive, _asked, _fired)
