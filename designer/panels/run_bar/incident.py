"""Knows what can be said and done about a step that stands because it failed. Must not know Qt."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from designer.panels import wording
from runtime.events import model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from designer.document.model import Model
    from designer.library.cards import Card
    from runtime.definition.json_value import JsonValue
    from runtime.events.model import Recorded
    from runtime.events.view import RunView, WaitingFor

_WHAT: Mapping[str, str] = {
    "failed": "“{}” could not be done.",
    "expression": "“{}” could not be worked out.",
    "in_doubt": "Nobody knows whether “{}” was done.",
}
_NEXT: Mapping[str, str] = {
    "failed": "Retry when the cause is gone, or say how the case goes on without it.",
    "expression": (
        "This run keeps its formulas: skip the step with a result, "
        "or correct the formula and run again."
    ),
    "in_doubt": "Look into the system: if it is done there, skip the step; if not, retry.",
}
_OTHERS = "Retry, or say how the case goes on without it."


@dataclass(frozen=True, slots=True)
class Sent:
    """What a step sent when it failed."""

    request: JsonValue


@dataclass(frozen=True, slots=True)
class Incident:
    """A step that waits for a decision.

    Attributes:
        step: its id, callers first.
        name: what people call it.
        kind: "failed", "expression" or "in_doubt".
        what, why, then: what happened, why, what can be done.
        again: when it was tried again by hand, and how that went; "" where it was not.
        detail: technical text.
        sent: what it sent; None where it sent nothing.
        ways: port and title of each way that the case can take from here, but for its failure.
        leads_on: whether a path is drawn for its failure.
        more: how many other steps wait for a decision.
    """

    step: str
    name: str
    kind: str
    what: str
    why: str
    then: str
    detail: str
    sent: Sent | None
    ways: tuple[tuple[str, str], ...]
    leads_on: bool
    more: int
    again: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The drawing that a run is looked at on.

    Attributes:
        card_of: how a step looks; its ways out are read from it.
        title_of: what people call a step.
    """

    model: Model
    card_of: Callable[[str], Card]
    title_of: Callable[[str], str]


def incident(view: RunView, events: Sequence[Recorded], drawn: Drawn) -> Incident | None:
    """Return the decision that has waited longest; None where none is needed.

    Args:
        view: the run.
        events: all that happened in it.
        drawn: the drawing that it is looked at on.
    """
    waiting = [waits for waits in view.waiting_for if waits.kind == "incident"]
    if not waiting:
        return None
    waits = waiting[0]
    kind, error, when = _opened(events, waits)
    seen = view.steps.get(waits.step)
    step, name = waits.step, wording.step_name(waits.step, drawn.title_of)
    return Incident(
        step,
        name,
        kind,
        _WHAT.get(kind, _WHAT["failed"]).format(name),
        str(error.get("message") or waits.message),
        _NEXT.get(kind, _OTHERS),
        _detail(error),
        _sent(events, waits),
        _ways(step, drawn),
        bool(step in drawn.model.nodes and drawn.model.out_edges(step, "error")),
        len(waiting) - 1,
        _again(kind, when, seen.retried if seen is not None else 0),
    )


def _again(kind: str, when: str, retried: int) -> str:
    if not retried:
        return ""
    how = "nobody knows about this try either" if kind == "in_doubt" else "it failed again"
    count = f" (try {retried + 1})" if retried > 1 else ""
    return f"Tried again at {wording.clock(when)}{count}: {how}."


def _opened(events: Sequence[Recorded], waits: WaitingFor) -> tuple[str, dict[str, Any], str]:
    """Return why it stands: the sort, the error and the moment."""
    for recorded in reversed(events):
        event = recorded.event
        if isinstance(event, model.IncidentOpened) and event.token == waits.token:
            return event.kind, dict(event.error), recorded.at
    return "failed", {}, ""


def _detail(error: Mapping[str, Any]) -> str:
    """Return all that is recorded of an error but its sentence, a line for each."""
    rest = {name: value for name, value in error.items() if name != "message" and value != ""}
    return "\n".join(f"{name}: {_plain(value)}" for name, value in rest.items())


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _sent(events: Sequence[Recorded], waits: WaitingFor) -> Sent | None:
    """Return what was sent last on this path at this step."""
    here = waits.step.rpartition("/")[2]
    for recorded in reversed(events):
        event = recorded.event
        if isinstance(event, model.StepScheduled) and event.token == waits.token:
            return Sent(event.request) if event.step == here else None
    return None


def _ways(step: str, drawn: Drawn) -> tuple[tuple[str, str], ...]:
    """Return the ways out; none for a step of a called workflow, whose drawing is not here."""
    if step not in drawn.model.nodes:
        return ()
    ports = drawn.card_of(step).ports
    return tuple((port.name, port.title) for port in ports if not (port.aside or port.inside))
