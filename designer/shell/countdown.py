"""Knows when the cards have to say anew how much time is left. Must not know how they say it.

No timer runs while nobody is waited for, and none more often than the words change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from designer.document.moment import now
from designer.panels.remaining import holds_for

if TYPE_CHECKING:
    from designer.panels.workbench import Workbench

_SLACK = 0.5
"""Seconds after which the new words are right in any case."""


class Countdown(QObject):
    """Waits for the moment at which a due time reads otherwise.

    Args:
        bench: whose run it is.

    Attributes:
        passed: the words that were shown are old.
    """

    passed = Signal()

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._timer = QTimer(self, singleShot=True)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self._pass)
        for changed in (bench.run_changed, bench.run_grew, bench.moment_changed):
            changed.connect(self._wait)

    @property
    def seconds(self) -> float | None:
        """How long the words still hold; None where nothing counts down."""
        run = self._bench.run
        if run is None or self._bench.moment is not None:
            return None
        moment = now()
        spans = [holds_for(w.due, moment) for w in run.view.waiting_for if w.kind == "task"]
        return min((span for span in spans if span is not None), default=None)

    def _wait(self) -> None:
        seconds = self.seconds
        if seconds is None:
            self._timer.stop()
        else:
            self._timer.start(round((seconds + _SLACK) * 1000))

    def _pass(self) -> None:
        self.passed.emit()
        self._wait()
