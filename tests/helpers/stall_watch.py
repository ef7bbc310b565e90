"""Measures how long Qt's event loop does not turn, which is how long a window would stand still."""

from __future__ import annotations

import gc
from time import monotonic, thread_time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from pytestqt.qtbot import QtBot

_TICK = 0.004


class StallWatch(QObject):
    """Ticks as fast as the event loop lets it, and keeps the longest time between two ticks.

    `longest` is what a person feels, on this machine with all that it does besides. `longest_work`
    counts only what the window's thread itself worked in one go: the same on a busy machine.
    What the tests before have made is set aside, so that collecting garbage does not go through it.

    Use it as a context manager around what the window has to live through:

        with stall_watch as watch:
            qtbot.waitUntil(...)
        assert watch.longest_work < 0.05
    """

    def __init__(self) -> None:
        super().__init__()
        self.longest = self.longest_work = 0.0
        self.ticks = 0
        self._last = self._last_work = 0.0
        self._timer = QTimer(self, interval=round(_TICK * 1000))
        self._timer.timeout.connect(self._tick)

    def __enter__(self) -> StallWatch:
        QCoreApplication.processEvents()
        gc.collect()
        gc.freeze()
        self.longest = self.longest_work = 0.0
        self.ticks, self._last, self._last_work = 0, monotonic(), thread_time()
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.stop()
        self._note()
        gc.unfreeze()

    def _tick(self) -> None:
        self.ticks += 1
        self._note()

    def _note(self) -> None:
        now, work = monotonic(), thread_time()
        self.longest = max(self.longest, now - self._last - _TICK)
        self.longest_work = max(self.longest_work, work - self._last_work)
        self._last, self._last_work = now, work


@pytest.fixture
def stall_watch(qtbot: QtBot) -> Iterator[StallWatch]:
    """A watch for stalls of the window; see `StallWatch`."""
    del qtbot
    watch = StallWatch()
    yield watch
    watch.deleteLater()
