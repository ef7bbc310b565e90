"""Knows where the window shows which moment of a run is looked at. Must not know runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.panels import event_words
from designer.panels.time_slider.bar import TimeBar
from designer.shell.strip import Strip

if TYPE_CHECKING:
    from designer.panels.workbench import Workbench
    from designer.shell.canvas_area import CanvasArea


class Moments(QObject):
    """The line of time under the canvas, and a note over it while the past is looked at.

    Args:
        bench: whose moment it is.
        area: the canvas with what belongs to it.
    """

    def __init__(self, bench: Workbench, area: CanvasArea, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench, self._area = bench, area
        self.bar = TimeBar(bench)
        self.note = Strip("Now", bench.theme)
        area.put(self.note, "bottom middle")
        self.note.hide()
        area.put_below(self.bar)
        self.bar.stepped.connect(area.view.show_step)
        self.note.asked.connect(self.bar.go_live)
        bench.moment_changed.connect(self._say)
        bench.theme_changed.connect(lambda: self.note.set_theme(bench.theme))

    def needs_past(self) -> str:
        """Say why there is no moment of a run to look at."""
        return "" if self.bar.has_past else "No run is shown: open one in “History” or run a test."

    def needs_trouble(self) -> str:
        """Say why there is no failure or wait to go to."""
        none = "" if self.bar.has_trouble else "Nothing failed or waited in this run."
        return self.needs_past() or none

    def go_ahead(self) -> None:
        """Go to the next failure or wait; behind the last one comes the first."""
        self.bar.leap_by(1)

    def go_back(self) -> None:
        """Go to the failure or wait before."""
        self.bar.leap_by(-1)

    def _say(self) -> None:
        run, moment = self._bench.run, self._bench.moment
        is_past = run is not None and moment is not None and 0 < moment <= len(run.events)
        words = ""
        if run is not None and moment is not None and is_past:
            when = event_words.when(run.events[moment - 1], run.events)
            words = f"As it was at {when}"
        if words != self.note.accessibleName():
            self.note.say(words)
            self._area.place()
