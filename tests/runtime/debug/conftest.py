"""Gives the tests of test runs a database. Must not know what they run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.outside import Outside

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind: both keep how a test run was made up."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'runs.sqlite'}"


@pytest.fixture
def outside(tmp_path: Path) -> Outside:
    """A system that remembers what was done to it."""
    return Outside(tmp_path / "outside.txt")
