"""Knows how the events of a whole case, and of work and its failures, are told. Knows no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runtime.events import model
from runtime.explain.reasons import done
from runtime.explain.shown import and_list, who

if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.explain.happenings import Happening
    from runtime.explain.teller import Teller


def started(tell: Teller, found: Happening, event: model.RunStarted) -> str:
    """Who started the case."""
    dry = " as a dry run" if event.dry else ""
    del tell, found
    return f"{who(event.requester)} started the case “{event.name or event.definition}”{dry}"


def completed(tell: Teller, found: Happening, event: model.RunCompleted) -> str:
    """That the case is done."""
    del tell, found, event
    return "nothing was left to do, so the case was done"


def failed_run(tell: Teller, found: Happening, event: model.RunFailed) -> str:
    """Why the case has failed."""
    del found
    return f"the case ended as failed: {tell.error(event.error)}"


def cancelled_run(tell: Teller, found: Happening, event: model.RunCancelled) -> str:
    """Who stopped the case, and why."""
    del found
    return f"{who(event.by)} stopped the case{tell.reason(event.reason)}"


def steered(did: str) -> Callable[[Teller, Happening, Any], str]:
    """Returns what says that a person did something, and why."""

    def say(tell: Teller, found: Happening, event: Any) -> str:
        at = f" at {tell.name(found)}" if found.place else ""
        return f"{who(event.by)} {did}{at}{tell.reason(getattr(event, 'reason', ''))}"

    return say


def corrected(tell: Teller, found: Happening, event: model.DataCorrected) -> str:
    """Who corrected which data, and why."""
    del found
    changed = [f"{name} to {tell.shown.value(name, value)}" for name, value in event.saves.items()]
    changed += [f"{name} to nothing" for name in event.removed]
    return f"{who(event.by)} corrected {and_list(changed)}{tell.reason(event.reason)}"


def moved(tell: Teller, found: Happening, event: model.PathMoved) -> str:
    """Who moved the case to another step, and why."""
    to = tell.beside(found, event.to)
    return (
        f"{who(event.by)} moved the case from {tell.name(found)} to {to}{tell.reason(event.reason)}"
    )


# --- work and failures ----------------------------------------------------------------------------


def scheduled(tell: Teller, found: Happening, event: model.StepScheduled) -> str:
    """That work begins, again or once more."""
    name, before = tell.name(found), found.before
    earlier = tell.all[before].event if before >= 0 else None
    if isinstance(earlier, model.StepScheduled):
        return f"{name} was sent once more, for the process that had sent it was gone"
    if event.attempt > 1:
        return f"{name} was tried again, for the {event.attempt}. time"
    return f"{name} began its work"


def step_completed(tell: Teller, found: Happening, event: model.StepCompleted) -> str:
    """How a step was left, and why."""
    earlier = tell.all[found.before].event if found.before >= 0 else None
    return done(tell.name(found), found, event, earlier, tell.shown)


def step_failed(tell: Teller, found: Happening, event: model.StepFailed) -> str:
    """Why a step failed, and where it went on."""
    on = ", so it was left by its way for errors" if event.moves else ""
    return f"{tell.name(found)} failed ({tell.error(event.error)}){on}"


def retry(tell: Teller, found: Happening, event: model.RetryScheduled) -> str:
    """Why a try failed, and when the next one is."""
    due = tell.shown.moment(event.due)
    return (
        f"{tell.name(found)} did not succeed ({tell.error(event.error)}); "
        f"the next try was set for {due}"
    )


def incident(tell: Teller, found: Happening, event: model.IncidentOpened) -> str:
    """Why a step could not go on by itself."""
    return f"{tell.name(found)} could not go on by itself: {tell.error(event.error)}"


_MENDS = {"retry": "try {} again", "skip": "go on without {}", "route": "leave {} by its error way"}


def resolved(tell: Teller, found: Happening, event: model.IncidentResolved) -> str:
    """Who mended a step, how and why."""
    does = _MENDS.get(event.action, event.action + " {}").format(tell.name(found))
    return f"{who(event.by)} decided to {does}{tell.reason(event.reason)}"
