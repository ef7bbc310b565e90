"""Knows Postgres: connections, quick statements, errors in words. Must not know what rows mean."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

import psycopg
from psycopg import errors, pq
from sqlalchemy import URL, Connection, Engine, create_engine, text
from sqlalchemy.exc import DataError, SQLAlchemyError

from runtime.errors import JournalError
from runtime.store import tables
from runtime.store.database import (
    ChangeRow,
    ConflictError,
    EventRow,
    InDoubtError,
    RunState,
    StartRow,
)
from runtime.store.presence import Presence, SessionPresence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_START = (
    b"INSERT INTO runs (tenant, run, definition, name, key, requester, environment, started,"
    b" status, wake_at, incidents, host)"
    b" SELECT * FROM unnest(%b::text[], %b::text[], %b::text[], %b::text[], %b::text[], %b::text[],"
    b" %b::text[], %b::bigint[], %b::text[], %b::bigint[], %b::int[],"
    b" %b::text[]) RETURNING run, no"
)
_EVENTS = b"COPY events (run_no, seq, tenant, at, kind, by, body) FROM STDIN (FORMAT BINARY)"
_EVENT_TYPES = ("int8", "int4", "text", "int8", "text", "text", "bytea")
_CHANGE = b"UPDATE runs SET status = %s, wake_at = %s, incidents = %s, host = %s WHERE no = %s"
_CHANGES = (
    b"UPDATE runs SET status = c.status, wake_at = c.wake_at, incidents = c.incidents,"
    b" host = c.host"
    b" FROM unnest(%b::text[], %b::bigint[], %b::int[], %b::text[], %b::bigint[])"
    b" AS c(status, wake_at, incidents, host, no) WHERE runs.no = c.no"
)
_LOOK_UP = (
    b"SELECT run, no, (SELECT coalesce(max(seq), -1) + 1 FROM events WHERE run_no = no),"
    b" status, wake_at, incidents, host FROM runs WHERE tenant = %s AND run = ANY(%s)"
)
_DURABLE = (
    b"SELECT set_config('synchronous_commit', 'on', false)"
    b" WHERE current_setting('synchronous_commit') = 'off'"
)
_TABLES_LOCK = 0x4261746F6E
"""The number of our advisory lock: "Baton" in ASCII."""


class PostgresDatabase:
    """A Postgres database.

    Binary COPY is the quickest way in for hundreds of rows, and no slower for two.

    Args:
        url: where it stands, as SQLAlchemy's URL.
    """

    errors: tuple[type[Exception], ...] = (psycopg.Error, SQLAlchemyError)
    unfit: tuple[type[Exception], ...] = (
        psycopg.DataError,
        DataError,
        UnicodeEncodeError,
        OverflowError,
    )

    def __init__(self, url: URL) -> None:
        tables.tell_postgres()
        self.engine: Engine = create_engine(
            url.set(drivername="postgresql+psycopg"), pool_pre_ping=True
        )
        self.presence: Presence = SessionPresence(self.engine)
        self._connect()

    def _connect(self) -> None:
        self._writer = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._driver = _driver(self._writer)
        # A server may be set to confirm before its disk does; this session never does that.
        self._driver.execute(_DURABLE)

    @property
    def writer(self) -> Connection:
        """The writing connection, for statements off the hot path."""
        return self._writer

    def begin(self) -> None:
        """Begins a transaction; reconnects first where the connection was lost."""
        try:
            self._driver.execute(b"BEGIN")
        except psycopg.OperationalError:
            if not self._driver.closed:
                raise
            self._hang_up()
            self._connect()
            self.presence.renew()
            self._driver.execute(b"BEGIN")

    def commit(self) -> None:
        """Makes the transaction durable; raises InDoubtError when the answer was lost."""
        try:
            self._driver.execute(b"COMMIT")
        except psycopg.OperationalError as error:
            if self._driver.closed:
                raise InDoubtError from error
            raise

    def rollback(self) -> None:
        """Forgets the transaction, also one that the database has given up itself."""
        with suppress(psycopg.Error):
            if self._driver.info.transaction_status != pq.TransactionStatus.IDLE:
                self._driver.execute(b"ROLLBACK")

    def savepoint(self) -> None:
        """Begins a part of the transaction that can be undone alone."""
        self._driver.execute(b"SAVEPOINT part")

    def release(self) -> None:
        """Keeps the part."""
        self._driver.execute(b"RELEASE part")

    def undo(self) -> None:
        """Forgets the part."""
        self._driver.execute(b"ROLLBACK TO part")
        self._driver.execute(b"RELEASE part")

    def lock_tables(self) -> None:
        """Keeps other processes from changing the tables until the transaction ends."""
        lock = text("SELECT pg_advisory_xact_lock(:number)")
        self._writer.execute(lock, {"number": _TABLES_LOCK})

    def start_runs(self, rows: Sequence[StartRow]) -> dict[str, int]:
        """Inserts runs and returns id -> number; raises ConflictError."""
        try:
            return dict(self._driver.execute(_START, _columns(rows)).fetchall())
        except (errors.UniqueViolation, errors.DeadlockDetected) as error:
            raise ConflictError from error

    def add_events(self, rows: Sequence[EventRow]) -> None:
        """Inserts events; raises ConflictError."""
        try:
            with self._driver.cursor() as cursor, cursor.copy(_EVENTS) as copy:
                copy.set_types(_EVENT_TYPES)
                for row in rows:
                    copy.write_row(row)
        except (errors.UniqueViolation, errors.DeadlockDetected) as error:
            raise ConflictError from error

    def change_runs(self, rows: Iterable[ChangeRow]) -> None:
        """Updates runs."""
        changes = list(rows)
        if len(changes) == 1:
            self._driver.execute(_CHANGE, changes[0])
        else:
            self._driver.execute(_CHANGES, _columns(changes))

    def look_up(self, tenant: str, runs: Sequence[str]) -> dict[str, RunState]:
        """Returns what the rows of these runs say; a run without a row is left out."""
        rows = self._driver.execute(_LOOK_UP, (tenant, list(runs))).fetchall()
        return {run: RunState(*state) for run, *state in rows}

    def words(self, error: Exception) -> JournalError:
        """Says what a driver's error means for a person."""
        return in_words(error)

    def backup(self, path: Path) -> None:
        """Says how a Postgres database is backed up.

        Raises:
            JournalError: always; a server's data is backed up by the server's own tools.
        """
        raise JournalError(
            "Baton does not copy a Postgres database.",
            why="A server is backed up by its own tools, with all that belongs to it.",
            next_step="Use pg_dump or your provider's backups.",
            detail=str(path),
        )

    def keep_older(self) -> None:
        """Nothing to do: a change of tables is one transaction, and a server has its backups."""

    def damages(self) -> Sequence[str]:
        """Nothing to say: a server looks after its own pages."""
        return ()

    def close(self) -> None:
        """Closes all connections."""
        self._hang_up()
        self.presence.leave()
        self.engine.dispose()

    def _hang_up(self) -> None:
        """Closes the writing connection for good, also one that was lost."""
        if not self._writer.closed:
            self._writer.invalidate()
            self._writer.close()


