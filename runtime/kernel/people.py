"""Knows tasks for people: who may decide, quorum, reminder, escalation, delegation.

Knows no inbox and no form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from runtime.events import model
from runtime.kernel.pure import named
from runtime.kernel.state import Task, Token
from runtime.kernel.turn import Handler, Turn

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
    assignees = people(values["assignees"])
    if not assignees:
        turn.fail(token, step, _nobody(step), "expression")
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
            people(values.get("escalate_to")),
            (turn.state.requester,) if person.not_requester else (),
        )
    )


def _nobody(step: PlanStep) -> JsonObject:
    return {
        "code": "task.nobody",
        "message": f"Nobody is named to decide “{step.name}”. "
        "Correct who it goes to, or the data that names them.",
    }


def _text(value: JsonValue) -> str:
    return "" if value is None else str(value)


def people(value: JsonValue) -> tuple[str, ...]:
    """Returns "user:…" and "role:…" names from one or a list; a bare name is a role."""
    names = value if isinstance(value, list) else [value]
    found = [str(name).strip() for name in names if name]
    return tuple(n if n.startswith(("user:", "role:")) else f"role:{n}" for n in found)


def decide(turn: Turn, signal: Decide) -> None:
    """A person answers; the outcome that reaches its quorum first decides."""
    token = turn.token_of_task(signal.task)
    if token is None or not isinstance(token.work, Task):
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
        )
    )
    if outcome is not None:
        _count(turn, token.id, step, outcome)


def _refusal(task: Task, signal: Decide, outcome: Outcome | None) -> str:
    """Why this person may not give this answer; "" when they may."""
    actor = signal.actor
    if actor.id in task.not_allowed:
        return "Who asked for it may not decide it. Another person who may decide must."
    if not may_decide(task.assignees, actor):
        return "This task is not yours to decide. Ask one of its people, or have it delegated."
    if any(vote.by == actor.id for vote in task.votes):
        return "You have answered this task already; it waits for others."
    if outcome is None:
        return f"“{signal.outcome}” is not one of the answers. Choose one that the task offers."
    if outcome.needs_reason and not signal.reason.strip():
        return f"“{outcome.title}” needs a reason. Write one sentence why."
    return ""


def may_decide(assignees: tuple[str, ...], actor: Actor) -> bool:
    """Whether a person is named, or holds a role that is."""
    return actor.id in assignees or any(f"role:{role}" in assignees for role in actor.roles)


def _count(turn: Turn, number: int, step: PlanStep, outcome: Outcome) -> None:
    token = turn.state.tokens[number]
    task = token.work
    if not isinstance(task, Task):
        return
    if sum(vote.outcome == outcome.port for vote in task.votes) < outcome.quorum:
        return
    turn.emit(model.TaskClosed(token.id, task.id, "decided"))
    last = task.votes[-1]
    votes: list[JsonValue] = [
        {"by": v.by, "outcome": v.outcome, "reason": v.reason} for v in task.votes
    ]
    output: JsonObject = {
        "outcome": outcome.port,
        "by": last.by,
        "reason": last.reason,
        "values": last.values,
        "votes": votes,
    }
    because: JsonObject = {"task": task.id, "outcome": outcome.title, "votes": votes}
    turn.finish(token, step, output, outcome.port, because)


def delegate(turn: Turn, signal: Delegate) -> None:
    """A person hands a task to others; never to somebody who may not decide it."""
    token = turn.token_of_task(signal.task)
    if token is None or not isinstance(token.work, Task):
        turn.refused = "This task is no longer open."
        return
    to = people(list(signal.to))
    task = token.work
    if signal.actor.id in task.not_allowed or not may_decide(task.assignees, signal.actor):
        turn.refused = "This task is not yours to hand on."
    elif not to or any(name in task.not_allowed for name in to):
        turn.refused = "It cannot be handed to nobody, or to who asked for it."
    if turn.refused:
        turn.emit(
            model.TaskRefused(token.id, signal.task, signal.actor.id, "delegate", turn.refused)
        )
        return
    turn.emit(model.TaskDelegated(token.id, signal.task, signal.actor.id, to, signal.reason))


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
        turn.finish(now, step, {"outcome": "overdue"}, "overdue", {"task": task.id})


def _person(step: PlanStep) -> Person:
    return cast("Person", step.primitive)


PERSON = Handler(_arrive, _asked, _fired)
