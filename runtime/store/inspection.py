"""Knows what the rows of a journal must be like among themselves. Must not know what a run does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Row, delete, func, select, update

from runtime.store import tables
from runtime.store.blobs import keep_blob
from runtime.store.database import ConflictError, EventRow, transaction
from runtime.store.payload import spilled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Table

    from runtime.ports import Batch
    from runtime.store.database import Database

_runs, _events, _messages = tables.runs.c, tables.events.c, tables.messages.c
_DIGEST = 33
"""Bytes of a row whose body stands elsewhere: how it is kept, and its digest."""
BELONGING = (tables.tasks, tables.awaits, tables.triggers)
"""Tables whose rows mean nothing without their run."""
_FOLLOWS = ("step", "title", "assignees", "outcomes", "status", "opened", "due", "overdue")
NOBODY = "0"
"""A host that never lives: who has a run under way when that process is gone."""


class Kept(NamedTuple):
    """What a run's row says."""

    no: int
    run: str
    status: str
    wake_at: int | None
    incidents: int
    host: str


class Rows(NamedTuple):
    """What follows from the events of a run, as rows; what a body holds is left out."""

    tasks: frozenset[tuple[Any, ...]]
    awaits: frozenset[tuple[Any, ...]]
    taken: frozenset[str]


class Inspection:
    """Looks at the rows of one tenant, and puts rows right.

    Args:
        database: where they stand.
        tenant: whose they are.
    """

    def __init__(self, database: Database, tenant: str) -> None:
        self.database = database
        self.tenant = tenant

    def damages(self) -> Sequence[str]:
        """Returns what the database itself finds wrong with its pages."""
        return self.database.damages()

    def runs(self) -> Sequence[Kept]:
        """Returns what the rows of all runs say, the oldest first."""
        columns = (_runs.no, _runs.run, _runs.status, _runs.wake_at, _runs.incidents, _runs.host)
        query = select(*columns).where(_runs.tenant == self.tenant).order_by(_runs.no)
        return [Kept(*row) for row in self._all(query)]

    def others(self) -> frozenset[str]:
        """Returns the hosts beside this one that have a run under way."""
        presence = self.database.presence
        named = {kept.host for kept in self.runs()} - {"", presence.host}
        return presence.alive(named) - {presence.host}

    def gaps(self) -> frozenset[int]:
        """Returns the numbers of the runs whose events are not all there."""
        counted = select(_events.run_no).where(_events.tenant == self.tenant)
        query = counted.group_by(_events.run_no).having(func.count() != func.max(_events.seq) + 1)
        return frozenset(row[0] for row in self._all(query))

    def strays(self) -> Sequence[int]:
        """Returns the numbers under which events stand that belong to no run."""
        mine = select(_events.run_no).where(_events.tenant == self.tenant).distinct()
        return [row[0] for row in self._all(mine.where(_without_run(tables.events)))]

    def orphans(self) -> Mapping[str, int]:
        """Returns, by table, how many rows belong to no run."""
        found = {table.name: self._count(table, _without_run(table)) for table in BELONGING}
        return {name: count for name, count in found.items() if count}

    def fence_holds(self, run: Kept) -> bool:
        """Whether the database refuses a second event at the place of a run's last one."""
        database = self.database
        query = select(tables.events).where(_events.run_no == run.no)
        database.begin()
        try:
            newest = query.order_by(_events.seq.desc()).limit(1)
            rows: list[EventRow] = [_plain(row) for row in database.writer.execute(newest)]
            if not rows:
                return True
            database.add_events(rows)
        except ConflictError:
            return True
        finally:
            database.rollback()
        return False

    def blobs(self) -> tuple[frozenset[bytes], frozenset[bytes]]:
        """Returns the digests of bodies that are missing, and of those nobody refers to."""
        mine = tables.blobs.c.tenant == self.tenant
        there = {row[0] for row in self._all(select(tables.blobs.c.digest).where(mine))}
        columns = (
            _events.body,
            tables.tasks.c.form,
            tables.tasks.c.facts,
            tables.plans.c.body,
            _messages.content,
        )
        named: set[bytes] = set()
        for column in columns:
            where = column.table.c.tenant == self.tenant, func.length(column) == _DIGEST
            named.update(filter(None, (spilled(row[0]) for row in self._all(_only(column, where)))))
        return frozenset(named - there), frozenset(there - named)

    def rows(self, no: int) -> Rows:
        """Returns the rows that follow a run."""
        with self.database.engine.connect() as connection:
            return rows_of(connection, no)

    def untaken(self) -> Sequence[Mapping[str, Any]]:
        """Returns all messages as they were before a run took them, with their kept bodies."""
        query = select(tables.messages).where(_messages.tenant == self.tenant)
        with self.database.engine.connect() as connection:
            return [{**row, "run_no": None} for row in connection.execute(query).mappings()]

    # --- putting right ----------------------------------------------------------------------------

    def set_row(self, no: int, batch: Batch, wake_at: int | None) -> None:
        """Lets a run's row say what its events say; one that should go on is taken up next."""
        host = NOBODY if batch.status == "running" else ""
        with transaction(self.database):
            self.database.change_runs([(batch.status, wake_at, batch.incidents, host, no)])

    def replace(self, no: int, source: Connection, number: int) -> None:
        """Puts the rows that follow a run in place of those that stand.

        Args:
            no: the run's number here.
            source: a replay in which the right rows stand.
            number: the run's number there.
        """
        with transaction(self.database):
            writer = self.database.writer
            for table in (tables.tasks, tables.awaits):
                writer.execute(delete(table).where(table.c.run_no == no))
                found = source.execute(select(table).where(table.c.run_no == number)).mappings()
                for row in found.all():
                    self._keep_bodies(writer, source, row.values())
                    writer.execute(table.insert(), {**row, "run_no": no})
            right = rows_of(source, number).taken
            mine = _messages.tenant == self.tenant
            writer.execute(
                update(tables.messages).where(mine, _messages.run_no == no).values(run_no=None)
            )
            writer.execute(
                update(tables.messages).where(mine, _messages.message.in_(right)).values(run_no=no)
            )

    def _keep_bodies(
        self, writer: Connection, source: Connection, values: Iterable[object]
    ) -> None:
        blobs = tables.blobs.c
        for digest in filter(None, (spilled(v) for v in values if isinstance(v, bytes))):
            query = select(blobs.body).where(blobs.digest == digest)
            keep_blob(writer, self.tenant, digest, source.execute(query).scalar_one())

    def forget_orphans(self) -> None:
        """Takes away the rows that belong to no run, and the bodies nobody refers to."""
        _, unused = self.blobs()
        with transaction(self.database):
            writer = self.database.writer
            for table in BELONGING:
                mine = table.c.tenant == self.tenant
                writer.execute(delete(table).where(mine, _without_run(table)))
            for digest in unused:
                at = (tables.blobs.c.tenant == self.tenant, tables.blobs.c.digest == digest)
                writer.execute(delete(tables.blobs).where(*at))

    def _count(self, table: Table, where: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(table).where(table.c.tenant == self.tenant, where)
        return int(self._all(query)[0][0])

    def _all(self, query: Any) -> Sequence[Row[Any]]:
        with self.database.engine.connect() as connection:
            return connection.execute(query).all()


def _plain(row: Sequence[Any]) -> Any:
    """Returns a row as a tuple that is equal to one of another statement."""
    return tuple(row)


def _only(column: Any, where: tuple[ColumnElement[bool], ...]) -> Any:
    return select(column).where(*where)


def _without_run(table: Table) -> ColumnElement[bool]:
    return table.c.run_no.not_in(select(_runs.no))


def rows_of(connection: Connection, no: int) -> Rows:
    """Returns the rows that follow a run, as they stand in a database."""
    tasks, awaits = tables.tasks.c, tables.awaits.c
    open_ = select(tasks.task, *(tasks[name] for name in _FOLLOWS)).where(tasks.run_no == no)
    wanted = (awaits.token, awaits.port, awaits.name, awaits.key, awaits.kept, awaits.since)
    taken = select(_messages.message).where(_messages.run_no == no)
    waited = select(*wanted).where(awaits.run_no == no)
    return Rows(
        frozenset(_plain(row) for row in connection.execute(open_)),
        frozenset(_plain(row) for row in connection.execute(waited)),
        frozenset(connection.execute(taken).scalars()),
    )