def _columns(rows: Sequence[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _driver(connection: Connection) -> psycopg.Connection[Any]:
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        message = "the Postgres engine gave no psycopg connection"
        raise TypeError(message)
    return cast("psycopg.Connection[Any]", driver)


_WORDS: dict[str, tuple[str, str, str]] = {
    "53": (
        "The journal could not be written: the database server has no room left.",
        "No step goes on before its result is safe on the disk.",
        "Give the server more disk, memory or connections and try again.",
    ),
    "28": (
        "The database server does not let us in.",
        "The user name or the password is wrong, or the server forbids this address.",
        "Check the user and the password in the journal's address.",
    ),
    "3D": (
        "The database does not exist.",
        "The server knows no database with this name.",
        "Create it, or check the name in the journal's address.",
    ),
    "42": (
        "The journal's tables are not as expected.",
        "A table is missing, or this user has no right to it.",
        "Grant the rights, or open the database once with a user who may make tables.",
    ),
    "25": (
        "The journal could not be written: the database is read-only.",
        "This server is a copy, or set to refuse writing.",
        "Use the address of the server that takes writes.",
    ),
    "": (
        "The database server cannot be reached.",
        "It is stopped, restarting, or the network is down.",
        "Start it or check the address and try again; nothing that was confirmed is lost.",
    ),
}
_OTHER = (
    "The journal could not do what was asked.",
    "The database reported an error.",
    "Try again; if it stays, report it with the detail.",
)


def in_words(error: Exception) -> JournalError:
    """Says what an error of Postgres means for a person; its text stays out: it may show rows."""
    original = getattr(error, "orig", None) or error
    state = str(getattr(original, "sqlstate", None) or "")
    kind = "" if state.startswith(("08", "57P")) else state[:2]
    if not kind and not isinstance(original, psycopg.OperationalError):
        kind = "?"
    what, why, next_step = _WORDS.get(kind, _OTHER)
    return JournalError(
        what, why=why, next_step=next_step, detail=f"{type(original).__name__} {state}".strip()
    )
