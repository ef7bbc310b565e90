"""Knows the interfaces that host and kernel ask for, as protocols and plain data.

Must not know who fills them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from runtime.definition.record import record

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping, Sequence
    from datetime import datetime

    from connectors.connector import Session
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.errors import JournalError
    from runtime.events.model import Recorded, RunEvent
    from runtime.expressions import Evaluation, Failure, Value

RunStatus: TypeAlias = Literal[
    "running", "waiting", "suspended", "completed", "failed", "cancelled"
]
"""running: something is under way or due now; waiting: only people.

Timers or incidents are awaited. suspended: a person has halted it, and nothing is under way.
"""

Hold: TypeAlias = Literal["free", "ours", "theirs", "lost"]
"""Who has a run under way: nobody, this store, another process that lives, or one that is gone."""

TEST = "test"
"""Environment of a test run: its settings have the values for tests, and lists tell it apart."""

REPLAY = "replay"
"""Environment of a run that was brought from a file to be looked at."""

ENDED: frozenset[str] = frozenset({"completed", "failed", "cancelled"})


@record
class Batch:
    """Events of one run that become durable together.

    Attributes:
        first_seq: place of the first event in the run, from 0; a second writer of the same place
            is fenced.
        at: moment of the decision (aware, UTC).
        by: id of the actor.
        status, wake_at: what the run's row says afterwards; `wake_at` is its earliest timer.
        incidents: how many open incidents the run has afterwards.
        dedupe: for a batch that starts a run, the trigger's key: the same key never starts a
            second run.
        taken: how many of the events another run had first: messages in them were sent and taken
            there.
        recording: the events were brought from a file: no task, message or timer follows from them.
    """

    run: str
    first_seq: int
    at: datetime
    by: str
    events: tuple[RunEvent, ...]
    status: RunStatus
    wake_at: datetime | None = None
    incidents: int = 0
    dedupe: str = ""
    taken: int = 0
    recording: bool = False


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as lists show it; a test run's `environment` is "test"."""

    run: str
    definition: str
    name: str
    status: RunStatus
    key: str
    requester: str
    started: datetime
    changed: datetime
    incidents: int = 0
    environment: str = ""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A person's task as inboxes show it; `status` is "open", or how it was closed."""

    run: str
    task: str
    step: str
    title: str
    assignees: tuple[str, ...]
    outcomes: tuple[tuple[str, str, bool, int], ...]
    form: JsonObject
    facts: JsonObject
    status: str
    opened: datetime
    due: datetime | None = None
    not_allowed: tuple[str, ...] = ()
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that a case could take now.

    Attributes:
        message, name, key, content, by: the message, and who sent it.
        run, token, port: the case, where in it, and the way of a group ("" for a step).
        late: the message came before the case began to wait.
    """

    message: str
    name: str
    key: str
    content: JsonValue
    by: str
    run: str
    token: int
    port: str
    late: bool


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message as lists show it; `run` is the case that took it, "" while none has."""

    message: str
    name: str
    key: str
    sent: datetime
    by: str
    run: str = ""


class Post(Protocol):
    """Keeps messages until a case takes them; each goes to one case, once."""

    def deliveries(self, *, most: int = 100) -> Sequence[Delivery]:
        """Returns which message could go to which case now, the oldest of both first."""
        ...

    def forget(self, run: str, token: int, port: str) -> None:
        """Takes away that a case waits for a message, because it does not any more."""
        ...


class Journal(Protocol):
    """Makes events durable, in order, once."""

    def commit(self, batches: Sequence[Batch]) -> Sequence[JournalError | None]:
        """Writes all batches in one transaction and returns, for each, None or why it was refused.

        When this returns, everything not refused is on the disk. A refused batch leaves no trace
        and does not harm the others. The projections (run row, tasks) change in the same
        transaction. Refusals are FencedError (another writer owns the run), DuplicateError (the
        delivery has started a run before) and, from a store with a size limit, another
        JournalError (an event is too large).

        Raises:
            JournalError: nothing was written (disk full, database gone).
        """
        ...

    def load(self, run: str) -> Sequence[Recorded]:
        """Returns all events of a run in order; raises UnknownRunError."""
        ...

    def keep_plan(self, digest: str, body: bytes) -> None:
        """Stores a pinned plan under its digest; storing it again changes nothing."""
        ...

    def plan(self, digest: str) -> bytes:
        """Returns a pinned plan; raises JournalError when it is missing."""
        ...

    def due(self, now: datetime, most: int) -> Sequence[str]:
        """Returns runs, not under way elsewhere, whose earliest timer is due; earliest first."""
        ...

    def next_due(self) -> datetime | None:
        """Returns the moment of the earliest timer of the runs that `due` may return."""
        ...

    def unfinished(self) -> Sequence[str]:
        """Returns runs that a process which is gone had under way."""
        ...

    def hold(self, run: str) -> Hold:
        """Returns who has a run under way; ask after reading its events.

        A run under way belongs to one process, which alone goes on with it. Who has read its events
        first and is then told "free" or "lost" may go on: if another one takes the run in between,
        the next commit is fenced.
        """
        ...


class RunIndex(Protocol):
    """Finds runs and tasks for people."""

    def runs(
        self,
        *,
        status: str = "",
        definition: str = "",
        key: str = "",
        most: int = 100,
        incidents: bool = False,
    ) -> Sequence[RunRow]:
        """Returns runs, newest first."""
        ...

    def tasks(self, *, status: str = "open", run: str = "", most: int = 100) -> Sequence[TaskRow]:
        """Returns tasks, oldest first; `status` "" means all."""
        ...

    def task(self, run: str, task: str) -> TaskRow:
        """Returns one task; raises UnknownRunError."""
        ...


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """Returns the moment, aware and in UTC."""
        ...

    def monotonic(self) -> float:
        """Returns seconds that never go back."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Waits."""
        ...


class Evaluator(Protocol):
    """Evaluates an expression under limits, at once or (in another process) later."""

    def evaluate(self, request: Evaluation) -> Value | Failure | Awaitable[Value | Failure]:
        """Returns the value or the failure; never raises for a bad expression."""
        ...


class Connections(Protocol):
    """Opens sessions by the name a definition uses."""

    async def session(self, name: str) -> Session:
        """Returns the shared session; raises BatonError when nothing is bound to the name."""
        ...


class CalendarBook(Protocol):
    """Answers when something is due in business time."""

    def due(self, start: datetime, after: str, calendar: str) -> datetime:
        """Returns the moment `after` (duration notation) from start; raises BatonError."""
        ...

    def moment(self, text: str, calendar: str) -> datetime:
        """Returns the moment of an ISO date or time, local to the calendar; raises BatonError."""
        ...


@dataclass(frozen=True, slots=True)
class People:
    """Who holds which role, and who stands in for whom; a small directory.

    Attributes:
        roles: "user:analyst" -> names of roles.
    """

    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
