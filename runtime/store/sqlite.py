"""Knows SQLite: pragmas, quick statements, errors in words. Must not know what rows mean."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, QueuePool, create_engine, insert, text
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.exc import DataError, SQLAlchemyError

from runtime.errors import JournalError
from runtime.store import tables
from runtime.store.database import ChangeRow, ConflictError, EventRow, RunState, StartRow
from runtime.store.presence import FilePresence, Presence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

PATIENCE = 10.0
"""Seconds to wait while another process writes."""

_COLUMNS = [c.name for c in tables.runs.columns if c.name != "no"]
_START = str(insert(tables.runs).values(dict.fromkeys(_COLUMNS)).compile(dialect=dialect()))
_EVENT = str(insert(tables.events).compile(dialect=dialect()))
_CHANGE = "UPDATE runs SET status = ?, wake_at = ?, incidents = ?, host = ? WHERE no = ?"
_LOOK_UP = (
    "SELECT no, (SELECT coalesce(max(seq), -1) + 1 FROM events WHERE run_no = no),"
    " status, wake_at, incidents, host FROM runs WHERE tenant = ? AND run = ?"
)
_TAKEN = {"SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_UNIQUE"}


class SqliteDatabase:
    """A file, in write-ahead mode, flushed to the disk with every commit.

    Args:
        path: the file; made when it is missing.
        durable: whether what was committed outlives a power cut.
    """

    errors: tuple[type[Exception], ...] = (sqlite3.Error, SQLAlchemyError)
    unfit: tuple[type[Exception], ...] = (
        sqlite3.DataError,
        DataError,
        UnicodeEncodeError,
        OverflowError,
    )

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        self._path = path
        self._synchronous = "FULL" if durable else "OFF"
        self.presence: Presence = FilePresence(path)
        self.engine: Engine = create_engine(
            f"sqlite+pysqlite:///{path}", creator=self._connect, poolclass=QueuePool
        )
        self._writer = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._driver = _driver(self._writer)

    @property
    def writer(self) -> Connection:
        """The writing connection, for statements off the hot path."""
        return self._writer

    def begin(self) -> None:
        """Takes the write lock of the file, so that what is read from now on stays true."""
        self._driver.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Makes the transaction durable."""
        self._driver.execute("COMMIT")

    def rollback(self) -> None:
        """Forgets the transaction; after a full disk SQLite has often done so itself."""
        if self._driver.in_transaction:
            with suppress(sqlite3.Error):
                self._driver.execute("ROLLBACK")

    def savepoint(self) -> None:
        """Begins a part of the transaction that can be undone alone."""
        self._driver.execute("SAVEPOINT part")

    def release(self) -> None:
        """Keeps the part."""
        self._driver.execute("RELEASE part")

    def undo(self) -> None:
        """Forgets the part."""
        self._driver.execute("ROLLBACK TO part")
        self._driver.execute("RELEASE part")

    def lock_tables(self) -> None:
        """Nothing to do: the file has one write lock, and `begin` has taken it."""

    def start_runs(self, rows: Sequence[StartRow]) -> dict[str, int]:
        """Inserts runs and returns id -> number; raises ConflictError."""
        return {row[1]: self._start(row) for row in rows}

    def _start(self, row: StartRow) -> int:
        try:
            number = self._driver.execute(_START, row).lastrowid
        except sqlite3.IntegrityError as error:
            raise _conflict(error) from error
        return number or 0

    def add_events(self, rows: Sequence[EventRow]) -> None:
        """Inserts events; raises ConflictError."""
        try:
            self._driver.executemany(_EVENT, rows)
        except sqlite3.IntegrityError as error:
            raise _conflict(error) from error

    def change_runs(self, rows: Iterable[ChangeRow]) -> None:
        """Updates runs."""
        self._driver.executemany(_CHANGE, rows)

    def look_up(self, tenant: str, runs: Sequence[str]) -> dict[str, RunState]:
        """Returns what the rows of these runs say; a run without a row is left out."""
        found: dict[str, RunState] = {}
        for run in runs:
            row = self._driver.execute(_LOOK_UP, (tenant, run)).fetchone()
            if row is not None:
                found[run] = RunState(*row)
        return found

    def words(self, error: Exception) -> JournalError:
        """Says what a driver's error means for a person."""
        return in_words(error, self._path)

    def backup(self, path: Path) -> None:
        """Writes a consistent, compact copy while others go on writing."""
        with self.engine.connect() as connection:
            reader = connection.execution_options(isolation_level="AUTOCOMMIT")
            reader.execute(text("VACUUM INTO :path"), {"path": str(path)})

    def keep_older(self) -> None:
        """Keeps a copy beside the file, before its tables are changed by a newer Baton.

        It gets its name, that of the revision to come, only when it is whole.
        """
        copy = self._path.with_name(f"{self._path.name}.before-{tables.REVISION}")
        if copy.exists():
            return
        growing = copy.with_name(f"{copy.name}.{self.presence.host}")
        try:
            self.backup(growing)
            growing.replace(copy)
        finally:
            growing.unlink(missing_ok=True)

    def damages(self) -> Sequence[str]:
        """Returns what SQLite finds wrong with the pages of the file; nothing in most cases."""
        with self.engine.connect() as connection:
            found = connection.execute(text("PRAGMA integrity_check(20)")).scalars().all()
        return [str(line) for line in found if line != "ok"]

    def close(self) -> None:
        """Closes all connections; the last one out tidies the write-ahead file away."""
        self._writer.close()
        self.engine.dispose()
        self.presence.leave()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=PATIENCE, check_same_thread=False)
        try:
            for name, value in (
                ("journal_mode", "WAL"),
                ("synchronous", self._synchronous),
                ("foreign_keys", "ON"),
            ):
                connection.execute(f"PRAGMA {name} = {value}")
        except sqlite3.Error:
            connection.close()
            raise
        return connection


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        message = "the SQLite engine gave no SQLite connection"
        raise TypeError(message)
    return driver


