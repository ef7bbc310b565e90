"""Gives each test of the command line a user and a database of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.command_line import Baton

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def baton(tmp_path: Path) -> Baton:
    """The command, for a new user."""
    return Baton(tmp_path)
