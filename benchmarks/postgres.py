"""Knows which Postgres server a benchmark takes, and what makes its commits last.

Must not know what is stored there.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from tests.helpers.postgres import server_of, throw_away_database

if TYPE_CHECKING:
    from collections.abc import Generator
    from contextlib import AbstractContextManager

VARIABLE = "BATON_BENCH_POSTGRES"


@contextmanager
def server() -> Generator[str | None]:
    """A server: the one that BATON_BENCH_POSTGRES names, the system's, one of our own, or None."""
    with (
        tempfile.TemporaryDirectory(prefix="baton-bench-postgres-") as folder,
        server_of(VARIABLE, lambda: Path(folder)) as found,
    ):
        yield found


def database(named: str) -> AbstractContextManager[str]:
    """An empty database on a server; gives its URL and drops it at the end."""
    return throw_away_database(named, "postgresql")


def settings(named: str) -> dict[str, str]:
    """Returns what decides how durable a commit of this server is."""
    names = ("server_version", "synchronous_commit", "fsync")
    with psycopg.connect(named) as connection:
        return {name: str(connection.execute(f"show {name}").fetchone()) for name in names}
