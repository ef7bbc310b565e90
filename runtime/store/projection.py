"""Knows which rows a batch of events means. Must not know the database they go to.

What costs time but needs no transaction (encoding, compressing) happens here, before one begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from runtime.events import codec, model
from runtime.store.moments import to_micros, to_micros_or_none
from runtime.store.payload import unfit

if TYPE_CHECKING:
    from runtime.ports import Batch
    from runtime.store.database import EventRow, StartRow
    from runtime.store.payload import Payloads

TaskEvent: TypeAlias = (
    model.TaskOpened
    | model.TaskDelegated
    | model.TaskEscalated
    | model.TaskClosed
    | model.RunMigrated
)
"""The events after which a task's row says something else."""

MessageEvent: TypeAlias = (
    model.MessageAwaited
    | model.MessageTaken
    | model.MessageSent
    | model.GroupStarted
    | model.GroupEnded
    | model.ScopesClosed
    | model.TokensCancelled
    | model.PathMoved
    | model.RunMigrated
)
"""The events after which messages, or what is waited for, are others."""

_PROJECTED = {
    "RunStarted",
    "MessageAwaited",
    "MessageTaken",
    "MessageSent",
    "GroupStarted",
    "GroupEnded",
    "ScopesClosed",
    "TokensCancelled",
    "PathMoved",
    "RunMigrated",
    "TaskOpened",
    "TaskDelegated",
    "TaskEscalated",
    "TaskClosed",
}


@dataclass(slots=True)
class Prepared:
    """A batch as rows, all but the number of its run.

    Attributes:
        at, wake_at: microseconds.
        events: type name and packed body of each.
        start: the event that begins the run, when it is among them.
        tasks: the events that tasks follow, in order.
        messages: the events that messages follow, in order.
        taken: how many of these another run had first.
        blobs: bodies that were spilled, by digest.
    """

    batch: Batch
    at: int
    wake_at: int | None
    events: list[tuple[str, bytes]]
    start: model.RunStarted | None
    tasks: list[TaskEvent]
    messages: list[MessageEvent]
    blobs: dict[bytes, bytes]
    taken: int = 0

    @property
    def rare(self) -> bool:
        """Whether more than events and the run's row has to be written."""
        return bool(self.tasks or self.messages or self.blobs or self.batch.dedupe)

    def start_row(self, tenant: str, start: model.RunStarted, host: str) -> StartRow:
        """Returns the row of a new run."""
        batch = self.batch
        return (
            tenant,
            batch.run,
            start.definition,
            start.name,
            start.key,
            start.requester,
            start.environment,
            self.at,
            batch.status,
            self.wake_at,
            batch.incidents,
            host,
        )

    def event_rows(self, no: int, tenant: str) -> list[EventRow]:
        """Returns the rows of the events of run number `no`."""
        at, by = self.at, self.batch.by
        return [
            (no, seq, tenant, at, kind, by, body)
            for seq, (kind, body) in enumerate(self.events, self.batch.first_seq)
        ]


def prepare(batch: Batch, payloads: Payloads) -> Prepared:
    """Encodes a batch.

    Raises:
        PayloadError: an event is too large to be kept, or no JSON can hold it.
    """
    events: list[tuple[str, bytes]] = []
    tasks: list[TaskEvent] = []
    messages: list[MessageEvent] = []
    blobs: dict[bytes, bytes] = {}
    start, taken = None, 0
    for place, event in enumerate(batch.events):
        try:
            kind, body = codec.encode(event)
        except TypeError as error:
            raise unfit(error) from error
        events.append((kind, payloads.pack(body, blobs.__setitem__)))
        if kind in _PROJECTED:
            if isinstance(event, model.RunStarted):
                start = event
            if isinstance(event, TaskEvent) and not batch.recording:
                tasks.append(event)
            if isinstance(event, MessageEvent) and not batch.recording:
                messages.append(event)
                taken += place < batch.taken
    at, wake_at = to_micros(batch.at), to_micros_or_none(batch.wake_at)
    return Prepared(batch, at, wake_at, events, start, tasks, messages, blobs, taken)


def due_micros(due: str) -> int | None:
    """Returns an event's ISO moment as microseconds, and None for ""."""
    return to_micros(datetime.fromisoformat(due)) if due else None
