"""Gives tests of the bar a desk with the real engine on it, and a bar over it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from designer.panels.run_bar.bar import RunBar
from tests.helpers.desks import desk
from tests.helpers.run_bars import WatchedRun, failing

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from designer.run_bridge.engine import Engine


@pytest.fixture
def watched(engine: Engine, qtbot: QtBot) -> WatchedRun:
    bench = desk(failing())
    bench.services = dataclasses.replace(bench.services, engine=engine)
    bar = RunBar(bench, lambda: ("user:analyst", ("finance",)))
    qtbot.addWidget(bar)
    bar.resize(1000, 200)
    return WatchedRun(bench, bar, qtbot)
