"""Knows whether a database is new, ours, older or newer. Must not know what its tables hold.

A new database is made from the tables and marked; Alembic is imported only to upgrade an older one,
because it costs more time than a whole short run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, inspect, select

from runtime.errors import JournalError
from runtime.store import tables
from runtime.store.database import transaction

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from runtime.store.database import Database


def prepare(database: Database) -> None:
    """Makes the tables, or brings them up to date.

    What an older Baton wrote is kept in a copy beside it first.

    Raises:
        JournalError: the database is from a newer Baton, or another program's.
    """
    with database.engine.connect() as connection:
        found = _found(connection)
    if found != tables.REVISION:
        if found and _is_older(found):
            database.keep_older()
        _change(database)


def _is_older(found: str) -> bool:
    from runtime.store import migrations

    return found in migrations.known()


def _change(database: Database) -> None:
    """Looks again under the write lock, for another process may be doing the same."""
    with transaction(database):
        database.lock_tables()
        found = _found(database.writer)
        if found is None:
            _create(database.writer)
        elif found != tables.REVISION:
            _upgrade(database.writer, found)


def _found(connection: Connection) -> str | None:
    """Returns the revision; "" before the first migration, None where there are no tables."""
    names = set(inspect(connection).get_table_names())
    if tables.version.name in names:
        return connection.execute(select(tables.version.c.version_num)).scalar() or ""
    clash = names & set(tables.metadata.tables)
    if clash:
        raise JournalError(
            "This database belongs to another program.",
            why="It has tables with the names of Baton's, but not Baton's mark.",
            next_step="Choose another file or database.",
            detail=f"tables {sorted(clash)}",
        )
    return None


def _create(connection: Connection) -> None:
    tables.metadata.create_all(connection, checkfirst=False)
    connection.execute(insert(tables.version), {"version_num": tables.REVISION})


def _upgrade(connection: Connection, found: str) -> None:
    from runtime.store import migrations

    if found and found not in migrations.known():
        raise JournalError(
            "This journal was written by a newer Baton.",
            why="Its tables have a form that this version does not know.",
            next_step="Open it with the newer version, or update this one.",
            detail=f"revision {found}, newest known {tables.REVISION}",
        )
    migrations.upgrade(connection)