def _conflict(error: sqlite3.IntegrityError) -> Exception:
    """Only a key that is taken is a conflict; anything else is a fault of ours or of the file."""
    return ConflictError() if error.sqlite_errorname in _TAKEN else error


_WORDS: dict[str, tuple[str, str, str]] = {
    "SQLITE_BUSY": (
        "The journal is locked by another program.",
        f"It has kept the file to itself for more than {PATIENCE:.0f} seconds.",
        "Close the other program, or wait until it is done, and try again.",
    ),
    "SQLITE_FULL": (
        "The journal could not be written: the disk is full.",
        "No step goes on before its result is safe on the disk.",
        "Free some space and try again; nothing that was confirmed is lost.",
    ),
    "SQLITE_READONLY": (
        "The journal could not be written: the file is read-only.",
        "The file or its folder gives no right to write.",
        "Grant the right to write to the file and its folder, or choose another place.",
    ),
    "SQLITE_CANTOPEN": (
        "The journal cannot be opened.",
        "Its folder is missing, or gives no right to read and write.",
        "Check the path and its rights, or choose another place.",
    ),
    "SQLITE_NOTADB": (
        "This file is not a journal of Baton.",
        "What stands in it is not a SQLite database.",
        "Choose another file, or restore a backup.",
    ),
    "SQLITE_CORRUPT": (
        "The journal is damaged.",
        "Parts of the file do not fit together.",
        "Keep a copy of the file and restore a backup.",
    ),
    "SQLITE_IOERR": (
        "The disk did not take or give back the journal's data.",
        "The disk, the network drive or the stick may be failing or gone.",
        "Check the disk and try again; nothing that was confirmed is lost.",
    ),
}
_OTHER = (
    "The journal could not do what was asked.",
    "The database reported an error.",
    "Try again; if it stays, restore a backup or report it with the detail.",
)


def in_words(error: Exception, path: Path) -> JournalError:
    """Says what an error of SQLite means for a person."""
    original = getattr(error, "orig", None) or error
    name = str(getattr(original, "sqlite_errorname", ""))
    parts = "_".join(name.split("_")[:2])
    what, why, next_step = _WORDS.get(parts, _OTHER)
    return JournalError(what, why=why, next_step=next_step, detail=f"{path}: {name} {original}")
