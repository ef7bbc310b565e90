"""Knows how an event of a run is told to people: when, where, what, how bad. Must not know Qt."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from designer.panels.wording import at, clock, person
from runtime.events import model
from runtime.events.words import SENTENCES, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from runtime.definition.json_value import JsonObject
    from runtime.events.model import Recorded

_LONGEST = 400
_FORKED = "goes on from here; what stands above was done in an earlier run"
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
    model.StepPaused: "running",
    model.RunCompleted: "ok",
    model.StepCompleted: "ok",
    model.PathEnded: "ok",
    model.RunCancelled: "skipped",
    model.TokensCancelled: "skipped",
}


def step_of(recorded: Recorded, within: Mapping[int, str]) -> str:
    """Return the step that an event is of, callers first; "" where it is of none.

    Args:
        recorded: the event.
        within: by path, the callers around it, as `RunView.within`.
    """
    step = getattr(recorded.event, "step", "")
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


def what(recorded: Recorded) -> str:
    """Return what happened, without the step that it happened at."""
    event = recorded.event
    name = type(event).__name__
    if name not in SENTENCES:
        return name
    plain: JsonObject = {"type": name, **{f.name: getattr(event, f.name) for f in fields(event)}}
    if isinstance(event, model.StepCompleted):
        text = _done(event)
    elif isinstance(event, model.RunForked):
        text = _FORKED
    else:
        text = sentence(plain, step="").removeprefix(":").strip()
        task = str(plain.get("task", ""))
        text = text.removeprefix(f"task {task}: ").removesuffix(f" (task {task})")
        text = _WHO.sub(lambda found: _who(found[0]), text)
    text = text[:1].upper() + text[1:]
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _who(who: str) -> str:
    return "the person here" if who == _UNNAMED else person(who)


def _done(event: model.StepCompleted) -> str:
    because = event.because
    if isinstance(because, dict) and "dry run" in because:
        return f"not done, this is a dry run: {would(event.step, str(because['dry run']))}"
    if isinstance(because, dict) and because.get("test data") is not None:
        return f"not done: its test data “{because['test data']}” stood in"
    return "done" if event.port == "out" else f"done, goes on by “{event.port}”"


def would(step: str, text: str) -> str:
    """Return what a dry run did not do, in a few words."""
    told, _, more = text.partition(";")
    told = told.replace(f" at step {step}", "").strip()
    return f"{told} (an example stood in)" if "an example stood in" in more else told


def tone(recorded: Recorded) -> str:
    """Return the state whose colour an event has, "" for plain news."""
    return _TONES.get(type(recorded.event), "")
