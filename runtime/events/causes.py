"""Knows what led to each event: earlier events of its case, and who or what moved it.

Must not know a drawing or an engine. Every type of event has a rule here; one without cannot be
explained to anybody, so a test refuses it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from runtime.definition.record import record
from runtime.events import model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Mover: TypeAlias = Literal["person", "time", "message", "process"]
"""A person did it, its moment came, a message came, or it follows from what was so before."""


@record
class Cause:
    """What led to an event.

    Attributes:
        of: places of earlier events that it follows from, the oldest first; () at a beginning.
        by: who or what moved it.
    """

    of: tuple[int, ...]
    by: Mover = "process"


@dataclass(slots=True)
class Causes:
    """Reads the events of a case in their order and says of each what led to it.

    Attributes:
        last: path -> the newest event about it.
        inside: part of the case -> the newest event of a path in it.
        part: path -> the part of the case it is in.
        at: step -> the newest event that brought a path there and let its work begin.
        locks: path -> the lock it holds; `freed`: lock -> the event that gave it back.
        held: path -> why and for what it waits.
        stopper: the newest event by which a step stopped others.
        newest: the newest event of all.
    """

    last: dict[int, int] = field(default_factory=dict[int, int])
    inside: dict[int, int] = field(default_factory=dict[int, int])
    part: dict[int, int] = field(default_factory=dict[int, int])
    at: dict[str, int] = field(default_factory=dict[str, int])
    locks: dict[int, str] = field(default_factory=dict[int, str])
    freed: dict[str, int] = field(default_factory=dict[str, int])
    held: dict[int, tuple[str, str]] = field(default_factory=dict[int, tuple[str, str]])
    stopper: int = -1
    newest: int = -1

    def of(self, recorded: model.Recorded) -> Cause:
        """Returns what led to the next event."""
        event: Any = recorded.event
        found = _RULES[type(event)](self, event)
        self._note(recorded.seq, event)
        return Cause(tuple(sorted({each for each in found.of if each >= 0})), found.by)

    # --- keeping in mind --------------------------------------------------------------------------

    def _note(self, seq: int, event: Any) -> None:
        self.newest = seq
        for token in _ended(event):
            lock = self.locks.pop(token, "")
            if lock:
                self.freed[lock] = seq
        token = getattr(event, "token", 1 if isinstance(event, model.RunStarted) else 0)
        if token:
            self.last[token] = seq
            self.inside[self.part.setdefault(token, 0)] = seq
        for gone in (*getattr(event, "tokens", ()), *getattr(event, "consumed", ())):
            self.inside[self.part.get(gone, 0)] = seq
        self._note_moves(seq, event, token)
        self._note_waits(seq, event)

    def _note_moves(self, seq: int, event: Any, token: int) -> None:
        opened = isinstance(event, _OPENS)
        part = event.scope if opened else self.part.get(token, 0)
        for number, _, _ in getattr(event, "moves", ()):
            self.last[number], self.part[number] = seq, part
        for number, _, _ in getattr(event, "moved", ()):
            self.last[number] = seq

    def _note_waits(self, seq: int, event: Any) -> None:
        if isinstance(event, model.StepHeld):
            self.held[event.token] = event.why, event.what
        elif isinstance(event, model.GroupStarted) and event.lock:
            self.locks[event.token] = event.lock
        if _stops(event):
            self.stopper = seq
        if isinstance(event, _STANDS):
            self.at[event.step] = seq


_OPENS = (model.GroupStarted, model.ItemStarted, model.CallStarted, model.UndoStarted)
_STANDS = (
    model.StepScheduled,
    model.TimerSet,
    model.TaskOpened,
    model.MessageAwaited,
    model.GroupStarted,
    model.EachStarted,
    model.CallStarted,
    model.JoinArrived,
    model.IncidentOpened,
)
"""Events after which the case stands at their step."""


def _ended(event: Any) -> Iterable[int]:
    """Returns the paths that have left what they were at."""
    if isinstance(event, model.StepCompleted | model.StepFailed | model.PathMoved):
        return (event.token,)
    return event.tokens if isinstance(event, model.TokensCancelled) else ()


def _stops(event: Any) -> bool:
    because = getattr(event, "because", None)
    return isinstance(because, dict) and "stopped" in because


# --- rules ----------------------------------------------------------------------------------------


def _first(causes: Causes, event: Any) -> Cause:
    """A person, and nothing before."""
    del causes, event
    return Cause((), "person")


def _person(causes: Causes, event: Any) -> Cause:
    """A person, at what stood there for them."""
    token = getattr(event, "token", 0)
    return Cause((causes.last.get(token, -1),), "person")


def _own(causes: Causes, event: Any) -> Cause:
    """What came before on the same path."""
    return Cause((causes.last.get(event.token, -1),))


def _moment(causes: Causes, event: Any) -> Cause:
    return Cause(_own(causes, event).of, "time")


def _message(causes: Causes, event: Any) -> Cause:
    return Cause(_own(causes, event).of, "message")


def _other(causes: Causes, event: Any) -> Cause:
    """Another path, or a person."""
    if event.by_path:
        return Cause((causes.last.get(event.by_path, -1),))
    return Cause((), "person")


def _closed(causes: Causes, event: model.TaskClosed | model.ScopesClosed) -> Cause:
    """What had begun there, and the path that ended it, if it was another one."""
    other = _other(causes, event).of if event.by_path else ()
    return Cause((*_own(causes, event).of, *other))


def _added(causes: Causes, event: model.ItemsAdded) -> Cause:
    own = _own(causes, event).of
    return Cause(own, "person") if event.by else Cause((*own, *_other(causes, event).of))


def _admitted(causes: Causes, event: model.StepAdmitted) -> Cause:
    """It had waited, and then the lock was given back, or the others beside it had their turn."""
    why, what = causes.held.get(event.token, ("", ""))
    part = causes.part.get(event.token, 0)
    free = causes.freed.get(what, -1) if why == "lock" else causes.inside.get(part, -1)
    return Cause((causes.last.get(event.token, -1), free))


def _completed(causes: Causes, event: model.StepCompleted | model.StepReturned) -> Cause:
    """Its path, those that it met, and where it depends on others, what those did."""
    found = [causes.last.get(event.token, -1)]
    found += [causes.last.get(token, -1) for token in event.consumed]
    because = event.because if isinstance(event.because, dict) else {}
    if "stopped by" in because:
        found.append(causes.stopper)
    if "the case stands at" in because:
        found.append(causes.at.get(str(because["the case stands at"]), -1))
    if str(because.get("when", "")).startswith("no other path") or "test data" in because:
        found.append(causes.newest)
    return Cause(tuple(found))


def _inside(causes: Causes, event: Any) -> Cause:
    """What ended last inside of it."""
    return Cause((causes.inside.get(event.scope, -1), causes.last.get(event.token, -1)))


def _whole(causes: Causes, event: Any) -> Cause:
    """What ended last in the case."""
    del event
    return Cause((causes.inside.get(0, -1),))


def _newest(causes: Causes, event: Any) -> Cause:
    del event
    return Cause((causes.newest,))


def _undone(causes: Causes, event: model.UndoStarted) -> Cause:
    return Cause((causes.last.get(event.token, -1), event.of))


Rule: TypeAlias = "Callable[[Causes, Any], Cause]"
_RULES: dict[type[Any], Rule] = {
    model.RunStarted: _first,
    model.TrialArranged: _first,
    model.RunForked: _first,
    model.RunSuspended: _first,
    model.RunResumed: _first,
    model.RunCancelled: _first,
    model.DataCorrected: _first,
    model.RunMigrated: _first,
    model.StepResumed: _person,
    model.DataEdited: _person,
    model.TaskVoted: _person,
    model.TaskRefused: _person,
    model.TaskDelegated: _person,
    model.IncidentResolved: _person,
    model.PathMoved: _person,
    model.TaskReminded: _moment,
    model.TaskEscalated: _moment,
    model.MessageTaken: _message,
    model.TokensCancelled: _other,
    model.ScopesClosed: _closed,
    model.TaskClosed: _closed,
    model.ItemsAdded: _added,
    model.StepAdmitted: _admitted,
    model.StepCompleted: _completed,
    model.StepReturned: _completed,
    model.ItemEnded: _inside,
    model.CallEnded: _inside,
    model.GroupEnded: _inside,
    model.UndoEnded: _inside,
    model.RunCompleted: _whole,
    model.RunFailed: _newest,
    model.UndoStarted: _undone,
    **dict.fromkeys(
        (
            model.StepPaused,
            model.StepScheduled,
            model.ResultIgnored,
            model.StepFailed,
            model.RetryScheduled,
            model.TimerSet,
            model.TaskOpened,
            model.JoinArrived,
            model.StepHeld,
            model.RaceStarted,
            model.MessageAwaited,
            model.MessageSent,
            model.GroupStarted,
            model.BoundaryPassed,
            model.EachPassed,
            model.EachOver,
            model.EachStarted,
            model.ItemStarted,
            model.EachStopped,
            model.CallStarted,
            model.PathEnded,
            model.IncidentOpened,
        ),
        _own,
    ),
}
RULED = frozenset(_RULES)
"""Types of events whose cause is known."""
