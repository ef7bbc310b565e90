"""Gives the engine's tests a journal and a system outside. Must not know what they run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.outside import Outside

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of an empty SQLite database."""
    return f"sqlite:///{tmp_path / 'journal.sqlite'}"


@pytest.fixture(params=["sqlite", "postgres"])
def any_url(request: pytest.FixtureRequest, url: str) -> str:
    """The address of an empty database of each kind."""
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgres" else url


@pytest.fixture
def outside(tmp_path: Path) -> Outside:
    """A system that remembers what was done to it."""
    return Outside(tmp_path / "outside.txt")
