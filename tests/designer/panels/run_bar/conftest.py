"""Gives tests of the bar a desk with the real engine, and a bar over it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from designer.panels.run_bar.bar import RunBar
from designer.run_bridge.engine import Engine
from tests.helpers.desks import desk
from tests.helpers.run_bars import WatchedRun, failing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[Engine]:
    del qtbot
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    made = Engine(f"sqlite:///{tmp_path / 'runs.sqlite'}")
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def watched(engine: Engine, qtbot: QtBot) -> WatchedRun:
    bench = desk(failing())
    bench.services = dataclasses.replace(bench.services, engine=engine)
    bar = RunBar(bench, lambda: ("user:ada", ("finance",)))
    qtbot.addWidget(bar)
    bar.resize(1000, 200)
    return WatchedRun(bench, bar, qtbot)
