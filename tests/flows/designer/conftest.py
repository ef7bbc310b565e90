"""Gives flows through the designer a window with real processes, in a folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from tests.helpers.windows import Seat, seated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.helpers.stall_watch import StallWatch


@pytest.fixture
def home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication, stall_watch: StallWatch
) -> Iterator[Path]:
    """A person's own folders, and the application as it was when they have left."""
    del stall_watch  # each seat has its own; asking for one says that time counts here
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    before = qapp.styleSheet(), qapp.palette(), qapp.font()
    yield tmp_path
    qapp.setStyleSheet(before[0])
    qapp.setPalette(before[1])
    qapp.setFont(before[2])


@pytest.fixture
def seat(home: Path, qtbot: QtBot) -> Iterator[Seat]:
    """A person before the designer, on its start page."""
    with seated(qtbot, home / "kept") as made:
        yield made
