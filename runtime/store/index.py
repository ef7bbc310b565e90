"""Knows how people find runs and tasks. Must not know how either comes about."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Row, Select, func, select

from runtime.ports import RunRow, TaskRow
from runtime.store import tables
from runtime.store.blobs import fetcher
from runtime.store.journal import unknown_run
from runtime.store.moments import from_micros, from_micros_or_none

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from sqlalchemy import Connection

    from runtime.store.database import Database
    from runtime.store.payload import Payloads

_runs, _tasks, _events = tables.runs.c, tables.tasks.c, tables.events.c
_CHANGED = (
    select(_events.at)
    .where(_events.run_no == _runs.no)
    .order_by(_events.seq.desc())
    .limit(1)
    .scalar_subquery()
)
_RUN = select(tables.runs, func.coalesce(_CHANGED, _runs.started).label("changed"))
_TASK = select(tables.tasks, _runs.run).join_from(
    tables.tasks, tables.runs, _runs.no == _tasks.run_no
)


class StoreIndex:
    """The runs and tasks of one tenant; fulfils runtime.ports.RunIndex.

    Args:
        database: where they stand.
        payloads: the layer every body passes.
        tenant: whose rows these are.
    """

    def __init__(self, database: Database, payloads: Payloads, tenant: str) -> None:
        self._database = database
        self._payloads = payloads
        self._tenant = tenant

    def runs(
        self,
        *,
        status: str = "",
        definition: str = "",
        key: str = "",
        most: int = 100,
        incidents: bool = False,
    ) -> Sequence[RunRow]:
        """Returns runs, newest first; "" and False do not narrow."""
        query = _RUN.where(_runs.tenant == self._tenant)
        wanted = ((_runs.status, status), (_runs.definition, definition), (_runs.key, key))
        for column, value in wanted:
            if value:
                query = query.where(column == value)
        if key:
            query = query.where(tables.KEYED)
        if incidents:
            query = query.where(_runs.incidents > 0)
        newest = query.order_by(_runs.started.desc(), _runs.no.desc()).limit(most)
        with self._reading() as connection:
            return [_run_row(row) for row in connection.execute(newest)]

    def tasks(self, *, status: str = "open", run: str = "", most: int = 100) -> Sequence[TaskRow]:
        """Returns tasks, oldest first; `status` "" means all."""
        query = self._tasks_of(run) if run else _TASK.where(_tasks.tenant == self._tenant)
        if status:
            query = query.where(tables.OPEN if status == "open" else _tasks.status == status)
        oldest = query.order_by(_tasks.opened, _tasks.run_no, _tasks.task).limit(most)
        return self._tasks(oldest)

    def task(self, run: str, task: str) -> TaskRow:
        """Returns one task.

        Raises:
            UnknownRunError: there is no such run or task.
        """
        for row in self._tasks(self._tasks_of(run).where(_tasks.task == task)):
            return row
        raise unknown_run(run, task)

    def _tasks_of(self, run: str) -> Select[Any]:
        """Looks up the run first. A task's own tenant is left out: its index would be taken."""
        return _TASK.where(_runs.tenant == self._tenant, _runs.run == run)

    def _tasks(self, query: Select[Any]) -> list[TaskRow]:
        with self._reading() as connection:
            fetch = fetcher(connection, self._tenant)
            rows = connection.execute(query).all()
            unpack = self._payloads.unpack
            return [_task_row(r, unpack(r.form, fetch), unpack(r.facts, fetch)) for r in rows]

    @contextmanager
    def _reading(self) -> Generator[Connection]:
        try:
            with self._database.engine.connect() as connection:
                yield connection
        except self._database.errors as error:
            raise self._database.words(error) from error


def _run_row(row: Row[Any]) -> RunRow:
    return RunRow(
        run=row.run,
        definition=row.definition,
        name=row.name,
        status=row.status,
        key=row.key,
        requester=row.requester,
        started=from_micros(row.started),
        changed=from_micros(row.changed),
        incidents=row.incidents,
        environment=row.environment,
    )


def _task_row(row: Row[Any], form: bytes, facts: bytes) -> TaskRow:
    return TaskRow(
        run=row.run,
        task=row.task,
        step=row.step,
        title=row.title,
        assignees=tuple(orjson.loads(row.assignees)),
        outcomes=tuple((p, t, r, q) for p, t, r, q in orjson.loads(row.outcomes)),
        form=orjson.loads(form),
        facts=orjson.loads(facts),
        status=row.status,
        opened=from_micros(row.opened),
        due=from_micros_or_none(row.due),
        not_allowed=tuple(orjson.loads(row.not_allowed)),
        overdue=row.overdue,
    )
