"""Knows the tables of a store. Must not know who uses them, nor which database holds them.

Moments are whole microseconds since 1970 in UTC. A run has a number besides its id: the key of an
event is two small integers, so that a commit for many runs touches few index pages.
`changed` and the last place of a run are not columns: its newest event says both, and a column
would cost a write with every commit.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    TextClause,
    UniqueConstraint,
    text,
)

REVISION = "0002"
"""The newest migration; a test holds it equal to the folder `migrations` and to these tables."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)

_NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""SQLite gives out numbers by itself only for a column that is spelled INTEGER."""

_CONDITIONS: dict[str, tuple[Index, TextClause]] = {}


def _partial(name: str, *columns: Column[Any], where: TextClause) -> None:
    """Adds an index of those rows only that meet a condition."""
    _CONDITIONS[name] = (Index(name, *columns, sqlite_where=where), where)


def tell_postgres() -> None:
    """Gives the conditions to Postgres too.

    Not above: naming that dialect loads it, and a short run on SQLite would pay for it.
    """
    for index, where in _CONDITIONS.values():
        index.dialect_options["postgresql"]["where"] = where


version = Table(
    "baton_version",
    metadata,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="baton_version_pkc"),
)
"""What Alembic calls its version table, under a name that no other program in a database uses."""

runs = Table(
    "runs",
    metadata,
    Column("no", _NUMBER, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("run", String, nullable=False),
    Column("definition", String, nullable=False),
    Column("name", String, nullable=False),
    Column("key", String, nullable=False),
    Column("requester", String, nullable=False),
    Column("environment", String, nullable=False),
    Column("started", BigInteger, nullable=False),
    Column("status", String, nullable=False),
    Column("wake_at", BigInteger),
    Column("incidents", Integer, nullable=False),
    Column("host", String, nullable=False),
    UniqueConstraint("tenant", "run"),
)
WOKEN = text("wake_at IS NOT NULL")
RUNNING = text("status = 'running'")
KEYED = text("key <> ''")
"""Conditions of partial indexes; a query is served only if it uses the same words."""
Index("ix_runs_started", runs.c.tenant, runs.c.started)
_partial("ix_runs_wake", runs.c.tenant, runs.c.wake_at, where=WOKEN)
_partial("ix_runs_open", runs.c.tenant, runs.c.host, where=RUNNING)
_partial("ix_runs_key", runs.c.tenant, runs.c.key, runs.c.started, where=KEYED)

events = Table(
    "events",
    metadata,
    # No foreign key: Postgres would look each row up and lock its run with every commit.
    Column("run_no", BigInteger, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("tenant", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("kind", String, nullable=False),
    Column("by", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("run_no", "seq"),
)

tasks = Table(
    "tasks",
    metadata,
    Column("run_no", BigInteger, ForeignKey("runs.no"), nullable=False),
    Column("task", String, nullable=False),
    Column("tenant", String, nullable=False),
    Column("step", String, nullable=False),
    Column("title", String, nullable=False),
    Column("assignees", String, nullable=False),
    Column("outcomes", String, nullable=False),
    Column("form", LargeBinary, nullable=False),
    Column("facts", LargeBinary, nullable=False),
    Column("status", String, nullable=False),
    Column("opened", BigInteger, nullable=False),
    Column("due", BigInteger),
    Column("not_allowed", String, nullable=False),
    Column("overdue", Boolean(create_constraint=False), nullable=False),
    PrimaryKeyConstraint("run_no", "task"),
)
OPEN = text("tasks.status = 'open'")
_open = text("status = 'open'")
_partial("ix_tasks_open", tasks.c.tenant, tasks.c.opened, where=_open)

plans = Table(
    "plans",
    metadata,
    Column("tenant", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("tenant", "digest"),
)

triggers = Table(
    "triggers",
    metadata,
    Column("tenant", String, nullable=False),
    Column("dedupe", String, nullable=False),
    Column("run_no", BigInteger, ForeignKey("runs.no"), nullable=False),
    PrimaryKeyConstraint("tenant", "dedupe"),
)

blobs = Table(
    "blobs",
    metadata,
    Column("tenant", String, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("tenant", "digest"),
)

messages = Table(
    "messages",
    metadata,
    Column("tenant", String, nullable=False),
    Column("message", String, nullable=False),
    Column("name", String, nullable=False),
    Column("key", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("by", String, nullable=False),
    Column("sent", BigInteger, nullable=False),
    Column("run_no", BigInteger),
    PrimaryKeyConstraint("tenant", "message"),
)
"""Messages to cases; `run_no` is the case that took it."""
NOT_TAKEN = text("messages.run_no IS NULL")
_not_taken = text("run_no IS NULL")
_partial(
    "ix_messages_open",
    messages.c.tenant,
    messages.c.name,
    messages.c.key,
    messages.c.sent,
    where=_not_taken,
)

awaits = Table(
    "awaits",
    metadata,
    Column("run_no", BigInteger, ForeignKey("runs.no"), nullable=False),
    Column("token", BigInteger, nullable=False),
    Column("port", String, nullable=False),
    Column("tenant", String, nullable=False),
    Column("name", String, nullable=False),
    Column("key", String, nullable=False),
    Column("kept", Boolean(create_constraint=False), nullable=False),
    Column("since", BigInteger, nullable=False),
    PrimaryKeyConstraint("run_no", "token", "port"),
)
"""What cases wait for; a row may be out of date, and is taken away when that is seen."""
Index("ix_awaits_name", awaits.c.tenant, awaits.c.name, awaits.c.key)
