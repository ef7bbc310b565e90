"""Knows where the run that one watches asks for a person. Must not know how a drawing is moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from designer.panels.workbench import Workbench

_ASKS = frozenset({"task", "incident"})


class Attention(QObject):
    """Follows a run to the steps at which nothing goes on without a person.

    A run that was opened to look at it leads nowhere, nor does one that still works elsewhere:
    the drawing must not move below somebody's hands.

    Args:
        bench: whose run it is.

    Attributes:
        asked: a step waits for somebody now, with its id; once for each time.
    """

    asked = Signal(str)

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._known: set[tuple[str, int]] = set()
        bench.run_changed.connect(self._known.clear)
        bench.run_grew.connect(self._look)

    def _look(self) -> None:
        run = self._bench.run
        if run is None or run.is_recorded or run.is_busy or self._bench.moment is not None:
            return
        asks = [(w.step, w.token) for w in run.view.waiting_for if w.kind in _ASKS]
        new = [each for each in asks if each not in self._known]
        self._known = {*asks}
        if new:
            self.asked.emit(new[0][0])
