"""Knows in whose name a simulated person answers. Must not know how the answer is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.events.model import Actor

if TYPE_CHECKING:
    from runtime.events.model import TaskOpened

USER, ROLE = "user:", "role:"


def actor_for(opened: TaskOpened, wanted: str, voted: int) -> Actor:
    """Returns who answers a task; whoever it is holds the roles that are asked.

    Args:
        opened: the task.
        wanted: a person's name; "" takes somebody who is asked and may decide.
        voted: how many have answered the task already, where several must.
    """
    roles = tuple(name[len(ROLE) :] for name in opened.assignees if name.startswith(ROLE))
    if wanted:
        return Actor(wanted if wanted.startswith(USER) else USER + wanted, roles)
    named = [
        name
        for name in opened.assignees
        if name.startswith(USER) and name not in opened.not_allowed
    ]
    if voted < len(named):
        return Actor(named[voted], roles)
    role = roles[0] if roles else "somebody"
    number = voted - len(named) + 1
    return Actor(f"{USER}{role}" if number == 1 else f"{USER}{role}.{number}", roles)
