"""Knows what went into a step and came out of it, from a run's events alone. Must not know Qt.

A pure fold. What an event does not record is not guessed: a step that only computes has no request,
so what went in are the case data it could read.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from runtime.events import model
from runtime.events.saves import saved, without

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.events.model import Recorded


@dataclass(slots=True)
class Visit:
    """One time that the case came to a step.

    Attributes:
        path: number of the path that came.
        item, index: of the innermost for-each around it; index -1 outside of any.
        given: what was sent, asked or handed in, as recorded; None where nothing is.
        before, after: the case data when it came and when it left.
        facts: what a decision looked at.
        results: by step, what earlier steps had given that its formulas can read.
    """

    path: int
    started: str
    before: JsonValue
    index: int = -1
    item: JsonValue = None
    ended: str = ""
    attempts: int = 0
    given: JsonValue = None
    facts: JsonValue = None
    output: JsonValue = None
    port: str = ""
    because: JsonValue = None
    error: JsonValue = None
    after: JsonValue = None
    results: JsonObject = field(default_factory=dict[str, "JsonValue"])


_NAMES = tuple(each.name for each in fields(Visit))


@dataclass(slots=True)
class _Scope:
    """What a path belongs to: the run, an item, a called workflow; with whose data count there."""

    prefix: str
    frame: int
    index: int = -1
    item: JsonValue = None
    around: dict[str, JsonValue] = field(default_factory=dict[str, "JsonValue"])
    results: dict[str, JsonValue] = field(default_factory=dict[str, "JsonValue"])


@dataclass(slots=True)
class _Fold:
    """The run so far, as far as one step is concerned."""

    wanted: str
    scopes: dict[int, _Scope] = field(default_factory=dict[int, _Scope])
    scope_of: dict[int, int] = field(default_factory=dict[int, int])
    data: dict[int, JsonValue] = field(default_factory=dict[int, "JsonValue"])
    items: dict[int, list[JsonValue]] = field(default_factory=dict[int, "list[JsonValue]"])
    open: dict[int, Visit] = field(default_factory=dict[int, Visit])
    visits: list[Visit] = field(default_factory=list[Visit])

    def arrive(self, path: int, step: str, scope: int, at: str) -> None:
        """A path comes to a step."""
        self.scope_of[path] = scope
        place = self.scopes[scope]
        if place.prefix + step != self.wanted:
            return
        visit = Visit(path, at, self.data.get(place.frame), place.index, place.item)
        visit.results = place.around | place.results
        self.visits.append(visit)
        self.open[path] = visit

    def leave(self, path: int, at: str) -> Visit | None:
        """A path leaves its step; returns the visit, if it is one of the step asked for."""
        visit = self.open.pop(path, None)
        if visit is not None:
            visit.ended, visit.after = at, self._data_of(path)
        return visit

    def _data_of(self, path: int) -> JsonValue:
        scope = self.scopes.get(self.scope_of.get(path, 0))
        return self.data.get(scope.frame) if scope else None

    def give(self, path: int, step: str, output: JsonValue) -> None:
        """A step has its output; steps of the same scope see it, and those inside."""
        if output is not None:
            self.scopes[self.scope_of.get(path, 0)].results[step] = output

    def save(self, path: int, saves: JsonObject) -> None:
        """Fields of the case data are written."""
        frame = self.scopes[self.scope_of.get(path, 0)].frame
        self.data[frame] = saved(self.data.get(frame), saves)


def data_at(events: Iterable[Recorded], step: str) -> dict[str, Any]:
    """Return what went through a step: its last visit, and all of them.

    Args:
        events: of the run, from its beginning.
        step: as people see it, callers first ("credit_check/approve").

    Returns:
        `in`, `out`, `data` (case data after it), `before` (and before it), `because`, `error`,
        `port` of the last visit, and `visits`: each with these and started, ended, attempts, index,
        item and results. Without a visit, `in`, `out` and `data` are None and `visits` is empty.
    """
    recall = Recall(step)
    for recorded in events:
        recall.take(recorded)
    visits = [shown(visit) for visit in recall.visits]
    last = visits[-1] if visits else shown(Visit(0, "", None))
    return {**last, "visits": visits}


class Recall:
    """The same, event by event: a long run is gone through a little at a time.

    Args:
        step: as people see it, callers first.
    """

    def __init__(self, step: str) -> None:
        self._fold = _Fold(step)

    def take(self, recorded: Recorded) -> None:
        """Take in the next event."""
        _see(self._fold, recorded)

    @property
    def visits(self) -> list[Visit]:
        """Each time that the case came; those that are not over still change."""
        return self._fold.visits


def shown(visit: Visit) -> dict[str, Any]:
    """Return a visit as `data_at` tells it."""
    plain: dict[str, Any] = {name: getattr(visit, name) for name in _NAMES}
    given, facts = plain.pop("given"), plain.pop("facts")
    known = given if given is not None else facts
    plain["in"] = known if known is not None else visit.before
    plain["out"] = plain.pop("output")
    plain["data"] = plain.pop("after") if visit.ended else visit.before
    plain.pop("after", None)
    return plain


def _see(fold: _Fold, recorded: Recorded) -> None:
    event, at = recorded.event, recorded.at
    handler = _SEE.get(type(event))
    if handler is not None:
        handler(fold, event, at)
    moves: model.Moves = getattr(event, "moves", ())
    if moves and not isinstance(event, _OPENS):
        scope = fold.scope_of.get(getattr(event, "token", 0), 0)
        for path, step, _ in moves:
            fold.arrive(path, step, scope, at)


def _started(fold: _Fold, event: model.RunStarted, at: str) -> None:
    fold.scopes[0] = _Scope("", 0)
    fold.data[0] = {}
    fold.arrive(1, event.step, 0, at)
    if 1 in fold.open:
        fold.open[1].given = event.input


def _scheduled(fold: _Fold, event: model.StepScheduled, at: str) -> None:
    del at
    visit = fold.open.get(event.token)
    if visit is not None:
        visit.given, visit.attempts = event.request, event.attempt


def _returned(fold: _Fold, event: model.StepReturned, at: str) -> None:
    visit = fold.open.get(event.token)
    fold.give(event.token, event.step, event.output)
    if visit is not None:
        visit.output, visit.port, visit.because = event.output, event.port, event.because
    for path in event.consumed:
        fold.leave(path, at)


def _completed(fold: _Fold, event: model.StepCompleted, at: str) -> None:
    for path in event.consumed:
        fold.leave(path, at)
    fold.save(event.token, event.saves)
    fold.give(event.token, event.step, event.output)
    visit = fold.leave(event.token, at)
    if visit is not None:
        visit.output, visit.port, visit.because = event.output, event.port, event.because
        visit.error = None
        if isinstance(event.because, dict):
            visit.facts = event.because.get("facts")


def _path_ended(fold: _Fold, event: model.PathEnded, at: str) -> None:
    fold.save(event.token, event.saves)
    visit = fold.leave(event.token, at)
    if visit is not None:
        visit.output = event.output


def _failed(fold: _Fold, event: model.StepFailed, at: str) -> None:
    visit = fold.leave(event.token, at)
    if visit is not None:
        visit.error, visit.port = event.error, "error"


def _trouble(fold: _Fold, event: Any, at: str) -> None:
    del at
    visit = fold.open.get(event.token)
    if visit is not None:
        visit.error = event.error


def _asked(fold: _Fold, event: model.TaskOpened, at: str) -> None:
    del at
    visit = fold.open.get(event.token)
    if visit is not None:
        visit.given = event.facts or {"title": event.title}


def _joined(fold: _Fold, event: model.JoinArrived, at: str) -> None:
    if event.swallowed:
        fold.leave(event.token, at)


def _each(fold: _Fold, event: model.EachStarted, at: str) -> None:
    del at
    fold.items[event.token] = event.items
    visit = fold.open.get(event.token)
    if visit is not None:
        visit.given = event.items


def _item(fold: _Fold, event: model.ItemStarted, at: str) -> None:
    outer = fold.scopes[fold.scope_of.get(event.token, 0)]
    items = fold.items.get(event.token, [])
    item = items[event.index] if event.index < len(items) else None
    around = outer.around | outer.results
    fold.scopes[event.scope] = _Scope(outer.prefix, outer.frame, event.index, item, around)
    for path, step, _ in event.moves:
        fold.arrive(path, step, event.scope, at)


def _group(fold: _Fold, event: model.GroupStarted | model.UndoStarted, at: str) -> None:
    outer = fold.scopes[fold.scope_of.get(event.token, 0)]
    around = outer.around | outer.results
    fold.scopes[event.scope] = _Scope(outer.prefix, outer.frame, outer.index, outer.item, around)
    for path, step, _ in event.moves:
        fold.arrive(path, step, event.scope, at)


def _group_ended(fold: _Fold, event: model.GroupEnded, at: str) -> None:
    """What the steps inside gave can be read outside from now on."""
    del at
    outer = fold.scopes[fold.scope_of.get(event.token, 0)]
    outer.results |= fold.scopes[event.scope].results


def _added(fold: _Fold, event: model.ItemsAdded, at: str) -> None:
    del at
    fold.items[event.token] = [*fold.items.get(event.token, []), *event.items]


def _passed(fold: _Fold, event: model.EachPassed, at: str) -> None:
    del at
    fold.give(event.token, event.step, event.output)
    visit = fold.open.get(event.token)
    if visit is not None:
        visit.output, visit.port = event.output, "done"


def _parted(
    fold: _Fold, event: model.RaceStarted | model.EachOver | model.PathMoved, at: str
) -> None:
    fold.leave(event.token, at)


def _message(fold: _Fold, event: model.MessageTaken, at: str) -> None:
    del at
    visit = fold.open.get(event.token)
    if visit is not None:
        visit.given = event.content


def _called(fold: _Fold, event: model.CallStarted, at: str) -> None:
    outer = fold.scopes[fold.scope_of.get(event.token, 0)]
    inner = _Scope(f"{outer.prefix}{event.step}/", event.scope, outer.index, outer.item)
    fold.scopes[event.scope] = inner
    fold.data[event.scope] = {}
    visit = fold.open.get(event.token)
    if visit is not None:
        visit.given = event.input
    for path, step, _ in event.moves:
        fold.arrive(path, step, event.scope, at)


def _edited(fold: _Fold, event: model.DataEdited, at: str) -> None:
    del at
    frame = fold.scopes[fold.scope_of.get(event.token, 0)].frame
    fold.data[frame] = event.data
    for path, visit in fold.open.items():
        if fold.scopes[fold.scope_of.get(path, 0)].frame == frame:
            visit.before = event.data


def _corrected(fold: _Fold, event: model.DataCorrected, at: str) -> None:
    del at
    fold.data[event.scope] = without(saved(fold.data.get(event.scope), event.saves), event.removed)


def _stopped(fold: _Fold, event: model.TokensCancelled, at: str) -> None:
    for path in event.tokens:
        fold.leave(path, at)


_OPENS = (model.ItemStarted, model.CallStarted, model.GroupStarted, model.UndoStarted)
"""The events whose paths begin in a scope of their own."""
_SEE: dict[type[Any], Any] = {
    model.RunStarted: _started,
    model.GroupStarted: _group,
    model.UndoStarted: _group,
    model.GroupEnded: _group_ended,
    model.ItemsAdded: _added,
    model.EachPassed: _passed,
    model.EachOver: _parted,
    model.RaceStarted: _parted,
    model.MessageTaken: _message,
    model.StepScheduled: _scheduled,
    model.StepReturned: _returned,
    model.StepCompleted: _completed,
    model.PathEnded: _path_ended,
    model.StepFailed: _failed,
    model.RetryScheduled: _trouble,
    model.IncidentOpened: _trouble,
    model.TaskOpened: _asked,
    model.JoinArrived: _joined,
    model.EachStarted: _each,
    model.ItemStarted: _item,
    model.CallStarted: _called,
    model.DataEdited: _edited,
    model.DataCorrected: _corrected,
    model.PathMoved: _parted,
    model.TokensCancelled: _stopped,
}
