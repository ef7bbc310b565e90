"""Knows how far a newcomer is on the tour, and what it points at. Must not know what is shown.

Each stop ends when the person has done what it says: nothing is done in their place.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton

from designer.library.tours import TEMPLATE, tour
from designer.shell.bubble import Bubble

if TYPE_CHECKING:
    from designer.canvas.view import CanvasView
    from designer.panels.workbench import Workbench
    from designer.shell.files import Files
    from designer.shell.main_window import MainWindow
    from designer.shell.run_control import RunControl


class Touring(QObject):
    """Leads through the first run, a change and what came of it.

    Args:
        window: where it points.
        bench: what lies on the desk.
        view: the canvas.
        files: opens the workflow of the tour.
        run: starts runs.
    """

    def __init__(
        self,
        window: MainWindow,
        bench: Workbench,
        view: CanvasView,
        files: Files,
        run: RunControl,
    ) -> None:
        super().__init__(window)
        self._window, self._bench, self._view, self._files = window, bench, view, files
        self.at = -1
        self.bubble: Bubble | None = None
        self._was = ""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._point)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window)
        self._escape.activated.connect(self.end)
        self._escape.setEnabled(False)
        run.started.connect(partial(self._happened, "started"))
        bench.compare_wanted.connect(partial(self._happened, "compared"))
        bench.run_grew.connect(self._look_at_run)
        bench.edited.connect(self._look_at_edit)
        bench.document_changed.connect(self._look_at_document)
        for moved in (bench.run_changed, bench.run_grew, view.moved, bench.selection_changed):
            moved.connect(self._place_soon)
        bench.theme_changed.connect(self._take_theme)
        window.installEventFilter(self)

    def begin(self) -> None:
        """Open the workflow of the tour and begin; one that is under way begins anew."""
        self.end()
        if not self._files.from_template(TEMPLATE):
            return
        self.bubble = Bubble(self._bench.theme, self._window)
        self.bubble.closed.connect(self.end)
        self._escape.setEnabled(True)
        self._go_to(0)

    def end(self) -> None:
        """Stop; what was done stays."""
        self.at = -1
        self._escape.setEnabled(False)
        if self.bubble is not None:
            self.bubble.end()
            self.bubble = None

    def _go_to(self, at: int) -> None:
        stops = tour()
        if self.bubble is None or at >= len(stops):
            self.end()
            return
        self.at, stop = at, stops[at]
        self._was = self._params(stop.step)
        if stop.step:
            self._view.show_step(stop.step)
        last = not stop.until
        self.bubble.say(
            f"{at + 1} of {len(stops)} · {stop.title}",
            stop.words,
            "Done" if last else "End the tour",
        )
        self.bubble.show()
        self._place_soon()

    def _happened(self, what: str) -> None:
        if self.at >= 0 and tour()[self.at].until == what:
            self._go_to(self.at + 1)

    def _look_at_run(self) -> None:
        run = self._bench.run
        if run is not None and run.view.ended:
            self._happened("ended")

    def _look_at_edit(self) -> None:
        if self.at >= 0 and self._params(tour()[self.at].step) != self._was:
            self._happened("changed")

    def _look_at_document(self) -> None:
        """End where another workflow is opened: the tour is about its own."""
        if self.at > 0:
            self.end()

    def _params(self, step: str) -> str:
        """Return how a step is set now, as text: the drawing itself changes in its place."""
        return json.dumps(self._bench.draft.model.nodes.get(step, {}).get("params"))

    # --- pointing ---------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay beside what is pointed at, also when the window becomes larger or smaller."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._place_soon()
        return super().eventFilter(watched, event)

    def _place_soon(self) -> None:
        if self.bubble is not None:
            self._soon.start()

    def _point(self) -> None:
        if self.bubble is not None:
            self.bubble.point_at(self._target())

    def _target(self) -> QRect:
        """Return where the button is that may be pressed, or the step; null where neither is."""
        stop = tour()[self.at]
        seen = [each for each in self._window.findChildren(QAbstractButton) if each.isVisible()]
        for name in stop.buttons:
            for button in seen:
                if _name_of(button).startswith(name):
                    return QRect(button.mapTo(self._window, QPoint(0, 0)), button.size())
        return self._place_of(stop.step)

    def _place_of(self, step: str) -> QRect:
        item = self._view.canvas.step_item(step) if step else None
        if item is None or not self._view.isVisible():
            return QRect()
        card = self._view.mapFromScene(item.card_rect()).boundingRect()
        shown = card.intersected(self._view.viewport().rect())
        return QRect(self._view.viewport().mapTo(self._window, shown.topLeft()), shown.size())

    def _take_theme(self) -> None:
        if self.bubble is not None:
            self.bubble.set_theme(self._bench.theme)


def _name_of(button: QAbstractButton) -> str:
    return button.accessibleName() or button.text().strip()
