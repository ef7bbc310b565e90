"""Knows how the visits of a step are read from a run, a little at a time. Must not know widgets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, overload

from PySide6.QtCore import QObject, Signal

from designer.run_bridge.recorded import Recall, Visit, shown
from designer.slicer import Slicer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from designer.panels.workbench import Workbench
    from designer.run_bridge.session import RunSession
    from runtime.events.model import Recorded

_TOGETHER = 50


class Visits(Sequence[dict[str, Any]]):
    """Each time that a case came to a step, as `data_at` tells it; told when it is looked at."""

    def __init__(self, visits: list[Visit] | None = None) -> None:
        self._visits = visits or []

    def __len__(self) -> int:
        """Return how often it came."""
        return len(self._visits)

    @overload
    def __getitem__(self, at: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, at: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, at: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        """Return one of them, or some."""
        if isinstance(at, slice):
            return [shown(visit) for visit in self._visits[at]]
        return shown(self._visits[at])


class Reading(QObject):
    """Reads the visits of a step, and only what is new where the run has gone on since.

    Args:
        bench: whose run is read, up to the moment that is looked at.

    Attributes:
        done: all of them are read; emitted at once where that is quickly done.
        step: whose visits they are.
        visits: what was read.
    """

    done = Signal()

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._run: RunSession | None = None
        self._count = 0
        self._recall = Recall("")
        self._work: Slicer[None] = Slicer(self)
        self._work.done.connect(self._take)
        self.step = ""
        self.visits = Visits()

    def look(self, step: str) -> None:
        """Read the visits of a step of the run on the desk."""
        run, moment = self._bench.run, self._bench.moment
        events = run.events if run is not None else []
        end = len(events) if moment is None else min(moment, len(events))
        if run is not self._run or step != self.step or end < self._count:
            self._run, self.step, self._count = run, step, 0
            self._recall = Recall(step)
        self._work.run(self._reads(self._recall, events, end))

    def _reads(self, recall: Recall, events: Sequence[Recorded], end: int) -> Iterator[None]:
        while self._count < end and self.step:
            upto = min(self._count + _TOGETHER, end)
            for at in range(self._count, upto):
                recall.take(events[at])
            self._count = upto
            yield

    def _take(self) -> None:
        self.visits = Visits(self._recall.visits)
        self.done.emit()
