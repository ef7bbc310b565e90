"""Knows how a store is opened from an address. Must not know what its rows mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from runtime.errors import JournalError
from runtime.store import revision
from runtime.store.index import StoreIndex
from runtime.store.inspection import Inspection
from runtime.store.journal import StoreJournal
from runtime.store.payload import Cipher, Payloads

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from types import TracebackType

    from sqlalchemy import URL

    from runtime.store.database import Database
    from runtime.store.replay import Replay


class Store:
    """The journal and the index of one tenant in one database; close it, or use it as a context.

    Attributes:
        journal: makes events durable (runtime.ports.Journal); any thread, one at a time.
        index: finds runs and tasks (runtime.ports.RunIndex); any thread.
        inspection: looks whether the rows fit together, and puts them right.
        post: keeps messages until cases take them (runtime.ports.Post); any thread.
    """

    def __init__(self, database: Database, payloads: Payloads, tenant: str) -> None:
        self._database = database
        self._payloads = payloads
        self.inspection = Inspection(database, tenant)
        self.journal = StoreJournal(database, payloads, tenant)
        self.post = self.journal.post
        self.index = StoreIndex(database, payloads, tenant)

    def backup(self, path: Path) -> None:
        """Writes a consistent copy to a new file while others go on writing.

        Raises:
            JournalError: the file exists or cannot be written, or the database is not a file.
        """
        if path.exists():
            raise JournalError(
                "The backup was not made.",
                why="A file with this name stands already.",
                next_step="Choose a new name; an older backup is never overwritten.",
                detail=str(path),
            )
        try:
            self._database.backup(path)
        except self._database.errors as error:
            raise self._database.words(error) from error

    def replay(self) -> AbstractContextManager[Replay]:
        """Gives a place where runs can be written again, to see which rows follow from them."""
        from runtime.store.replay import replaying

        return replaying(self.inspection, self._payloads)

    def close(self) -> None:
        """Closes all connections; what was committed stays."""
        self.journal.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def default_file() -> Path:
    """Returns where the journal of this user stands when nobody says otherwise."""
    from platformdirs import user_data_path

    return user_data_path("baton", appauthor=False, ensure_exists=True) / "journal.sqlite"


def open_store(
    url: str | None = None, *, tenant: str = "local", cipher: Cipher | None = None
) -> Store:
    """Opens a store, makes its tables or brings them up to date.

    Args:
        url: `sqlite:///path`, `postgresql://user@host/name`, or None for the user's own file.
        tenant: whose rows are seen and written.
        cipher: seals every payload; None stores them readable.

    Raises:
        JournalError: the address is wrong, or the database is gone, locked, damaged, from a newer
            Baton, or another program's.
    """
    database = _database(url)
    try:
        revision.prepare(database)
    except database.errors as error:
        database.close()
        raise database.words(error) from error
    except BaseException:
        database.close()
        raise
    return Store(database, Payloads(cipher), tenant)


def file_of(url: str | None) -> Path:
    """Returns the file of a journal.

    Raises:
        JournalError: the address is wrong, or that of a server.
    """
    if url is None:
        return default_file()
    parts = _parsed(url)
    if parts.get_backend_name() != "sqlite":
        raise JournalError(
            "A backup is restored into a file only.",
            why="A server is restored by its own tools, with all that belongs to it.",
            next_step="Use pg_restore or your provider's backups.",
        )
    return _file(parts)


def _database(url: str | None) -> Database:
    if url is None:
        return _sqlite(default_file())
    parts = _parsed(url)
    backend = parts.get_backend_name()
    if backend == "sqlite":
        return _sqlite(_file(parts))
    if backend == "postgresql":
        return _postgres(parts)
    raise _wrong_address(f"unknown kind {backend}")


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as error:
        # The text of the error repeats the address, which may hold a password.
        raise _wrong_address(type(error).__name__) from None


def _file(parts: URL) -> Path:
    name = parts.database or ""
    if name in {"", ":memory:"} or name.startswith("file:") or parts.host:
        raise _wrong_address("a journal in memory keeps nothing; name a file: sqlite:///path")
    return Path(name)


def _sqlite(path: Path) -> Database:
    from runtime.store.sqlite import SqliteDatabase, in_words

    try:
        return SqliteDatabase(path)
    except SqliteDatabase.errors as error:
        raise in_words(error, path) from error


def _postgres(parts: URL) -> Database:
    try:
        from runtime.store.postgres import PostgresDatabase, in_words
    except ImportError as error:
        raise JournalError(
            "Postgres cannot be used here.",
            why="Its driver is not installed.",
            next_step="Install it with: pip install 'baton[hub]'",
            detail=repr(error),
        ) from error
    try:
        return PostgresDatabase(parts)
    except PostgresDatabase.errors as error:
        raise in_words(error) from error


def _wrong_address(detail: str) -> JournalError:
    return JournalError(
        "The address of the journal is not understood.",
        why="It is neither sqlite:///path nor postgresql://user@host/name.",
        next_step="Check the address, or leave it out to use your own file.",
        detail=detail,
    )
