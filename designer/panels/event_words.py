"""Knows how an event of a run is told to people: when, where, what, how bad. Must not know Qt."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from designer.panels.wording import at, clock, person
from runtime.events import model
from runtime.events.run_ids import began_at
from runtime.events.words import SENTENCES, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from designer.panels.run_names import Names
    from runtime.definition.json_value import JsonObject
    from runtime.events.model import Recorded

_LONGEST = 400
_WHO = re.compile(r"\b(?:role|user):[\w.@-]+")
_UNNAMED = "user:me"
"""Who works here as long as the settings name nobody."""
_TONES: dict[type[Any], str] = {
    model.StepFailed: "failed",
    model.IncidentOpened: "failed",
    model.RunFailed: "failed",
    model.RetryScheduled: "failed",
    model.TaskRefused: "failed",
    model.TaskOpened: "waiting",
    model.TaskEscalated: "waiting",
    model.TimerSet: "waiting",
    model.MessageAwaited: "waiting",
    model.StepHeld: "waiting",
    model.StepPaused: "running",
    model.RunCompleted: "ok",
    model.StepCompleted: "ok",
    model.PathEnded: "ok",
    model.RunCancelled: "skipped",
    model.TokensCancelled: "skipped",
}


def step_of(recorded: Recorded, within: Mapping[int, str]) -> str:
    """Return the step that an event is of, callers first; "" where it is of none.

    That a run goes on from a step of an earlier one is news of the run: its sentence names the
    step.

    Args:
        recorded: the event.
        within: by path, the callers around it, as `RunView.within`.
    """
    step = getattr(recorded.event, "step", "")
    if isinstance(recorded.event, model.RunForked):
        return ""
    return f"{within.get(getattr(recorded.event, 'token', 0), '')}{step}" if step else ""


def when(recorded: Recorded, events: Sequence[Recorded]) -> str:
    """Return when an event was: the time of day, with the day where a run lasts for several."""
    time = clock(recorded.at)
    return f"{_day(recorded.at)} {time}" if lasts_days(events) else time


def lasts_days(events: Sequence[Recorded]) -> bool:
    """Whether the events of a run are of several days."""
    return bool(events) and _day(events[0].at) != _day(events[-1].at)


def _day(moment: str) -> str:
    return at(moment).rpartition(" ")[0]


def what(recorded: Recorded, step: str = "", names: Names | None = None) -> str:
    """Return what happened, without the step that it happened at.

    Args:
        recorded: the event.
        step: the step that it is of, callers first.
        names: what people call steps and ways out; None leaves them as the run has them.
    """
    event = recorded.event
    name = type(event).__name__
    if name not in SENTENCES:
        return name
    if isinstance(event, model.StepCompleted):
        text = _done(event, _way(event.port, step, names))
    elif isinstance(event, model.RunForked):
        text = _forked(event, names)
    else:
        text = _plainly(event, step, names)
    text = text[:1].upper() + text[1:]
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _plainly(event: Any, step: str, names: Names | None) -> str:
    """Return the sentence of an event, with people and ways called as on the cards."""
    name = type(event).__name__
    plain: JsonObject = {"type": name, **{f.name: getattr(event, f.name) for f in fields(event)}}
    if isinstance(event, model.TaskVoted | model.TaskRefused):
        plain["outcome"] = _way(event.outcome, step, names)
    if isinstance(event, model.IncidentResolved) and event.action == "route":
        plain["action"] = f"go on by “{_way('error', step, names)}”"
    text = sentence(plain, step="").removeprefix(":").strip()
    task = str(plain.get("task", ""))
    text = text.removeprefix(f"task {task}: ").removesuffix(f" (task {task})")
    text = _WHO.sub(lambda found: _who(found[0]), text)
    if isinstance(event, model.RunCancelled) and says_stopped(event.reason):
        text = text.removesuffix(f": {event.reason}")
    return text


def _way(port: str, step: str, names: Names | None) -> str:
    return names.way(step, port) if names is not None and step else port


def _forked(event: model.RunForked, names: Names | None) -> str:
    title = f"“{names.title(event.step)}”" if names is not None else "a step"
    began = began_at(event.run)
    whose = f"the run of {clock(began)}" if began else "an earlier run"
    return f"started from {title} with the data of {whose}"


def says_stopped(reason: str) -> bool:
    """Whether a reason says itself that the run was stopped, so that nothing need say it before."""
    return reason.casefold().startswith("stopped")


def skipped_by(who: str) -> str:
    """Return that a step was skipped: "skipped by Finance lead"; "skipped by hand" by whoever."""
    return "skipped by hand" if who in {"", _UNNAMED} else f"skipped by {person(who)}"


def is_skip(recorded: Recorded) -> bool:
    """Whether a person let the case go on here without the step."""
    event = recorded.event
    return isinstance(event, model.IncidentResolved) and event.action == "skip"


def _who(who: str) -> str:
    return "the person here" if who == _UNNAMED else person(who)


def _done(event: model.StepCompleted, way: str) -> str:
    because = event.because
    if isinstance(because, dict) and "dry run" in because:
        return f"not done, this is a dry run: {would(event.step, str(because['dry run']))}"
    if isinstance(because, dict) and because.get("test data") is not None:
        return f"not done: its test data “{because['test data']}” stood in"
    by = _skipper(event)
    word = skipped_by(by) if by else "done"
    return word if event.port == "out" else f"{word}, goes on by “{way}”"


def _skipper(event: model.StepCompleted) -> str:
    because = event.because
    return str(because.get("skipped by") or "") if isinstance(because, dict) else ""


def would(step: str, text: str) -> str:
    """Return what a dry run did not do, in a few words."""
    told, _, more = text.partition(";")
    told = told.replace(f" at step {step}", "").strip()
    return f"{told} (an example stood in)" if "an example stood in" in more else told


def tone(recorded: Recorded) -> str:
    """Return the state whose colour an event has, "" for plain news."""
    event = recorded.event
    if is_skip(recorded) or (isinstance(event, model.StepCompleted) and _skipper(event)):
        return "skipped"
    return _TONES.get(type(event), "")
