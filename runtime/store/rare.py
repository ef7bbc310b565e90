"""Knows the rare statements: tasks, deliveries, plans, blobs. Must not know when they are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError

from runtime.events import model
from runtime.store import post, tables
from runtime.store.blobs import fetcher, keep_blob, spill
from runtime.store.database import ConflictError
from runtime.store.projection import due_micros

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from runtime.store.payload import Payloads
    from runtime.store.projection import Prepared, TaskEvent

_ONCE = (
    "INSERT INTO {} (tenant, digest, body) VALUES (:tenant, :digest, :body) ON CONFLICT DO NOTHING"
)
_PLAN = text(_ONCE.format(tables.plans.name))


def write(
    connection: Connection, prepared: Prepared, tenant: str, no: int, payloads: Payloads
) -> None:
    """Writes a batch's delivery, blobs, tasks and messages.

    Raises:
        ConflictError: the delivery has started another run, or another one has a message.
    """
    if prepared.batch.dedupe:
        _claim(connection, tenant, prepared.batch.dedupe, no)
    for digest, body in prepared.blobs.items():
        keep_blob(connection, tenant, digest, body)
    for event in prepared.tasks:
        _follow(connection, event, prepared.at, tenant, no, payloads)
    if prepared.messages:
        post.follow(connection, prepared, tenant, no, payloads)


def _claim(connection: Connection, tenant: str, dedupe: str, no: int) -> None:
    if started_by(connection, tenant, dedupe):
        raise ConflictError
    row = {"tenant": tenant, "dedupe": dedupe, "run_no": no}
    try:
        connection.execute(insert(tables.triggers), row)
    except IntegrityError as error:
        raise ConflictError from error


def started_by(connection: Connection, tenant: str, dedupe: str) -> str:
    """Returns the run that a delivery started, or ""."""
    triggers, runs = tables.triggers.c, tables.runs.c
    query = (
        select(runs.run)
        .join_from(tables.triggers, tables.runs, runs.no == triggers.run_no)
        .where(triggers.tenant == tenant, triggers.dedupe == dedupe)
    )
    return connection.execute(query).scalar() or ""


def _follow(
    connection: Connection, event: TaskEvent, at: int, tenant: str, no: int, payloads: Payloads
) -> None:
    """Brings a task's row up to date with what happened to it."""
    if isinstance(event, model.TaskOpened):
        _open(connection, event, at, tenant, no, payloads)
        return
    tasks = tables.tasks
    if isinstance(event, model.RunMigrated):
        for task, step in event.tasks:
            place = (tasks.c.run_no == no, tasks.c.task == task)
            connection.execute(update(tasks).where(*place).values(step=step))
        return
    row = update(tasks).where(tasks.c.run_no == no, tasks.c.task == event.task)
    if isinstance(event, model.TaskClosed):
        connection.execute(row.values(status=event.how))
    elif isinstance(event, model.TaskDelegated):
        connection.execute(row.values(assignees=_text(event.assignees)))
    else:
        query = select(tasks.c.assignees).where(tasks.c.run_no == no, tasks.c.task == event.task)
        before = orjson.loads(connection.execute(query).scalar() or "[]")
        assignees = _text((*before, *event.added))
        connection.execute(row.values(assignees=assignees, overdue=True))


def _open(
    connection: Connection,
    event: model.TaskOpened,
    at: int,
    tenant: str,
    no: int,
    payloads: Payloads,
) -> None:
    row = {
        "run_no": no,
        "task": event.task,
        "tenant": tenant,
        "step": event.step,
        "title": event.title,
        "assignees": _text(event.assignees),
        "outcomes": _text(event.outcomes),
        "form": payloads.pack(orjson.dumps(event.form), spill(connection, tenant)),
        "facts": payloads.pack(orjson.dumps(event.facts), spill(connection, tenant)),
        "status": "open",
        "opened": at,
        "due": due_micros(event.due),
        "not_allowed": _text(event.not_allowed),
        "overdue": False,
    }
    connection.execute(insert(tables.tasks), row)


def _text(value: object) -> str:
    return orjson.dumps(value).decode()


def keep_plan(
    connection: Connection, tenant: str, digest: str, body: bytes, payloads: Payloads
) -> None:
    """Stores a plan unless one stands under the digest."""
    row = {
        "tenant": tenant,
        "digest": digest,
        "body": payloads.pack(body, spill(connection, tenant)),
    }
    connection.execute(_PLAN, row)


def plan(connection: Connection, tenant: str, digest: str, payloads: Payloads) -> bytes | None:
    """Returns a plan, or None."""
    plans = tables.plans.c
    query = select(plans.body).where(plans.tenant == tenant, plans.digest == digest)
    stored = connection.execute(query).scalar()
    return None if stored is None else payloads.unpack(stored, fetcher(connection, tenant))


def event(connection: Connection, no: int, seq: int) -> tuple[object, ...] | None:
    """Returns an event's row, or None."""
    events = tables.events
    query = select(events).where(events.c.run_no == no, events.c.seq == seq)
    row = connection.execute(query).first()
    return None if row is None else tuple(row)
