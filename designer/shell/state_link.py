"""Knows when the canvas has to show other states of steps. Must not know what the states mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.document.moment import now
from designer.panels.run_states import Travelled, inside, mark_differing, of_drawing, of_run
from designer.shell.countdown import Countdown
from designer.shell.origins import Origins
from designer.slicer import Slicer, till_done

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from designer.panels.run_states import Shown
    from designer.panels.workbench import Workbench
    from designer.run_bridge.session import RunSession
    from designer.shell.canvas_link import CanvasLink

_A_FEW = 100
"""Events that are taken in between two looks at the clock."""


class StateLink(QObject):
    """Paints problems, pinned data, places to stop and the run on the canvas.

    Args:
        bench: what lies on the desk.
        link: the canvas.
    """

    def __init__(self, bench: Workbench, link: CanvasLink, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._link = link
        self._travelled: dict[str, Travelled] = {}
        self._origins = Origins()
        self._seen = 0
        self._following: Slicer[None] = Slicer(self)
        self._following.done.connect(self.paint)
        self._countdown = Countdown(bench, self)
        self._countdown.passed.connect(self.paint)
        bench.run_changed.connect(self._take_run)
        bench.run_grew.connect(self._follow)
        bench.document_changed.connect(self._follow)
        bench.problems_changed.connect(self.paint)
        bench.stops_changed.connect(self.paint)
        bench.differing_changed.connect(self.paint)
        bench.moment_changed.connect(self.paint)
        bench.edited.connect(self.paint)

    def paint(self) -> None:
        """Show how everything stands now, or stood at the moment that is looked at."""
        bench, run = self._bench, self._bench.run
        model = bench.document.model
        shown = of_drawing(model, bench.problems, bench.stops) if run is None else self._of_run(run)
        if bench.differing:
            mark_differing(shown, model, bench.differing, bench.differing_ways, bench.within)
        self._link.scene.set_states(shown.steps, shown.edges)

    def _of_run(self, run: RunSession) -> Shown:
        bench, within = self._bench, self._bench.within
        view = inside(bench.view or run.view, within)
        model, counts = bench.document.model, self._travelled_here().at(bench.moment)
        names, moment = bench.names, None if bench.moment is not None else now()

        def outcome_of(step: str, port: str) -> str:
            return names.outcome(f"{within}{step}", port)

        if within:  # problems, stops and what was drawn are told of the open workflow alone
            return of_run(model, view, counts, outcome_of=outcome_of, now=moment)
        more: Mapping[str, Any] = {
            "problems": bench.problems,
            "stops": bench.stops,
            "now": moment,
        }
        return of_run(model, view, counts, ran=self._origins.drawn(), outcome_of=outcome_of, **more)

    def _take_run(self) -> None:
        self._travelled, self._seen = {}, 0
        self._origins.take(self._bench.run)
        self._follow()

    def _follow(self) -> None:
        """Take in what happened in the run, and show how everything stands then."""
        if not self._following.is_busy:
            self._following.run(till_done(self._take_some))

    def _take_some(self) -> bool:
        """Take in a few events; returns whether that was all."""
        run, travelled = self._bench.run, self._travelled_here()
        if run is None:
            return True
        some = run.events[self._seen : self._seen + _A_FEW]
        for recorded in some:
            self._origins.see(recorded.event)
        self._seen += len(some)
        for recorded in run.events[travelled.seen : travelled.seen + _A_FEW]:
            travelled.see(recorded, run.view)
        return min(self._seen, travelled.seen) >= len(run.events)

    def _travelled_here(self) -> Travelled:
        within = self._bench.within
        return self._travelled.setdefault(within, Travelled(within))
