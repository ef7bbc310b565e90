"""Knows how long work is done a little at a time, so that the window never waits. Not which work.

The timer runs only while there is something to do.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MOST = 0.008
_T = TypeVar("_T")


class Slices(QObject, Generic[_T]):
    """Takes what an iterator gives, some milliseconds at a time; other work replaces it.

    Attributes:
        is_busy: whether there is work left.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: Iterator[_T] | None = None
        self._take: Callable[[list[_T], bool], object] | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._some)

    @property
    def is_busy(self) -> bool:
        """Whether there is work left."""
        return self._work is not None

    def run(self, work: Iterator[_T], take: Callable[[list[_T], bool], object]) -> None:
        """Do some of it at once and the rest soon.

        Args:
            work: each step of it short.
            take: told what came, and whether that is all.
        """
        self._work, self._take = work, take
        self._some()

    def stop(self) -> None:
        """Leave the work undone."""
        self._work = self._take = None
        self._timer.stop()

    def _some(self) -> None:
        work, take = self._work, self._take
        if work is None or take is None:
            return
        found: list[_T] = []
        end = monotonic() + _MOST
        is_done = True
        for each in work:
            found.append(each)
            if monotonic() > end:
                is_done = False
                break
        if is_done:
            self.stop()
        else:
            self._timer.start(0)
        take(found, is_done)
