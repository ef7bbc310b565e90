"""Knows how events become durable, once and in order. Must not know what one means.

One call writes all its batches in one transaction. The key `(run, seq)` is the fence: where another
writer was first, the transaction is done again batch by batch, each in a part that can be undone
alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.errors import DuplicateError, FencedError, JournalError
from runtime.events.model import MessageTaken
from runtime.ports import ENDED
from runtime.store import post, rare
from runtime.store.database import (
    ChangeRow,
    ConflictError,
    EventRow,
    InDoubtError,
    RunState,
    transaction,
)
from runtime.store.payload import PayloadError, unfit
from runtime.store.projection import Prepared, prepare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runtime.ports import Batch
    from runtime.store.database import Database
    from runtime.store.payload import Payloads

REMEMBERED = 4096
"""Runs whose last written row is remembered, so that the hot path reads nothing."""


class GroupCommit:
    """Writes batches of many runs together; one thread at a time.

    Args:
        database: where they go.
        payloads: the layer every body passes.
        tenant: whose rows these are.
    """

    def __init__(self, database: Database, payloads: Payloads, tenant: str) -> None:
        self._database = database
        self._presence = database.presence
        self._visible = False
        self._payloads = payloads
        self._tenant = tenant
        self._known: dict[str, RunState] = {}
        self._refused = (ConflictError, *database.unfit)

    def commit(self, batches: Sequence[Batch]) -> Sequence[JournalError | None]:
        """Writes all batches in one transaction.

        Returns:
            For each batch None or why it alone was refused.

        Raises:
            JournalError: the connection broke at the end, and the batches may stand or not.
            Exception: a driver's error; nothing was written.
        """
        results: list[JournalError | None] = [None] * len(batches)
        group: list[tuple[int, Prepared]] = []
        for place, batch in enumerate(batches):
            try:
                group.append((place, prepare(batch, self._payloads)))
            except PayloadError as error:
                results[place] = error
        if not self._visible and any(p.batch.status == "running" for _, p in group):
            self._presence.appear()
            self._visible = True
        try:
            if group:
                self._land(group, results)
        except InDoubtError as error:
            self._known.clear()
            self._settle([prepared for place, prepared in group if results[place] is None], error)
        except BaseException:
            self._known.clear()
            raise
        return results

    def _land(self, group: list[tuple[int, Prepared]], results: list[JournalError | None]) -> None:
        try:
            self._together([prepared for _, prepared in group])
        except self._refused:
            self._known.clear()
            self._apart(group, results)

    def _settle(self, group: list[Prepared], doubt: InDoubtError) -> None:
        """Looks on a new connection whether the group stands: its last event does, or none does."""
        written = [prepared for prepared in group if prepared.events]
        if not written:
            return
        last = written[-1]
        with transaction(self._database):
            state = self._database.look_up(self._tenant, [last.batch.run]).get(last.batch.run)
            expected = last.event_rows(state.no, self._tenant)[-1] if state else None
            if expected and rare.event(self._database.writer, *expected[:2]) == expected:
                return
        raise _not_taken(doubt)

    def _together(self, group: list[Prepared]) -> None:
        """Writes all in one go, or raises ConflictError and has written nothing."""
        # Spelled out, not `with transaction(…)`: this is the hot path.
        database = self._database
        database.begin()
        try:
            known = self._states(group)
            self._write(group, known)
            database.commit()
        except BaseException:
            database.rollback()
            raise
        self._remember(known)

    def _apart(self, group: list[tuple[int, Prepared]], results: list[JournalError | None]) -> None:
        """Writes each in a part of its own; still one transaction and one flush."""
        lost: dict[str, JournalError] = {}
        with transaction(self._database):
            for place, prepared in group:
                run = prepared.batch.run
                # What a run wrote after a refused batch was decided on something that is not so.
                refusal = lost.get(run) or self._part(prepared)
                if refusal is not None:
                    lost[run] = results[place] = refusal

    def _part(self, prepared: Prepared) -> JournalError | None:
        known = self._states([prepared])
        database = self._database
        database.savepoint()
        try:
            self._write([prepared], known)
        except ConflictError:
            database.undo()
            return self._refusal(prepared)
        except database.unfit as error:
            database.undo()
            return unfit(error)
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
            rows_of = prepared.event_rows(before.no, self._tenant)
            rows += rows_of
            after = RunState(
                before.no,
                batch.first_seq + len(prepared.events),
                batch.status,
                prepared.wake_at,
                batch.incidents,
                self._host(batch),
            )
            # Without events only the row can be meant, whatever it is believed to say.
            if after[2:] != before[2:] or not rows_of:
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
        rows = [
            p.start_row(self._tenant, p.start, self._host(p.batch))
            for p in starts.values()
            if p.start
        ]
        for run, number in self._database.start_runs(rows).items():
            p = starts[run]
            known[run] = RunState(
                number, 0, p.batch.status, p.wake_at, p.batch.incidents, self._host(p.batch)
            )

    def _host(self, batch: Batch) -> str:
        """Who has the run under way after the batch; "" when nobody."""
        return self._presence.host if batch.status == "running" else ""

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
        for event in prepared.messages:
            if isinstance(event, MessageTaken):
                taker = post.taker(self._database.writer, self._tenant, event.message)
                if taker and taker != batch.run:
                    return _taken(taker, event.message)
        return _fenced(batch)


def _taken(run: str, message: str) -> DuplicateError:
    return DuplicateError(
        "Another case has taken this message.",
        why="Two cases waited for the same message.",
        next_step="Let what the message belongs to tell the cases apart.",
        detail=f"message {message}, taken by run {run}",
        run=run,
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


def _not_taken(doubt: InDoubtError) -> JournalError:
    return JournalError(
        "The events could not be made durable.",
        why="The connection to the database broke before it took them; none of them stands.",
        next_step="Try again; nothing that was confirmed is lost.",
        detail=repr(doubt.__cause__),
    )
