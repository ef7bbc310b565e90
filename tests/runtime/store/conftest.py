"""Gives every store test both databases. Must not know what the tests write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from runtime.store import open_store
from tests.helpers.postgres import throw_away_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from runtime.store import Store


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'journal.sqlite'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An open store on an empty database."""
    with open_store(url) as opened:
        yield opened


@pytest.fixture
def second_postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of another empty Postgres database."""
    with throw_away_database(postgres_server) as address:
        yield address
