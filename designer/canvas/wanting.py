"""Knows what a person asks of others on the canvas: settings, test data, runs, called workflows.

Must not know who does it: each wish is a signal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from designer.canvas.meaning import Meaning
from designer.document.changes import samples

if TYPE_CHECKING:
    from designer.canvas.view import CanvasView


class Wanting(Meaning):
    """Passes on what others do with the steps that are meant.

    Args:
        view: the canvas.

    Attributes:
        settings_wanted: a step's settings are to be opened.
        pin_wanted: a step is to be given test data, or to lose it.
        sample_wanted: test data of a name are to stand for a step's work; "" for none.
        data_wanted: the test data of a step are to be seen.
        stop_wanted: a run is to stop at a step or edge, or no longer.
        run_from_wanted: a test run is to begin at a step, of the workflow as it is drawn now.
        run_from_as_run_wanted: the same, of the workflow as it was drawn when it ran.
        arrange_wanted: steps are to be laid out, an empty list means all; whether those above each
            other stay in their order.
        extract_wanted: steps are to become a workflow of their own.
        inline_wanted: the workflow that a step runs is to be drawn in its place.
        called_wanted: the workflow that a step runs is to be opened.
    """

    settings_wanted = Signal(str)
    pin_wanted = Signal(str)
    sample_wanted = Signal(str, str)
    data_wanted = Signal(str)
    stop_wanted = Signal(str)
    run_from_wanted = Signal(str)
    run_from_as_run_wanted = Signal(str)
    arrange_wanted = Signal(list, bool)
    extract_wanted = Signal(list)
    inline_wanted = Signal(str)
    called_wanted = Signal(str)

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        view.activated.connect(self._take_activated)

    def open_settings(self) -> None:
        """Ask for the settings of the step that is meant."""
        if self.step:
            self.view.activated.emit(self.step)

    def pin(self) -> None:
        """Ask for test data for the step that is meant."""
        if self.step:
            self.pin_wanted.emit(self.step)

    def next_sample(self) -> None:
        """Ask for the next test data of the step that is meant, and after the last for none."""
        names = [*samples.samples(self.model, self.step), ""] if self.step else [""]
        now = samples.pinned(self.model, self.step) if self.step else None
        at = names.index(now.name) + 1 if now is not None else 0
        if self.step and len(names) > 1:
            self.sample_wanted.emit(self.step, names[at])

    def toggle_stop(self) -> None:
        """Ask for a run to stop at what is selected: a step, else an edge."""
        edges = self.scene.selected_edges()
        if self.step or edges:
            self.stop_wanted.emit(self.step or edges[0])

    def run_from(self) -> None:
        """Ask for a test run from the step that is meant."""
        if self.step:
            self.run_from_wanted.emit(self.step)

    def run_from_as_run(self) -> None:
        """Ask for the same with the workflow as it was when it ran."""
        if self.step:
            self.run_from_as_run_wanted.emit(self.step)

    def extract(self) -> None:
        """Ask for the steps that are meant to become a workflow of their own."""
        if self.steps():
            self.extract_wanted.emit(self.steps())

    def inline(self) -> None:
        """Ask for the workflow that the step runs to be drawn in its place."""
        if self.step:
            self.inline_wanted.emit(self.step)

    def open_called(self) -> None:
        """Ask for the workflow that the step runs."""
        if self.step:
            self.called_wanted.emit(self.step)

    def _take_activated(self, step: str) -> None:
        if step in self.model.nodes:
            self.settings_wanted.emit(step)
