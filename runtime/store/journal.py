"""Knows what the host asks of a journal and reads it. Must not know what an event means."""

from __future__ import annotations

import functools
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from runtime.errors import JournalError, UnknownRunError
from runtime.events import codec
from runtime.events.model import Recorded
from runtime.store import rare, tables
from runtime.store.blobs import fetcher
from runtime.store.database import transaction
from runtime.store.group_commit import GroupCommit
from runtime.store.moments import from_micros, from_micros_or_none, to_micros
from runtime.store.post import Post

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from runtime.ports import Batch, Hold
    from runtime.store.database import Database
    from runtime.store.payload import Payloads


class StoreJournal:
    """The journal of one tenant in a database; fulfils runtime.ports.Journal.

    Attributes:
        post: the messages between cases, which change with its commits.

    Args:
        database: where it stands.
        payloads: the layer every body passes.
        tenant: whose rows these are.
    """

    def __init__(self, database: Database, payloads: Payloads, tenant: str) -> None:
        self._database = database
        self._payloads = payloads
        self._tenant = tenant
        self._lock = threading.Lock()
        self._group = GroupCommit(database, payloads, tenant)
        self.post = Post(database, payloads, tenant, self._lock)
        self._plans: set[str] = set()

    def commit(self, batches: Sequence[Batch]) -> Sequence[JournalError | None]:
        """Writes all batches in one transaction; see runtime.ports.Journal.

        Returns:
            For each batch None or why it alone was refused: FencedError, DuplicateError (its
            `dedupe` has started a run before) or PayloadError (an event is too large).

        Raises:
            JournalError: nothing was written.
        """
        try:
            with self._lock:
                return self._group.commit(batches)
        except self._database.errors as error:
            raise self._database.words(error) from error

    def load(self, run: str) -> Sequence[Recorded]:
        """Returns all events of a run in order.

        Raises:
            UnknownRunError: there is no such run.
            JournalError: it cannot be read.
        """
        events = tables.events.c
        query = (
            select(events.seq, events.at, events.by, events.kind, events.body)
            .where(events.run_no == self._number(run))
            .order_by(events.seq)
        )
        with self._in_words(), self._database.engine.connect() as connection:
            rows = connection.execute(query).all()
            fetch = fetcher(connection, self._tenant)
            unpack = self._payloads.unpack
            # The events of one batch share their moment: its text is made once.
            iso = functools.lru_cache(64)(_iso)
            found = [
                Recorded(seq, iso(at), by, codec.decode(kind, unpack(body, fetch)))
                for seq, at, by, kind, body in rows
            ]
        if not found:
            raise unknown_run(run)
        return found

    def _number(self, run: str) -> object:
        runs = tables.runs.c
        return select(runs.no).where(runs.tenant == self._tenant, runs.run == run).scalar_subquery()

    def _not_theirs(self) -> ColumnElement[bool]:
        """Whoever has a run under way fires its timers, too."""
        return tables.runs.c.host.in_(("", self._database.presence.host))

    def keep_plan(self, digest: str, body: bytes) -> None:
        """Stores a pinned plan under its digest; storing it again changes nothing."""
        if digest in self._plans:
            return
        with self._lock, self._in_words():
            with transaction(self._database):
                rare.keep_plan(self._database.writer, self._tenant, digest, body, self._payloads)
            self._plans.add(digest)

    def plan(self, digest: str) -> bytes:
        """Returns a pinned plan.

        Raises:
            JournalError: it is missing or damaged.
        """
        with self._in_words(), self._database.engine.connect() as connection:
            body = rare.plan(connection, self._tenant, digest, self._payloads)
        if body is None:
            raise JournalError(
                "The plan that this case runs by is not in the journal.",
                why="It was never stored here, or the database is damaged.",
                next_step="Open the journal that the case was started in, or restore a backup.",
                detail=f"plan {digest}",
            )
        return body

    def due(self, now: datetime, most: int) -> Sequence[str]:
        """Returns runs, not under way elsewhere, whose earliest timer is due; earliest first."""
        runs = tables.runs.c
        query = (
            select(runs.run)
            .where(
                runs.tenant == self._tenant,
                runs.wake_at.is_not(None),
                runs.wake_at <= to_micros(now),
                self._not_theirs(),
            )
            .order_by(runs.wake_at)
            .limit(most)
        )
        with self._in_words(), self._database.engine.connect() as connection:
            return connection.execute(query).scalars().all()

    def next_due(self) -> datetime | None:
        """Returns the moment of the earliest timer of the runs that `due` may return."""
        runs = tables.runs.c
        query = select(func.min(runs.wake_at)).where(
            runs.tenant == self._tenant, runs.wake_at.is_not(None), self._not_theirs()
        )
        with self._in_words(), self._database.engine.connect() as connection:
            return from_micros_or_none(connection.execute(query).scalar())

    def unfinished(self) -> Sequence[str]:
        """Returns runs that a process which is gone had under way, oldest first."""
        runs, presence = tables.runs.c, self._database.presence
        running = (runs.tenant == self._tenant, tables.RUNNING)
        with self._in_words():
            presence.renew()
            with self._database.engine.connect() as connection:
                hosts = connection.execute(select(runs.host).distinct().where(*running))
                named = set(hosts.scalars())
            gone = named - presence.alive(named) - {presence.host}
            if not gone:
                return ()
            query = select(runs.run).where(*running, runs.host.in_(gone)).order_by(runs.no)
            with self._database.engine.connect() as connection:
                return connection.execute(query).scalars().all()

    def hold(self, run: str) -> Hold:
        """Returns who has a run under way."""
        runs, presence = tables.runs.c, self._database.presence
        query = select(runs.host).where(runs.tenant == self._tenant, runs.run == run)
        with self._in_words():
            with self._database.engine.connect() as connection:
                host = connection.execute(query).scalar() or ""
            if host in {"", presence.host}:
                return "ours" if host else "free"
            return "theirs" if presence.alive([host]) else "lost"

    def close(self) -> None:
        """Closes the database once a commit that is under way has ended."""
        with self._lock:
            self._database.close()

    @contextmanager
    def _in_words(self) -> Generator[None]:
        try:
            yield
        except self._database.errors as error:
            raise self._database.words(error) from error


def _iso(micros: int) -> str:
    return from_micros(micros).isoformat()


def unknown_run(run: str, task: str = "") -> UnknownRunError:
    """Says that a run, or a task in it, is not there."""
    return UnknownRunError(
        "There is no such task." if task else "There is no such case.",
        why="Nothing with this id stands in this journal.",
        next_step="Look the id up with `baton tasks` or `baton runs`, or open the right journal.",
        detail=f"run {run}, task {task}" if task else f"run {run}",
    )
