"""Hands a real Tryton server to tests. Must not know what they do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tryton_server import Prepared, TrytonServer, prepare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def tryton() -> Prepared:
    """Tryton installed and its seeded database built; minutes the first time, then nothing."""
    return prepare()


@pytest.fixture
def tryton_server(tryton: Prepared, tmp_path: Path) -> Iterator[TrytonServer]:
    """A running Tryton with a firm and no clients in it, on a database of the test's own."""
    with TrytonServer(tmp_path / "tryton", prepared=tryton) as server:
        yield server
