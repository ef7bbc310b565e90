"""Knows what the journal and the index ask of a database. Must not know which database it is."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from runtime.errors import JournalError
    from runtime.store.presence import Presence

EventRow: TypeAlias = tuple[int, int, str, int, str, str, bytes]
"""run_no, seq, tenant, at, kind, by, body: the columns of `tables.events` in order."""

ChangeRow: TypeAlias = tuple[str, int | None, int, str, int]
"""status, wake_at, incidents, host, no: what a run's row says from now on."""

StartRow: TypeAlias = tuple[str, str, str, str, str, str, str, int, str, int | None, int, str]
"""The columns of `tables.runs` in order, without `no`."""


class RunState(NamedTuple):
    """What a run's row says, and the place of its next event."""

    no: int
    next_seq: int
    status: str
    wake_at: int | None
    incidents: int
    host: str


class ConflictError(Exception):
    """A row with this key stands already: another writer was first."""


class InDoubtError(Exception):
    """The connection broke while a transaction was ending: it may have become durable or not."""


class Database(Protocol):
    """One long-lived writing connection and a pool of reading ones.

    The statements of the hot path are here, each database in its own quickest way; all others are
    SQLAlchemy Core on `writer` or `engine`. Errors of a driver pass; `words` explains them.

    Attributes:
        errors: what a driver raises.
        unfit: what it raises for a value that no column takes, whatever the state of the database.
        presence: shows other processes that this one lives.
    """

    engine: Engine
    presence: Presence
    errors: tuple[type[Exception], ...]
    unfit: tuple[type[Exception], ...]

    @property
    def writer(self) -> Connection:
        """The writing connection, for statements off the hot path."""
        ...

    def begin(self) -> None:
        """Begins a transaction that writes; reconnects first where the connection was lost."""
        ...

    def commit(self) -> None:
        """Makes the transaction durable; raises InDoubtError when nobody can tell."""
        ...

    def rollback(self) -> None:
        """Forgets the transaction, also one that the database has given up itself."""
        ...

    def savepoint(self) -> None:
        """Begins a part of the transaction that can be undone alone."""
        ...

    def release(self) -> None:
        """Keeps the part."""
        ...

    def undo(self) -> None:
        """Forgets the part."""
        ...

    def lock_tables(self) -> None:
        """Keeps other processes from changing the tables until the transaction ends."""
        ...

    def start_runs(self, rows: Sequence[StartRow]) -> dict[str, int]:
        """Inserts runs and returns id -> number; raises ConflictError."""
        ...

    def add_events(self, rows: Sequence[EventRow]) -> None:
        """Inserts events; raises ConflictError."""
        ...

    def change_runs(self, rows: Iterable[ChangeRow]) -> None:
        """Updates runs."""
        ...

    def look_up(self, tenant: str, runs: Sequence[str]) -> dict[str, RunState]:
        """Returns what the rows of these runs say; a run without a row is left out."""
        ...

    def words(self, error: Exception) -> JournalError:
        """Says what a driver's error means for a person."""
        ...

    def backup(self, path: Path) -> None:
        """Writes a consistent copy while others go on writing."""
        ...

    def keep_older(self) -> None:
        """Keeps a copy before the tables are changed, where nobody else does that."""
        ...

    def damages(self) -> Sequence[str]:
        """Returns what the database itself finds wrong with what it keeps."""
        ...

    def close(self) -> None:
        """Closes all connections."""
        ...


@contextmanager
def transaction(database: Database) -> Generator[None]:
    """Makes what happens inside durable together, or forgets all of it when it raises."""
    database.begin()
    try:
        yield
        database.commit()
    except BaseException:
        database.rollback()
        raise
