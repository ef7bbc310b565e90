"""Knows who decides in a test in the place of whoever is asked. Must not know how it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.events import model

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from runtime.events.model import Recorded


def stand_in(people: Sequence[str], taken: Iterable[str]) -> str:
    """Return a person who may answer: one who is asked by name, else somebody of the role.

    Args:
        people: who is asked: "role:finance", "user:analyst".
        taken: who must not answer, or has done so already.
    """
    named = [who for who in people if who.startswith("user:")]
    role = next((who.partition(":")[2] for who in people if who.startswith("role:")), "tester")
    not_these = {*taken}
    for who in (*named, f"user:{role}"):
        if who not in not_these:
            return who
    number = 2
    while f"user:{role}_{number}" in not_these:
        number += 1
    return f"user:{role}_{number}"


def voted(events: Iterable[Recorded], task: str) -> list[str]:
    """Return who has answered a task already: where several decide, each is another one."""
    found = (each.event for each in events)
    return [one.by for one in found if isinstance(one, model.TaskVoted) and one.task == task]


def asked_at(events: Sequence[Recorded], step: str) -> tuple[str, ...]:
    """Return who was asked last at a step, callers first; nobody where none was."""
    here = step.rpartition("/")[2]
    for each in reversed(events):
        if isinstance(each.event, model.TaskOpened) and each.event.step == here:
            return tuple(each.event.assignees)
    return ()


def requester(events: Iterable[Recorded]) -> str:
    """Return who began the run; "" where nobody is known."""
    found = (each.event for each in events)
    return next((one.requester for one in found if isinstance(one, model.RunStarted)), "")
