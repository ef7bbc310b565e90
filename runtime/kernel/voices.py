"""Knows who may answer a task and which answers can still reach their quorum.

Must not know what follows from an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonValue
    from runtime.events.model import Actor
    from runtime.kernel.state import Task
    from runtime.primitives import Outcome, Person

USER, ROLE = "user:", "role:"


def people(value: JsonValue) -> tuple[str, ...]:
    """Returns "user:…" and "role:…" names from one or a list; a bare name is a role.

    What names nobody is left out, such as the "user:" that a formula gives when the case has no
    value to put behind it.
    """
    names = value if isinstance(value, list) else [value]
    plain = [name.strip() for name in names if isinstance(name, str)]
    found = [n if n.startswith((USER, ROLE)) else f"{ROLE}{n}" for n in plain]
    return tuple(dict.fromkeys(n for n in found if n not in (USER, ROLE)))


def may_decide(task: Task, actor: Actor) -> bool:
    """Whether a person is named, or holds a role that is and has not handed the task on."""
    if actor.id in task.assignees:
        return True
    by_role = any(f"{ROLE}{role}" in task.assignees for role in actor.roles)
    return by_role and actor.id not in task.handed_on


def voices(
    person: Person,
    assignees: tuple[str, ...],
    escalate_to: tuple[str, ...],
    not_allowed: tuple[str, ...],
) -> frozenset[str] | None:
    """Returns who may ever answer, or None when a role is among them: nobody knows how many."""
    later = escalate_to if person.due is not None and person.on_due == "escalate" else ()
    names = (*assignees, *later)
    if any(name.startswith(ROLE) for name in names):
        return None
    return frozenset(names) - frozenset(not_allowed)


def possible(person: Person, task: Task) -> tuple[Outcome, ...]:
    """Returns the answers that can still reach their quorum; with a role among the people, all."""
    everybody = voices(person, task.assignees, task.escalate_to, task.not_allowed)
    if everybody is None:
        return person.outcomes
    left = len(everybody - {vote.by for vote in task.votes})
    given = {o.port: sum(v.outcome == o.port for v in task.votes) for o in person.outcomes}
    return tuple(o for o in person.outcomes if given[o.port] + left >= o.quorum)
