"""Knows the events of paths that part, meet, wait for each other and lie inside of each other.

Must not know who makes, stores or reads them. `runtime.events.model` has them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from runtime.definition.record import written_record

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonValue

Move: TypeAlias = tuple[int, str, str]
Moves: TypeAlias = tuple[Move, ...]


@written_record
class JoinArrived:
    """A branch reached a join and waits there, or ends because the join had gone on without it.

    `watches` says that what happens elsewhere in the case can let the join go on.
    """

    token: int
    step: str
    edge: str
    swallowed: bool = False
    watches: bool = False


@written_record
class StepHeld:
    """A path waits for another one of the same case. `why`: "milestone", "lock" or "turn".

    `what` is the step that is to be reached, or the name of the lock.
    """

    token: int
    step: str
    why: str
    what: str = ""


@written_record
class StepAdmitted:
    """What a path waited for is so; its step begins."""

    token: int
    step: str


@written_record
class RaceStarted:
    """Several waits begin at once; the first that is over wins."""

    token: int
    step: str
    moves: Moves


@written_record
class MessageAwaited:
    """A path waits for a message. With `kept`, one that came before counts too."""

    token: int
    step: str
    name: str
    key: str
    kept: bool = True


@written_record
class MessageTaken:
    """A message has come; `message` is its id, taken by one case only.

    `port` is the boundary of a group that it belongs to, "" where a step waited for it. `by` is who
    sent it.
    """

    token: int
    step: str
    message: str
    content: JsonValue
    port: str = ""
    by: str = ""


@written_record
class MessageSent:
    """A message is sent with this event's commit. `message` is unique."""

    token: int
    step: str
    message: str
    name: str
    key: str
    content: JsonValue


@written_record
class GroupStarted:
    """The steps of a group begin.

    `timers` are (port, due) and `awaits` (port, name, key, kept) of what may happen to it; `lock`
    is what it holds until it is over.
    """

    token: int
    step: str
    scope: int
    moves: Moves
    timers: tuple[tuple[str, str], ...] = ()
    awaits: tuple[tuple[str, str, str, bool], ...] = ()
    lock: str = ""


@written_record
class GroupEnded:
    """The steps of a group are done; what they gave can be read outside from now on."""

    token: int
    step: str
    scope: int


@written_record
class BoundaryPassed:
    """Something happened to a group that goes on all the same; new paths begin by `port`."""

    token: int
    step: str
    port: str
    moves: Moves


@written_record
class ItemsAdded:
    """A for-each that is under way has more items. `by` is a person, or `by_path` a step's path."""

    token: int
    step: str
    items: list[JsonValue]
    by: str = ""
    by_path: int = 0


@written_record
class EachPassed:
    """A for-each goes on, while items under way are finished beside it.

    With `stops`, it has enough results, and no further item begins.
    """

    token: int
    step: str
    output: JsonValue
    moves: Moves
    stops: bool = True


@written_record
class EachOver:
    """The last item of a for-each that has gone on before is done."""

    token: int
    step: str


@written_record
class UndoStarted:
    """What was done with event `of` of this case is undone now, in a scope of its own."""

    token: int
    step: str
    scope: int
    of: int
    moves: Moves


@written_record
class UndoEnded:
    """One undo is done."""

    token: int
    step: str
    scope: int


@written_record
class EachStarted:
    """A for-each knows its items."""

    token: int
    step: str
    items: list[JsonValue]


@written_record
class ItemStarted:
    """One item of a for-each begins in a scope of its own."""

    token: int
    step: str
    scope: int
    index: int
    moves: Moves


@written_record
class ItemEnded:
    """One item of a for-each is done."""

    token: int
    step: str
    scope: int
    index: int
    result: JsonValue


@written_record
class ScopesClosed:
    """What runs inside of a step is over without results; `by_path` is the path that ended it."""

    token: int
    step: str
    scopes: tuple[int, ...]
    by_path: int = 0


@written_record
class EachStopped:
    """The stop condition of a for-each held: no further item begins. `when` is the condition."""

    token: int
    step: str
    when: str = ""


@written_record
class CallStarted:
    """A sub-workflow begins in a scope of its own."""

    token: int
    step: str
    scope: int
    body: str
    input: JsonValue
    moves: Moves


@written_record
class CallEnded:
    """A sub-workflow's scope is over; its step completes next."""

    token: int
    step: str
    scope: int
    output: JsonValue
