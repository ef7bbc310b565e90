"""Knows what the events of a run tell of each item of each list. A pure fold; must not know Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from designer.panels.event_words import skipped_by
from designer.panels.items.loops import Cell, Loop, Row
from runtime.events import model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.panels.items.loops import State
    from runtime.events.model import Recorded

_A_FEW = 64
"""Events between two looks at the clock."""


@dataclass(slots=True)
class _Place:
    """Where paths are: in the run, an item or a called workflow; and the path that opened it."""

    prefix: str = ""
    owner: int = 0
    loop: Loop | None = None
    row: Row | None = None


_WORST_FIRST: tuple[State, ...] = ("failed", "waiting")


def _none() -> dict[State, int]:
    return {"failed": 0, "waiting": 0}


@dataclass(slots=True)
class _Inside:
    """What needs somebody inside the list or the called workflow that a path is at."""

    states: dict[int, State] = field(default_factory=dict[int, "State"])
    counts: dict[State, int] = field(default_factory=_none)
    messages: dict[State, str] = field(default_factory=dict["State", str])

    def note(self, path: int, state: State, message: str) -> tuple[State, str]:
        """Take how it stands at a path; return how it stands with all of them."""
        before = self.states.pop(path, None)
        if before is not None:
            self.counts[before] -= 1
        if state in self.counts:
            self.states[path] = state
            self.counts[state] += 1
            self.messages[state] = message
        worst: State | None = next((each for each in _WORST_FIRST if self.counts[each]), None)
        return (worst, self.messages[worst]) if worst else ("running", "")


class ItemFold:
    """The items of a run so far; takes events as they come.

    Attributes:
        loops: by the name of their step, callers first, in the order in which they began.
        taken: how many events were taken.
        skippers: by path, who lets the case go on without the step that it is at.
    """

    def __init__(self) -> None:
        self.loops: dict[str, Loop] = {}
        self.taken = 0
        self.places: dict[int, _Place] = {0: _Place()}
        self.cells: dict[int, Cell] = {}
        self.begins: dict[int, tuple[Loop, int]] = {}
        self._scope_of: dict[int, int] = {}
        self._visits: dict[str, int] = {}
        self._inside: dict[int, _Inside] = {}
        self.skippers: dict[int, str] = {}

    def take(self, events: Sequence[Recorded]) -> bool:
        """Take a few of those that came since; return whether all of them are taken."""
        for recorded in events[self.taken : self.taken + _A_FEW]:
            self.taken += 1
            self._see(recorded.event)
        return self.taken >= len(events)

    def _see(self, event: model.RunEvent) -> None:
        handler = _SEE.get(type(event))
        if handler is not None:
            handler(self, event)
        moves: model.Moves = getattr(event, "moves", ())
        if moves:
            if isinstance(event, _OPENS):
                scope = event.scope
            else:
                scope = self._scope_of.get(getattr(event, "token", 0), 0)
            for path, step, _ in moves:
                self._arrive(path, step, scope)
        elif isinstance(event, model.RunStarted):
            self._arrive(1, event.step, 0)

    def _arrive(self, path: int, step: str, scope: int) -> None:
        self._scope_of[path] = scope
        self.cells.pop(path, None)
        place = self.places.get(scope) or self.places[0]
        name = place.prefix + step
        visit = self._visits.get(name, 0)
        self._visits[name] = visit + 1
        if place.row is None or place.loop is None:
            return
        place.loop.steps.setdefault(name)
        self.cells[path] = place.row.cells[name] = Cell(name, visit, self.taken)

    # --- for what each event does -----------------------------------------------------------------

    def place_of(self, path: int) -> _Place:
        """Return where a path is."""
        return self.places.get(self._scope_of.get(path, 0)) or self.places[0]

    def mark(self, path: int, state: State, message: str = "") -> None:
        """Note how it stands at a path, and for the steps that it is inside of."""
        cell = self.cells.get(path)
        if cell is not None:
            cell.state, cell.message, cell.moment = state, message, self.taken
        owner = self.place_of(path).owner
        if owner and (owner in self.cells or self.place_of(owner).owner):
            inside = self._inside.setdefault(owner, _Inside())
            self.mark(owner, *inside.note(path, state, message))

    def end(self, path: int, state: State) -> Cell | None:
        """A path is over with its step; what is around that goes on."""
        cell = self.cells.pop(path, None)
        self._inside.pop(path, None)
        self.mark(path, "running")
        if cell is not None:
            cell.state, cell.message, cell.moment = state, "", self.taken
        return cell

    def done(self, path: int) -> Cell | None:
        """A path has done its step, or somebody skipped it."""
        by = self.skippers.pop(path, None)
        cell = self.end(path, "ok" if by is None else "skipped")
        if cell is not None and by is not None:
            cell.message = skipped_by(by)
        return cell


def _each(fold: ItemFold, event: model.EachStarted) -> None:
    name = fold.place_of(event.token).prefix + event.step
    loop = fold.loops.setdefault(name, Loop(name))
    fold.begins[event.token] = loop, len(loop.rows)
    loop.begins.append(len(loop.rows))
    loop.items += event.items
    loop.rows += [None] * len(event.items)


def _item(fold: ItemFold, event: model.ItemStarted) -> None:
    loop, first = fold.begins[event.token]
    row = loop.rows[first + event.index] = Row()
    loop.begun += 1
    prefix = fold.place_of(event.token).prefix
    fold.places[event.scope] = _Place(prefix, event.token, loop, row)


def _item_ended(fold: ItemFold, event: model.ItemEnded) -> None:
    place = fold.places.get(event.scope)
    if place is not None and place.row is not None and place.loop is not None:
        place.row.state = "ok"
        place.loop.ended += 1


def _closed(fold: ItemFold, event: model.ScopesClosed) -> None:
    for scope in event.scopes:
        place = fold.places.get(scope)
        if place is None or place.row is None:
            continue
        for cell in place.row.cells.values():
            if cell.state in {"running", "waiting"}:
                cell.state, cell.message = "skipped", "stopped"
        place.row.state = "failed" if place.row.has_failed else "skipped"


def _group(fold: ItemFold, event: model.GroupStarted | model.UndoStarted) -> None:
    """What runs inside a part of an item belongs to the item."""
    outer = fold.place_of(event.token)
    fold.places[event.scope] = _Place(outer.prefix, event.token, outer.loop, outer.row)


def _added(fold: ItemFold, event: model.ItemsAdded) -> None:
    loop, _ = fold.begins[event.token]
    loop.items += event.items
    loop.rows += [None] * len(event.items)


def _call(fold: ItemFold, event: model.CallStarted) -> None:
    prefix = f"{fold.place_of(event.token).prefix}{event.step}/"
    fold.places[event.scope] = _Place(prefix, event.token)


def _done(fold: ItemFold, event: model.StepCompleted) -> None:
    for path in event.consumed:
        fold.end(path, "ok")
    cell = fold.done(event.token)
    if cell is not None:
        cell.port, cell.output, cell.because = event.port, event.output, event.because


def _path_ended(fold: ItemFold, event: model.PathEnded) -> None:
    cell = fold.done(event.token)
    if cell is not None:
        cell.output = event.output


def _failed(fold: ItemFold, event: model.StepFailed) -> None:
    cell = fold.end(event.token, "failed")
    if cell is not None:
        cell.message = str(event.error.get("message", ""))


def _trouble(fold: ItemFold, event: model.IncidentOpened) -> None:
    fold.mark(event.token, "failed", str(event.error.get("message", "")))


def _retry(fold: ItemFold, event: model.RetryScheduled) -> None:
    fold.mark(event.token, "running", "tries again")


def _asked(fold: ItemFold, event: model.TaskOpened) -> None:
    fold.mark(event.token, "waiting", ",".join(event.assignees))


def _timer(fold: ItemFold, event: model.TimerSet) -> None:
    fold.mark(event.token, "waiting")


def _waits(fold: ItemFold, event: model.MessageAwaited | model.StepHeld) -> None:
    fold.mark(event.token, "waiting")


def _parted(fold: ItemFold, event: model.RaceStarted | model.EachOver) -> None:
    fold.done(event.token)


def _goes_on(fold: ItemFold, event: model.StepScheduled | model.StepAdmitted) -> None:
    fold.mark(event.token, "running")


def _resolved(fold: ItemFold, event: model.IncidentResolved) -> None:
    fold.mark(event.token, "running")
    if event.action == "skip":
        fold.skippers[event.token] = event.by


def _joined(fold: ItemFold, event: model.JoinArrived) -> None:
    if event.swallowed:
        fold.end(event.token, "skipped")
    else:
        fold.mark(event.token, "waiting")


def _stopped(fold: ItemFold, event: model.TokensCancelled) -> None:
    for path in event.tokens:
        cell = fold.end(path, "skipped")
        if cell is not None:
            cell.message = "stopped"


_OPENS = (model.ItemStarted, model.CallStarted, model.GroupStarted, model.UndoStarted)
"""The events whose paths begin in a scope of their own."""
_SEE: dict[type[Any], Any] = {
    model.GroupStarted: _group,
    model.UndoStarted: _group,
    model.ItemsAdded: _added,
    model.MessageAwaited: _waits,
    model.StepHeld: _waits,
    model.StepAdmitted: _goes_on,
    model.RaceStarted: _parted,
    model.EachOver: _parted,
    model.EachStarted: _each,
    model.ItemStarted: _item,
    model.ItemEnded: _item_ended,
    model.ScopesClosed: _closed,
    model.CallStarted: _call,
    model.StepCompleted: _done,
    model.PathEnded: _path_ended,
    model.StepFailed: _failed,
    model.IncidentOpened: _trouble,
    model.IncidentResolved: _resolved,
    model.RetryScheduled: _retry,
    model.TaskOpened: _asked,
    model.TimerSet: _timer,
    model.StepScheduled: _goes_on,
    model.JoinArrived: _joined,
    model.TokensCancelled: _stopped,
}
