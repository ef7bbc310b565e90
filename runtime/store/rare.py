"""Knows the rare statements: tasks, deliveries, plans, blobs. Must not know when they are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError

from runtime.errors import JournalError
from runtime.events import model
from runtime.store import tables
from runtime.store.database import ConflictError
from runtime.store.projection import due_micros

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from runtime.store.payload import Payloads
    from runtime.store.projection import Prepared, TaskEvent

_ONCE = (
    "INSERT INTO {} (tenant, digest, body) VALUES (:tenant, :digest, :body) ON CONFLICT DO NOTHING"
)
_BLOB = text(_ONCE.format(tables.blobs.name))
_PLAN = text(_ONCE.format(tables.plans.name))


def write(
    connection: Connection, prepared: Prepared, tenant: str, no: int, payloads: Payloads
) -> None:
    """Writes a batch's delivery, blobs and tasks.

    Raises:
        ConflictError: the delivery has started another run.
    """
    if prepared.batch.dedupe:
        _claim(connection, tenant, prepared.batch.dedupe, no)
    for digest, body in prepared.blobs.items():
        _keep_blob(connection, tenant, digest, body)
    for event in prepared.tasks:
        _follow(connection, event, prepared.at, tenant, no, payloads)


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


def _keep_blob(connection: Connection, tenant: str, digest: bytes, body: bytes) -> None:
    """Stores a body once; the same body again changes nothing."""
    connection.execute(_BLOB, {"tenant": tenant, "digest": digest, "body": body})


def fetcher(connection: Connection, tenant: str) -> Callable[[bytes], bytes]:
    """Returns what gives a spilled body back; it raises JournalError when the body is missing."""
    blobs = tables.blobs.c

    def fetch(digest: bytes) -> bytes:
        query = select(blobs.body).where(blobs.tenant == tenant, blobs.digest == digest)
        body = connection.execute(query).scalar()
        if body is None:
            raise JournalError(
                "A large payload is missing in the journal.",
                why="The database is damaged or was copied in part.",
                next_step="Restore a backup.",
                detail=f"blob {digest.hex()}",
            )
        return body

    return fetch


def _follow(
    connection: Connection, event: TaskEvent, at: int, tenant: str, no: int, payloads: Payloads
) -> None:
    """Brings a task's row up to date with what happened to it."""
    if isinstance(event, model.TaskOpened):
        _open(connection, event, at, tenant, no, payloads)
        return
    tasks = tables.tasks
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
    def spill(digest: bytes, body: bytes) -> None:
        _keep_blob(connection, tenant, digest, body)

    row = {
        "run_no": no,
        "task": event.task,
        "tenant": tenant,
        "step": event.step,
        "title": event.title,
        "assignees": _text(event.assignees),
        "outcomes": _text(event.outcomes),
        "form": payloads.pack(orjson.dumps(event.form), spill),
        "facts": payloads.pack(orjson.dumps(event.facts), spill),
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

    def spill(name: bytes, data: bytes) -> None:
        _keep_blob(connection, tenant, name, data)

    row = {"tenant": tenant, "digest": digest, "body": payloads.pack(body, spill)}
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
