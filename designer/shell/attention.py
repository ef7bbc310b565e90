"""Knows where the run that one watches asks for a person. Must not know how a drawing is moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from designer.panels.run_bar.situation import failed_at

if TYPE_CHECKING:
    from designer.panels.workbench import Workbench
    from designer.run_bridge.session import RunSession
    from runtime.events.view import RunView

_ASKS = frozenset({"task", "incident"})


class Attention(QObject):
    """Follows a run to the steps at which nothing goes on without a person.

    A run that still works elsewhere leads nowhere: the drawing must not move below somebody's
    hands. One that was opened from the list leads to its failure, once: that is what it is opened
    for; nowhere else.

    Args:
        bench: whose run it is.

    Attributes:
        asked: a step waits for somebody now, with its id; once for each time.
        failure_found: the run that was opened failed at this step, or stands there; the step as
            the run names it, callers first.
    """

    asked = Signal(str)
    failure_found = Signal(str)

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._known: set[tuple[str, int]] = set()
        self._has_led = False
        bench.run_changed.connect(self._take_run)
        bench.run_grew.connect(self._look)

    def leave_alone(self) -> None:
        """The run on the desk was opened at a step that somebody asked for: it stays there."""
        self._has_led = True

    def _take_run(self) -> None:
        self._known.clear()
        self._has_led = False

    def _look(self) -> None:
        run = self._bench.run
        if run is None or self._bench.moment is not None:
            return
        if run.is_recorded:
            self._lead_to_failure(run)
            return
        if run.is_busy:
            return
        asks = [(w.step, w.token) for w in run.view.waiting_for if w.kind in _ASKS]
        new = [each for each in asks if each not in self._known]
        self._known = {*asks}
        if new:
            self.asked.emit(new[0][0])

    def _lead_to_failure(self, run: RunSession) -> None:
        """Tell where a run that was opened failed, once all of it and its drawing are there."""
        is_read = run.knows_document and len(run.events) == run.known > 0
        if self._has_led or not is_read:
            return
        self._has_led = True
        step = _failure(run.view)
        if step:
            self.failure_found.emit(step)


def _failure(view: RunView) -> str:
    """Return the step at which a run failed, or stood when it was stopped; "" for none."""
    if view.status == "cancelled":
        stood = (seen for seen in view.steps.values() if seen.status == "cancelled" and seen.error)
        return next((seen.id for seen in stood), "")
    needs_somebody = any(waits.kind == "incident" for waits in view.waiting_for)
    return failed_at(view) if needs_somebody or view.status == "failed" else ""
