"""Knows how messages wait for cases and cases for messages. Must not know when either happens."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import and_, delete, insert, or_, select, text, update

from runtime.errors import UnknownRunError
from runtime.events import model
from runtime.ports import Delivery, MessageRow
from runtime.store import tables
from runtime.store.blobs import fetcher, spill
from runtime.store.database import ConflictError, transaction
from runtime.store.moments import from_micros, to_micros
from runtime.store.payload import unfit

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from datetime import datetime
    from threading import Lock

    from sqlalchemy import Connection, Row

    from runtime.definition.json_value import JsonValue
    from runtime.store.database import Database
    from runtime.store.payload import Payloads
    from runtime.store.projection import MessageEvent, Prepared

_messages, _awaits, _runs = tables.messages.c, tables.awaits.c, tables.runs.c
_SEND = text(
    'INSERT INTO messages (tenant, message, name, key, content, "by", sent) '
    "VALUES (:tenant, :message, :name, :key, :content, :by, :sent) ON CONFLICT DO NOTHING"
)
_MEETS = and_(
    _awaits.tenant == _messages.tenant,
    _awaits.name == _messages.name,
    _awaits.key == _messages.key,
    or_(_awaits.kept, _messages.sent >= _awaits.since),
)
_MEETINGS = (
    select(
        _messages.message,
        _messages.name,
        _messages.key,
        _messages.content,
        _messages.by,
        _runs.run,
        _awaits.token,
        _awaits.port,
        (_messages.sent < _awaits.since).label("late"),
    )
    .join_from(tables.messages, tables.awaits, _MEETS)
    .join(tables.runs, _runs.no == _awaits.run_no)
    .where(tables.NOT_TAKEN)
    .order_by(_messages.sent, _messages.message, _awaits.since, _awaits.run_no)
)
"""Messages nobody has taken, with the cases that wait for them, the oldest of both first."""


_MESSAGE = select(tables.messages, _runs.run).join_from(
    tables.messages, tables.runs, _runs.no == _messages.run_no, isouter=True
)


class Post:
    """The messages of one tenant in a database; any thread, one at a time.

    Args:
        database: where they stand.
        payloads: the layer every body passes.
        tenant: whose rows these are.
        lock: held while the database is written.
    """

    def __init__(self, database: Database, payloads: Payloads, tenant: str, lock: Lock) -> None:
        self._database = database
        self._payloads = payloads
        self._tenant = tenant
        self._lock = lock

    def send(
        self, message: str, name: str, key: str, content: JsonValue, *, by: str, at: datetime
    ) -> bool:
        """Keeps a message until a case takes it; whether it is a new one.

        Args:
            message: its id; the same one sent again changes nothing.
            name: as in `runtime.primitives.Receive`.
            key: as there.
            content: what the receiver gets.
            by: who sends it.
            at: when (aware).

        Raises:
            JournalError: it could not be kept, or is nothing that can be.
        """
        try:
            body = orjson.dumps(content)
        except TypeError as error:
            raise unfit(error) from error
        with self._lock, self._in_words(), transaction(self._database):
            connection = self._database.writer
            row = _row(self._tenant, message, name, key, by, to_micros(at))
            packed = self._payloads.pack(body, spill(connection, self._tenant))
            return connection.execute(_SEND, {**row, "content": packed}).rowcount > 0

    def deliveries(self, *, most: int = 100) -> Sequence[Delivery]:
        """Returns which message could go to which case now, the oldest of both first."""
        query = _MEETINGS.where(_messages.tenant == self._tenant).limit(most)
        with self._in_words(), self._database.engine.connect() as connection:
            rows = connection.execute(query).all()
            fetch = fetcher(connection, self._tenant)
            unpack = self._payloads.unpack
            return [
                Delivery(
                    r.message,
                    r.name,
                    r.key,
                    orjson.loads(unpack(r.content, fetch)),
                    r.by,
                    r.run,
                    r.token,
                    r.port,
                    bool(r.late),
                )
                for r in rows
            ]

    def messages(self, *, taken: bool | None = None, most: int = 100) -> Sequence[MessageRow]:
        """Returns messages, newest first: all, those a case has taken, or the others."""
        newest = (_messages.sent.desc(), _messages.message)
        query = _MESSAGE.where(_messages.tenant == self._tenant).order_by(*newest).limit(most)
        if taken is not None:
            query = query.where(_messages.run_no.is_not(None) if taken else tables.NOT_TAKEN)
        with self._in_words(), self._database.engine.connect() as connection:
            return [_message_row(row) for row in connection.execute(query)]

    def message(self, message: str) -> MessageRow:
        """Returns one message.

        Raises:
            UnknownRunError: there is none with this id.
        """
        query = _MESSAGE.where(_messages.tenant == self._tenant, _messages.message == message)
        with self._in_words(), self._database.engine.connect() as connection:
            for row in connection.execute(query):
                return _message_row(row)
        raise UnknownRunError(
            "There is no such message.",
            why="Nothing with this id was sent here.",
            next_step="Look the id up with `baton messages list --all`.",
            detail=f"message {message}",
        )

    def forget(self, run: str, token: int, port: str) -> None:
        """Takes away that a case waits for a message, because it does not any more."""
        number = select(_runs.no).where(_runs.tenant == self._tenant, _runs.run == run)
        with self._lock, self._in_words(), transaction(self._database):
            self._database.writer.execute(
                delete(tables.awaits).where(
                    _awaits.run_no == number.scalar_subquery(),
                    _awaits.token == token,
                    _awaits.port == port,
                )
            )

    @contextmanager
    def _in_words(self) -> Generator[None]:
        try:
            yield
        except self._database.errors as error:
            raise self._database.words(error) from error


def _message_row(row: Row[Any]) -> MessageRow:
    return MessageRow(row.message, row.name, row.key, from_micros(row.sent), row.by, row.run or "")


# --- what events mean -----------------------------------------------------------------------------


def follow(
    connection: Connection, prepared: Prepared, tenant: str, no: int, payloads: Payloads
) -> None:
    """Brings messages and what is waited for up to date with a batch.

    Raises:
        ConflictError: another case has taken a message.
    """
    for place, event in enumerate(prepared.messages):
        is_new = place >= prepared.taken
        if isinstance(event, model.MessageSent) and not is_new:
            continue
        if isinstance(event, model.MessageSent):
            row = _row(tenant, event.message, event.name, event.key, prepared.batch.by, prepared.at)
            body = payloads.pack(orjson.dumps(event.content), spill(connection, tenant))
            connection.execute(_SEND, {**row, "content": body})
        elif isinstance(event, model.MessageTaken):
            if is_new:
                _take(connection, tenant, event.message, no)
            _forget(connection, no, (event.token,), event.port)
        elif isinstance(event, model.MessageAwaited | model.GroupStarted):
            _await(connection, event, prepared.at, tenant, no)
        else:
            _forget(connection, no, _tokens(event))


def _row(tenant: str, message: str, name: str, key: str, by: str, sent: int) -> dict[str, object]:
    return {
        "tenant": tenant,
        "message": message,
        "name": name,
        "key": key,
        "by": by,
        "sent": sent,
    }


def _take(connection: Connection, tenant: str, message: str, no: int) -> None:
    query = (
        update(tables.messages)
        .where(_messages.tenant == tenant, _messages.message == message, tables.NOT_TAKEN)
        .values(run_no=no)
    )
    if not connection.execute(query).rowcount:
        raise ConflictError


def taker(connection: Connection, tenant: str, message: str) -> str:
    """Returns the case that has taken a message, or ""."""
    query = (
        select(_runs.run)
        .join_from(tables.messages, tables.runs, _runs.no == _messages.run_no)
        .where(_messages.tenant == tenant, _messages.message == message)
    )
    return connection.execute(query).scalar() or ""


def _await(
    connection: Connection,
    event: model.MessageAwaited | model.GroupStarted,
    at: int,
    tenant: str,
    no: int,
) -> None:
    if isinstance(event, model.MessageAwaited):
        wanted: list[tuple[str, str, str, bool]] = [("", event.name, event.key, event.kept)]
    else:
        wanted = list(event.awaits)
    rows = [
        {
            "run_no": no,
            "token": event.token,
            "port": port,
            "tenant": tenant,
            "name": name,
            "key": key,
            "kept": kept,
            "since": at,
        }
        for port, name, key, kept in wanted
    ]
    if rows:
        _forget(connection, no, (event.token,))
        connection.execute(insert(tables.awaits), rows)


def _forget(
    connection: Connection, no: int, tokens: Sequence[int], port: str | None = None
) -> None:
    query = delete(tables.awaits).where(_awaits.run_no == no, _awaits.token.in_(tokens))
    connection.execute(query if port is None else query.where(_awaits.port == port))


def _tokens(event: MessageEvent) -> tuple[int, ...]:
    if isinstance(event, model.TokensCancelled):
        return event.tokens
    if isinstance(event, model.RunMigrated):
        return event.again
    return (event.token,)
