"""Knows how long work is done a little at a time, so that the window never waits. Not which work.

All that is done so shares the time of one turn of the event loop: three works at once do not hold
the window three times as long. The timer runs only while there is something to do.
"""

from __future__ import annotations

from collections import deque
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TURN = 0.008
"""Seconds that all works together take before the window looks after the person again."""
MOMENT = TURN / 8
"""Seconds in which what is begun last in a turn may be done at once."""
_T = TypeVar("_T")


class Slicer(QObject, Generic[_T]):
    """Does what an iterator does, some milliseconds at a time; other work replaces it.

    Attributes:
        done: the work is at its end, and all that came of it was told.
    """

    done = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: Iterator[_T] | None = None
        self._take: Callable[[list[_T]], object] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether there is work left."""
        return self._work is not None

    def run(self, work: Iterator[_T], take: Callable[[list[_T]], object] | None = None) -> None:
        """Do some of it at once, as long as this turn lasts or for a moment, and the rest soon.

        Args:
            work: each step of it short.
            take: told what came in each turn; `is_busy` says whether more will come.
        """
        self.queue(work, take)
        _turns().begin(self)

    def queue(self, work: Iterator[_T], take: Callable[[list[_T]], object] | None = None) -> None:
        """Do it soon, none of it at once; see `run`."""
        self._work, self._take = work, take
        _turns().add(self)

    def finish(self) -> None:
        """Do all that is left now."""
        self.go_on(inf)

    def stop(self) -> None:
        """Leave the work undone."""
        self._work = self._take = None

    def go_on(self, end: float) -> None:
        """Work up to a moment, one bit at least; for those who share out the time.

        Args:
            end: as `monotonic` tells it.

        Raises:
            Exception: whatever the work raises; it is left undone then.
        """
        work, take = self._work, self._take
        if work is None:
            return
        found: list[_T] = []
        try:
            is_done = self._collect(work, found, end)
        except BaseException:
            self.stop()
            raise
        if self._work is not work:
            return  # the work itself put an end to it
        if is_done:
            self.stop()
        if take is not None:
            take(found)
        if is_done and not self.is_busy:
            self.done.emit()

    def _collect(self, work: Iterator[_T], found: list[_T], end: float) -> bool:
        """Add what comes until a moment; returns whether that is all."""
        for each in work:
            found.append(each)
            if self._work is not work or monotonic() > end:
                return False
        return True


class _Turns(QObject):
    """Shares out the time of a turn of the event loop, unless others have taken it already."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[Slicer[Any]] = deque()
        self._end = self._asked = 0.0
        self._has_waited = False
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._turn)

    def add(self, slicer: Slicer[Any]) -> None:
        """Let somebody's work be done in the turns that come."""
        if slicer not in self._waiting:
            self._waiting.append(slicer)
        if not self._timer.isActive():
            self._asked = monotonic()
            self._end = self._asked + TURN
            self._timer.start()

    def begin(self, slicer: Slicer[Any]) -> None:
        """Begin somebody's work in what is left of this turn, or in a moment."""
        slicer.go_on(max(self._end, monotonic() + MOMENT))

    def _turn(self) -> None:
        now = monotonic()
        self._end = now + TURN
        self._timer.start()  # whoever opens a window of its own in this turn holds up no other
        # Painting, say, took long: the person comes first. Once only, else nothing would be done.
        self._has_waited = not self._has_waited and now - self._asked > TURN
        if not self._has_waited:
            self._share_out()
        self._asked = monotonic()

    def _share_out(self) -> None:
        for left in range(len(self._waiting), 0, -1):
            if self._waiting:
                self._give(self._waiting.popleft(), left)
            if monotonic() > self._end:
                break
        if not self._waiting:
            self._timer.stop()

    def _give(self, slicer: Slicer[Any], of: int) -> None:
        """Let one work for its part of what is left of this turn."""
        if not isValid(slicer) or not slicer.is_busy:
            return
        now = monotonic()
        slicer.go_on(now + (self._end - now) / of)
        if isValid(slicer) and slicer.is_busy and slicer not in self._waiting:
            self._waiting.append(slicer)


def till_done(some: Callable[[], bool]) -> Iterator[None]:
    """Do something again and again until it returns that all is done; for a `Slicer`."""
    while not some():
        yield


def _turns() -> _Turns:
    """Return who shares out the time of this application."""
    app = cast("QCoreApplication", QCoreApplication.instance())
    return app.findChild(_Turns) or _Turns(app)
