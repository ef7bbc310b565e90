"""Knows how events become durable, once and in order. Must not know what an event means for its run.

One call writes all its batches in one transaction. The key `(run, seq)` is the fence: where a second
writer was first, the transaction is done again batch by batch, each in a part that can be undone alone.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from runtime.errors import DuplicateError, FencedError, JournalError, UnknownRunError
from runtime.events import codec
from runtime.events.model import Recorded
from runtime.ports import ENDED
from runtime.store import rare, tables
from runtime.store.database import ChangeRow, ConflictError, EventRow, RunState
from runtime.store.moments import from_micros, from_micros_or_none, to_micros
from runtime.store.payload import PayloadError
from runtime.store.projection import Prepared, prepare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from runtime.ports import Batch
    from runtime.store.database import Database
    from runtime.store.payload import Payloads

REMEMBERED = 4096
"""Runs whose last written row is remembered, so that the hot path reads nothing."""


class StoreJournal:
    """The journal of one tenant in a database; fulfils runtime.ports.Journal.

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
        self._known: dict[str, RunState] = {}
        self._plans: set[str] = set()

    def commit(self, batches: Sequence[Batch]) -> Sequence[JournalError | None]:
        """Writes all batches in one transaction; see runtime.ports.Journal.

        Returns:
            For each batch None or why it alone was refused: FencedError, DuplicateError (a run with its
            `dedupe` stands already) or PayloadError (an event is too large).

        Raises:
            JournalError: nothing was written.
        """
        results: list[JournalError | None] = [None] * len(batches)
        group: list[tuple[int, Prepared]] = []
        for place, batch in enumerate(batches):
            try:
                group.append((place, prepare(batch, self._payloads)))
            except PayloadError as error:
                results[place] = error
        with self._lock, self._in_words():
            try:
                self._together([prepared for _, prepared in group])
            except ConflictError:
                self._known.clear()
                self._apart(group, results)
        return results

    def _together(self, group: list[Prepared]) -> None:
        """Writes all in one go, or raises ConflictError and has written nothing."""
        known = self._states(group)
        with self._transaction():
            self._write(group, known)
        self._remember(known)

    def _apart(self, group: list[tuple[int, Prepared]], results: list[JournalError | None]) -> None:
        """Writes each in a part of its own; still one transaction and one flush."""
        with self._transaction():
            for place, prepared in group:
                results[place] = self._part(prepared)

    def _part(self, prepared: Prepared) -> JournalError | None:
        known = self._states([prepared])
        database = self._database
        database.savepoint()
        try:
            self._write([prepared], known)
        except ConflictError:
            database.undo()
            return self._refusal(prepared)
        database.release()
        return None

    def _states(self, group: list[Prepared]) -> dict[str, RunState]:
        """What the rows of the runs say before this group, from memory where that can be true."""
        known: dict[str, RunState] = {}
        unknown: list[str] = []
        for prepared in group:
            run = prepared.batch.run
            if prepared.start is not None or run in known:
                continue
            state = self._known.get(run)
            if state is not None and state.next_seq == prepared.batch.first_seq:
                known[run] = state
            else:
                unknown.append(run)
        if unknown:
            known.update(self._database.look_up(self._tenant, unknown))
        return known

    def _write(self, group: list[Prepared], known: dict[str, RunState]) -> None:
        """Writes rows inside the transaction and brings `known` up to date.

        Raises:
            ConflictError: a run does not stand where its batch says.
        """
        self._start(group, known)
        rows: list[EventRow] = []
        changes: dict[int, ChangeRow] = {}
        for prepared in group:
            batch = prepared.batch
            before = known.get(batch.run)
            if before is None or before.next_seq != batch.first_seq:
                raise ConflictError
            rows += prepared.event_rows(before.no, self._tenant)
            after = RunState(
                before.no,
                batch.first_seq + len(prepared.events),
                batch.status,
                prepared.wake_at,
                batch.incidents,
            )
            if after[2:] != before[2:]:
                changes[before.no] = (*after[2:], before.no)
            known[batch.run] = after
            if prepared.rare:
                rare.write(self._database.writer, prepared, self._tenant, before.no, self._payloads)
        self._database.add_events(rows)
        if changes:
            self._database.change_runs(changes.values())

    def _start(self, group: list[Prepared], known: dict[str, RunState]) -> None:
        starts = {p.batch.run: p for p in group if p.start is not None}
        if not starts:
            return
        rows = [p.start_row(self._tenant, p.start) for p in starts.values() if p.start]
        for run, number in self._database.start_runs(rows).items():
            p = starts[run]
            known[run] = RunState(number, 0, p.batch.status, p.wake_at, p.batch.incidents)

    def _remember(self, known: dict[str, RunState]) -> None:
        """Keeps the newest states; the oldest go when there are too many."""
        memory = self._known
        for run, state in known.items():
            memory.pop(run, None)
            if state.status not in ENDED:
                memory[run] = state
        while len(memory) > REMEMBERED:
            del memory[next(iter(memory))]

    def _refusal(self, prepared: Prepared) -> JournalError:
        """Says who was first: the same delivery, or another writer of the run."""
        batch = prepared.batch
        if batch.dedupe:
            run = rare.started_by(self._database.writer, self._tenant, batch.dedupe)
            if run:
                return _duplicate(run, batch.dedupe)
        return _fenced(batch)

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
            fetch = rare.fetcher(connection, self._tenant)
            unpack = self._payloads.unpack
            found = [
                Recorded(seq, _iso(at), by, codec.decode(kind, unpack(body, fetch)))
                for seq, at, by, kind, body in rows
            ]
        if not found:
            raise unknown_run(run)
        return found

    def _number(self, run: str) -> object:
        runs = tables.runs.c
        return select(runs.no).where(runs.tenant == self._tenant, runs.run == run).scalar_subquery()

    def keep_plan(self, digest: str, body: bytes) -> None:
        """Stores a pinned plan under its digest; storing it again changes nothing."""
        if digest in self._plans:
            return
        with self._lock, self._in_words():
            with self._transaction():
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
        """Returns runs whose earliest timer is due, earliest first."""
        runs = tables.runs.c
        query = (
            select(runs.run)
            .where(
                runs.tenant == self._tenant,
                runs.wake_at.is_not(None),
                runs.wake_at <= to_micros(now),
            )
            .order_by(runs.wake_at)
            .limit(most)
        )
        with self._in_words(), self._database.engine.connect() as connection:
            return connection.execute(query).scalars().all()

    def next_due(self) -> datetime | None:
        """Returns the moment of the earliest timer of all runs."""
        runs = tables.runs.c
        query = select(func.min(runs.wake_at)).where(
            runs.tenant == self._tenant, runs.wake_at.is_not(None)
        )
        with self._in_words(), self._database.engine.connect() as connection:
            return from_micros_or_none(connection.execute(query).scalar())

    def unfinished(self) -> Sequence[str]:
        """Returns runs that were under way when the process before this one ended, oldest first."""
        runs = tables.runs.c
        query = (
            select(runs.run)
            .where(runs.tenant == self._tenant, runs.status == "running")
            .order_by(runs.no)
        )
        with self._in_words(), self._database.engine.connect() as connection:
            return connection.execute(query).scalars().all()

    def close(self) -> None:
        """Closes the database once a commit that is under way has ended."""
        with self._lock:
            self._database.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.begin()
        try:
            yield
            self._database.commit()
        except BaseException:
            self._database.rollback()
            raise

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except self._database.errors as error:
            self._known.clear()
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


def _fenced(batch: Batch) -> FencedError:
    return FencedError(
        "Another worker has gone on with this case.",
        why="What this worker knew of it is out of date, so nothing of it was written.",
        next_step="Nothing needs to be done: the other worker goes on.",
        detail=f"run {batch.run}, event {batch.first_seq}",
    )


def _duplicate(run: str, dedupe: str) -> DuplicateError:
    return DuplicateError(
        "This delivery has already started a case.",
        why="The same message or call came twice.",
        next_step="Nothing needs to be done: the first case goes on.",
        detail=f"run {run}, delivery {dedupe}",
        run=run,
    )
