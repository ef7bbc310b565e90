"""Knows how it is told what people are asked and say. Must not know other events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.explain.shown import everybody, who

if TYPE_CHECKING:
    from runtime.events import model
    from runtime.explain.happenings import Happening
    from runtime.explain.teller import Teller


def asked(tell: Teller, found: Happening, event: model.TaskOpened) -> str:
    """Who was asked what, and on which facts."""
    due = f", to be answered by {tell.shown.moment(event.due)}" if event.due else ""
    facts = f"; shown was that {tell.shown.told(event.facts)}" if event.facts else ""
    title = tell.shown.text(event.title)
    return f"{tell.name(found)} asked {everybody(event.assignees)}: “{title}”{due}{facts}"


def voted(tell: Teller, found: Happening, event: model.TaskVoted) -> str:
    """Who answered what, and why."""
    answer = tell.answer(found, event.outcome)
    test = ", played by the test," if event.simulated else ""
    at = f"{tell.name(found)}{tell.reason(event.reason)}"
    return f"{who(event.by)}{test} answered “{answer}” at {at}"


def refused(tell: Teller, found: Happening, event: model.TaskRefused) -> str:
    """Who might not answer, and why."""
    why = event.why.partition(". ")[0].rstrip(".")
    return f"{who(event.by)} tried to answer at {tell.name(found)} and was refused: {why}"


def delegated(tell: Teller, found: Happening, event: model.TaskDelegated) -> str:
    """Who handed a task on to whom, and why."""
    to = everybody(event.assignees)
    return f"{who(event.by)} handed {tell.name(found)} on to {to}{tell.reason(event.reason)}"


def escalated(tell: Teller, found: Happening, event: model.TaskEscalated) -> str:
    """Who may answer too, for nobody did in time."""
    more = f", so {everybody(event.added, 'and')} could answer too" if event.added else ""
    return f"nobody had answered at {tell.name(found)} in time{more}"


def closed(tell: Teller, found: Happening, event: model.TaskClosed) -> str:
    """That nobody is asked any more; how it was decided is told by the step."""
    if event.how == "cancelled":
        return f"nobody was asked at {tell.name(found)} any more"
    return f"no answer could win at {tell.name(found)} any more" * (event.how == "undecided")
