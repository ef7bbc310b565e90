"""Knows which of the processes that share a database live. Must not know what they do there.

An opened store is a host. It becomes visible when it first has a run under way, and is gone at once
when its process ends, however that ends: what makes it visible is held by the operating system or
by the database server, and neither keeps it for the dead.
"""

from __future__ import annotations

import secrets
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from runtime.errors import JournalError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filelock import BaseFileLock
    from sqlalchemy import Connection, Engine


class Presence(Protocol):
    """Shows that this host lives, and sees which others do.

    Attributes:
        host: this store's id, which no other store ever has.
    """

    host: str

    def appear(self) -> None:
        """Makes this host visible, once; raises JournalError or a driver's error."""
        ...

    def renew(self) -> None:
        """Makes sure that it still is, if it ever was."""
        ...

    def alive(self, hosts: Iterable[str]) -> frozenset[str]:
        """Returns those of the hosts that live."""
        ...

    def leave(self) -> None:
        """Makes this host invisible for good."""
        ...


def _new_host() -> str:
    return secrets.token_hex(7)


class FilePresence:
    """Presence by a locked file per host, in a folder beside the database.

    Args:
        database: the database's file; whoever may write it may see its hosts.
    """

    def __init__(self, database: Path) -> None:
        self.host = _new_host()
        self._database = database
        self._mine: BaseFileLock | None = None
        self._guard = threading.Lock()

    def appear(self) -> None:
        """Locks this host's file and clears away what killed hosts left.

        Raises:
            JournalError: the folder cannot be written.
        """
        if self._mine is not None:
            return
        with self._guard:
            if self._mine is None:
                try:
                    self._mine = self._locked()
                except OSError as error:
                    raise _hidden(error) from error

    def _locked(self) -> BaseFileLock:
        rights = self._database.stat().st_mode & 0o666
        folder = self._folder
        if not folder.exists():
            folder.mkdir(exist_ok=True)
            folder.chmod(rights | (rights & 0o444) >> 2)
        for file in folder.glob("*.lock"):
            self._is_held(file)
        lock = _lock(self._file(self.host), rights)
        lock.acquire(poll_interval=0.001)
        return lock

    def renew(self) -> None:
        """Nothing to do: the operating system does not take a lock away."""

    def alive(self, hosts: Iterable[str]) -> frozenset[str]:
        """Returns those of the hosts that live."""
        return frozenset(
            host for host in hosts if host == self.host or self._is_held(self._file(host))
        )

    def leave(self) -> None:
        """Removes this host's file."""
        with self._guard:
            mine, self._mine = self._mine, None
            if mine is not None:
                _remove(mine)

    @property
    def _folder(self) -> Path:
        file = self._database.resolve()
        return file.with_name(file.name + "-hosts")

    def _file(self, host: str) -> Path:
        return self._folder / f"{host}.lock"

    def _is_held(self, file: Path) -> bool:
        """Whether a living process holds the file; one that nobody holds is removed."""
        from filelock import Timeout

        try:
            lock = _lock(file, file.stat().st_mode & 0o666)
        except FileNotFoundError:
            return False
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError):
            # Whom we may not even ask, we do not call dead.
            return True
        _remove(lock)
        return False


def _lock(file: Path, rights: int) -> BaseFileLock:
    from filelock import FileLock

    # Any thread of this process may close the store.
    return FileLock(file, mode=rights, thread_local=False)


def _remove(lock: BaseFileLock) -> None:
    # While it is still held: a host that waits for this very file would else lose it unseen.
    with suppress(OSError):
        Path(lock.lock_file).unlink()
    lock.release()


def _hidden(error: OSError) -> JournalError:
    return JournalError(
        "The journal could not be written: this process cannot show that it lives.",
        why="The folder of the journal takes no new file.",
        next_step="Grant the right to write to the folder, or free some space, and try again.",
        detail=repr(error),
    )


_KEEP = text(
    "SELECT set_config(name, value, false) FROM (VALUES ('idle_session_timeout', '0'),"
    " ('tcp_keepalives_idle', '10'), ('tcp_keepalives_interval', '5'),"
    " ('tcp_keepalives_count', '3')) AS wanted(name, value) JOIN pg_settings USING (name)"
)
"""The server keeps the quiet session, and sees within half a minute that its machine is gone."""
_APPEAR = text("SELECT pg_advisory_lock(:number)")
_ALIVE = text(
    "SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks"
    " WHERE locktype = 'advisory' AND objsubid = 1 AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


class SessionPresence:
    """Presence by an advisory lock that a session of its own holds on a Postgres server.

    The server frees it when the connection ends. A pooler that hands sessions from one client to
    the next (PgBouncer's transaction mode) must not stand between.

    Args:
        engine: gives the session.
    """

    def __init__(self, engine: Engine) -> None:
        self.host = _new_host()
        self._engine = engine
        self._session: Connection | None = None
        self._guard = threading.Lock()

    def appear(self) -> None:
        """Takes this host's lock."""
        if self._session is None:
            with self._guard:
                if self._session is None:
                    self._session = self._locked()

    def _locked(self) -> Connection:
        session = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            session.execute(_KEEP)
            session.execute(_APPEAR, {"number": int(self.host, 16)})
        except BaseException:
            session.invalidate()
            session.close()
            raise
        return session

    def renew(self) -> None:
        """Takes the lock again where the session was lost."""
        with self._guard:
            if self._session is None:
                return
            try:
                self._session.execute(text("SELECT 1"))
            except DBAPIError:
                self._hang_up()
                self._session = self._locked()

    def alive(self, hosts: Iterable[str]) -> frozenset[str]:
        """Returns those of the hosts that live."""
        asked = {host for host in hosts if host != self.host}
        if not asked:
            return frozenset(hosts)
        with self._engine.connect() as connection:
            held = set(connection.execute(_ALIVE).scalars())
        return frozenset(h for h in hosts if h == self.host or int(h, 16) in held)

    def leave(self) -> None:
        """Gives the lock back."""
        with self._guard:
            self._hang_up()

    def _hang_up(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.invalidate()
            session.close()
