"""Measures how long Qt's event loop does not turn, which is how long a window would stand still."""

from __future__ import annotations

import gc
import os
from time import monotonic, thread_time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from pytestqt.qtbot import QtBot

LONGEST = 0.05
"""Seconds that the window's thread may work in one go: longer, and a person feels it."""
BESIDE_OTHERS = "PYTEST_XDIST_WORKER" in os.environ
_TICK = 0.004


class HeldError(AssertionError):
    """The window's thread worked too long in one go."""


class StallWatch(QObject):
    """Ticks as fast as the event loop lets it, and keeps the longest time between two ticks.

    `longest` is what a person feels, on this machine with all that it does besides. `longest_work`
    counts only what the window's thread itself worked in one go: the same on a busy machine.
    What the tests before have made is set aside, so that collecting garbage does not go through it.

    Use it as a context manager around what the window has to live through:

        with stall_watch as watch:
            qtbot.waitUntil(...)
        watch.hold_to()

    Tests with this watch are marked `timing`: continuous integration runs them alone, one after the
    other. Beside others the same work takes longer, since they share the processor's caches, and
    the watch then only finds what is far too long.
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

    def hold_to(self, longest: float = LONGEST, what: str = "") -> None:
        """Fail if the window's thread worked longer than so many seconds in one go.

        Args:
            longest: the seconds allowed.
            what: what was done, for the message.

        Raises:
            HeldError: it did.
        """
        hold(self.longest_work, longest, what)

    def _tick(self) -> None:
        self.ticks += 1
        self._note()

    def _note(self) -> None:
        now, work = monotonic(), thread_time()
        self.longest = max(self.longest, now - self._last - _TICK)
        self.longest_work = max(self.longest_work, work - self._last_work)
        self._last, self._last_work = now, work


def allowed(longest: float) -> float:
    """The seconds that a test allows where it runs: alone, or beside other tests."""
    return longest * 3 if BESIDE_OTHERS else longest


def hold(spent: float, longest: float, what: str = "") -> None:
    """Fail if something took longer than allowed.

    Args:
        spent: the seconds that the thread worked, as `thread_time` counts them.
        longest: the seconds allowed where a test runs alone.
        what: what was done, for the message.

    Raises:
        HeldError: it took longer.
    """
    if spent > allowed(longest):
        message = f"{spent * 1000:.0f} ms in one go; {longest * 1000:.0f} ms are allowed"
        raise HeldError(f"{what or 'the window'}: {message}")


@pytest.fixture
def stall_watch(qtbot: QtBot) -> Iterator[StallWatch]:
    """A watch for stalls of the window; see `StallWatch`."""
    del qtbot
    watch = StallWatch()
    yield watch
    watch.deleteLater()
