"""Knows what came of a run, from its events alone: where it ended, by which steps, its data.

A pure fold; must not know Qt or what was expected.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from runtime.events import model
from runtime.events.saves import saved
from runtime.events.view import RunView, see

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from designer.panels.cases.case import Place, Ports
    from runtime.definition.json_value import JsonValue
    from runtime.events.model import Recorded

ENDS, FAILS = "end", "error"
"""The ways that a step is left by at which a path ends, and that failed."""
GONE = object()
"""Stands where there is no value."""


@dataclass(slots=True)
class Reached:
    """What came of a run.

    Attributes:
        status: "completed", "failed", "cancelled", or anything else where it stands.
        stands: why it went on no longer, a sentence; "" where it ended.
        error, message: code and words of the error it failed with.
        ends: steps at which it ended, sorted.
        steps: the steps that were left, callers first, with how often by which way.
        data: the case data in the end.
        result: what the workflow gave.
    """

    status: str = "completed"
    stands: str = ""
    error: str = ""
    message: str = ""
    ends: tuple[str, ...] = ()
    steps: dict[str, Ports] = field(default_factory=dict[str, "Ports"])
    data: JsonValue = None
    result: JsonValue = None

    @property
    def own_result(self) -> JsonValue:
        """What the workflow gave where that is not just the data of the case; None otherwise."""
        return None if self.result == self.data else self.result

    def at(self, place: Place) -> object:
        """Return the value at a place, `GONE` where there is none."""
        value: object = {"data": self.data, "result": self.result}
        for key in place:
            value = _inside(value, key)
        return value


def _inside(value: object, key: str | int) -> object:
    if isinstance(value, dict) and isinstance(key, str):
        held = cast("dict[str, object]", value)
        return held.get(key, GONE)
    if isinstance(value, list) and isinstance(key, int):
        items = cast("list[object]", value)
        return items[key] if 0 <= key < len(items) else GONE
    return GONE


def reached(events: Sequence[Recorded], stands: str = "") -> Reached:
    """Return what came of a run.

    Args:
        events: of the run, from its beginning.
        stands: why nobody waits any longer, where it has not ended.
    """
    view = RunView("")
    for recorded in events:
        see(view, recorded)
    error = view.error or {}
    found = Reached(view.status if not stands else "stands", stands)
    found.error, found.message = str(error.get("code", "")), str(error.get("message", ""))
    found.result = view.output
    found.data = _data(events, view)
    ends: set[str] = set()
    for step, way in _left(events, view):
        ways = found.steps.setdefault(step, {})
        ways[way] = ways.get(way, 0) + 1
        if way == ENDS and "/" not in step:
            ends.add(step)
    found.ends = tuple(sorted(ends))
    return found


def _left(events: Iterable[Recorded], view: RunView) -> Iterable[tuple[str, str]]:
    """Yield each step that a path left, with the way."""
    for recorded in events:
        match recorded.event:
            case model.StepCompleted() as event:
                yield view.within.get(event.token, "") + event.step, event.port
            case model.StepFailed() as event:
                yield view.within.get(event.token, "") + event.step, FAILS
            case model.PathEnded() as event:
                yield view.within.get(event.token, "") + event.step, ENDS
            case _:
                pass


def _data(events: Iterable[Recorded], view: RunView) -> JsonValue:
    """Return the data of the case itself: those of called workflows are theirs alone."""
    data: JsonValue = {}
    for recorded in events:
        event = recorded.event
        if view.within.get(getattr(event, "token", 0)):
            continue
        match event:
            case model.DataEdited():
                data = event.data
            case model.StepCompleted() | model.PathEnded():
                data = saved(data, event.saves)
            case _:
                pass
    return data
