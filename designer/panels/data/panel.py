"""Knows the tab “Data”: what went into a step of the run and what came out, side by side.

Must not know the engine, nor the window around it.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from designer.panels import wording
from designer.panels.data.compare_view import CompareView
from designer.panels.data.heading import Heading
from designer.panels.data.inspected import (
    OUTPUT,
    Inspected,
    inspected,
    looked_at,
    path_in,
    path_out,
    reference_in,
    reference_out,
    title_in,
    title_under,
)
from designer.panels.data.known import KnownFields
from designer.panels.data.nodes import Looks
from designer.panels.data.reading import Reading
from designer.panels.data.samples_menu import SamplesMenu
from designer.panels.data.side import Side
from designer.panels.data.trouble import Trouble
from designer.panels.listing import empty_words
from designer.panels.run_bar.case_data import edit_data

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from designer.panels.workbench import Workbench
    from designer.settings.preferences import Preferences

_GAP = 10
_LATER = 120
"""Milliseconds after which a run that goes on is looked at anew."""
_NO_RUN = (
    "No run is shown. A test run (F5) writes nothing, and shows here what goes into each step "
    "and what comes out."
)


class DataPanel(QWidget):
    """The tab “Data”.

    Args:
        bench: what lies on the desk.

    Attributes:
        run_wanted: the person wants a test run.
        front_wanted: the tab shows what was asked for.
    """

    run_wanted = Signal()
    front_wanted = Signal()

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._preferences: Preferences | None = None
        self._seen = Inspected()
        self._visit: int | None = None
        self._asked = ""
        self._is_stale = True
        self._later = QTimer(self, singleShot=True, interval=_LATER)
        self._later.timeout.connect(self.refresh)
        self.reading = Reading(bench, self)
        self.heading = Heading(bench.theme, self)
        self.trouble = Trouble(self)
        self.stack = QStackedWidget(self)
        self.sides = QSplitter(Qt.Orientation.Horizontal, self.stack)
        self.given = Side("In", "What went in", bench.theme, self.sides)
        self.result = Side("Out", "What came out", bench.theme, self.sides)
        self.samples = SamplesMenu(bench, self.result, self)
        self.known = KnownFields(bench, self)
        self.nothing = QWidget(self.stack)
        self.empty = empty_words(self.nothing)
        self.test_run = QPushButton("Test run  F5", self.nothing)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.sides.setChildrenCollapsible(False)
        self.sides.setHandleWidth(1)
        for side in (self.given, self.result):
            side.setMinimumWidth(220)
            self.sides.addWidget(side)
        self.given.set_margins(0, _GAP)
        self.result.set_margins(_GAP, 0)
        self.sides.setSizes([500, 500])
        column = QVBoxLayout(self.nothing)
        column.addStretch(1)
        column.addWidget(self.empty)
        column.addWidget(self.test_run, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        for page in (self.nothing, self.sides):
            self.stack.addWidget(page)
        body = QHBoxLayout()
        body.addWidget(self.stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        layout.addWidget(self.heading)
        layout.addWidget(self.trouble)
        layout.addLayout(body, 1)

    def _connect(self) -> None:
        bench, heading = self._bench, self.heading
        self.reading.done.connect(self._take_read)
        bench.run_changed.connect(self._take_run)
        bench.run_grew.connect(self._wait)
        bench.moment_changed.connect(self._wait)
        bench.selection_changed.connect(self._take_step)
        bench.document_changed.connect(self._take_step)
        bench.edited.connect(self._wait)
        bench.theme_changed.connect(self._take_theme)
        heading.visits.activated.connect(self._take_visit)
        heading.json_wanted.connect(self._show_as_json)
        heading.masks_wanted.connect(self._mask)
        heading.compare_wanted.connect(self.refresh)
        heading.edit_wanted.connect(self.edit)
        self.samples.changed.connect(self._show)
        self.known.changed.connect(self._show)
        self.test_run.clicked.connect(lambda _=False: self.run_wanted.emit())
        for side in (self.given, self.result):
            side.said.connect(heading.say)

    @cached_property
    def compare(self) -> CompareView:
        """Two steps beside each other: made when somebody compares."""
        made = CompareView(self._bench, self.known, self.stack)
        self.stack.addWidget(made)
        made.closed.connect(partial(self.heading.compare.setChecked, False))  # noqa: FBT003 - Qt's own
        return made

    # --- remembered -------------------------------------------------------------------------------

    def use(self, preferences: Preferences) -> None:
        """Look as the person left it, and remember how they look from now on."""
        self._preferences = None
        self.heading.set_as_json(preferences.data_as_json)
        self.heading.set_masks(preferences.data_masked)
        self._preferences = preferences

    def _show_as_json(self, as_json: bool) -> None:
        self.given.set_as_json(as_json)
        self.result.set_as_json(as_json)
        if self._preferences is not None:
            self._preferences.data_as_json = as_json

    def _mask(self, masks: bool) -> None:
        if self._preferences is not None:
            self._preferences.data_masked = masks
        self._is_stale = True
        self.refresh()

    # --- what is looked at ------------------------------------------------------------------------

    @property
    def seen(self) -> Inspected:
        """What is shown."""
        return self._seen

    def show_visit(self, step: str, visit: int) -> None:
        """Look at one of the times that the case came to a step, from 0."""
        self._bench.show_step(step.partition("/")[0])
        self._asked, self._visit = step, visit
        self._wait(at_once=True)
        self.front_wanted.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Look at once when the tab comes to the front."""
        super().showEvent(event)
        self.refresh()

    def _take_run(self) -> None:
        self._asked, self._visit = "", None
        self._wait(at_once=True)

    def _take_step(self) -> None:
        self._asked, self._visit = "", None
        self._wait(at_once=True)

    def _take_visit(self, at: int) -> None:
        self._visit = None if at == len(self._seen.visits) - 1 else at
        self.refresh()

    def _take_theme(self) -> None:
        theme = self._bench.theme
        self.heading.set_theme(theme)
        self.samples.set_theme(theme)
        if "compare" in vars(self):
            self.compare.set_theme(theme)
        for side in (self.given, self.result):
            side.set_theme(theme)

    def _wait(self, *_: object, at_once: bool = False) -> None:
        if self.isVisible() and not self._later.isActive():
            self._later.start(0 if at_once else _LATER)

    def refresh(self) -> None:
        """Look at the step again; what is as it was stays as it is shown."""
        if not self.isVisible():
            return
        self._later.stop()
        step = self._asked or looked_at(self._bench)
        self.samples.take_step(step)
        self.known.take_step(step)
        self.reading.look(step)

    def _take_read(self) -> None:
        before, step = self._seen, self.reading.step
        self._seen = inspected(self._bench, step, self.reading.visits, self._visit)
        self._show_heading()
        if self.heading.compares and self._bench.run is not None:
            self.compare.show_step(self._seen, masks=self.heading.masks)
            self.stack.setCurrentWidget(self.compare)
            return
        is_same_step = (before.step, before.visit) == (step, self._seen.visit)
        if before != self._seen or self._is_stale or self.samples.is_stale:
            self._show(is_same=is_same_step)
        self._choose_page()

    def _choose_page(self) -> None:
        has_run = self._bench.run is not None
        shows = (has_run and bool(self._seen.step)) or self.samples.has_some
        self.stack.setCurrentWidget(self.sides if shows else self.nothing)
        self.empty.setText(_NO_RUN if not has_run else "The run has not come to a step yet.")
        self.test_run.setVisible(not has_run)

    def _show_heading(self) -> None:
        seen, bench = self._seen, self._bench
        name = wording.step_name(seen.step, bench.names.title)
        way = bench.names.way(seen.step, str(seen.at.get("port") or ""))
        self.heading.show_step(name, seen, way, has_run=bench.run is not None)
        run = bench.run
        self.heading.edit.setVisible(
            run is not None and bool(run.stops_at) and bench.moment is None
        )
        self.trouble.show_error(seen.at.get("error"), masks=self.heading.masks)

    def _show(self, *, is_same: bool = True) -> None:
        self._is_stale = False
        seen, masks = self._seen, self.heading.masks
        if not seen.given:
            self.given.show_nothing(self._why_nothing())
        else:
            looks = Looks(
                masks,
                title_of=partial(title_in, self._title_beside, self.known.title),
                reference_of=reference_in,
                path_of=path_in,
                marked=self.known.marked,
            )
            self.given.show_value(seen.given, looks, is_same=is_same)
        self._show_result(is_same=is_same)
        self._choose_page()

    def _title_beside(self, step: str) -> str:
        """Return what people call another step of the workflow that the shown one is in."""
        return self._bench.names.title(f"{self._seen.step.rpartition('/')[0]}/{step}".lstrip("/"))

    def _show_result(self, *, is_same: bool) -> None:
        seen, masks = self._seen, self.heading.masks
        looks = Looks(
            masks,
            title_of=partial(title_under, self.known.title, (OUTPUT,)),
            reference_of=reference_out,
            path_of=partial(path_out, seen.step),
            marked=self.known.marked_under(OUTPUT),
        )
        sample = self.samples.shown(seen)
        if sample is not None:
            self.result.show_value(sample.output, looks, is_same=is_same)
        elif seen.output is not None:
            self.result.show_value(seen.output, looks, is_same=is_same)
        else:
            self.result.show_nothing(self._why_no_result())

    def _why_nothing(self) -> str:
        if self._bench.run is None:
            return _NO_RUN
        if not self._seen.visits:
            when = "" if self._bench.moment is None else " by this moment"
            return f"The case has not come to this step{when}."
        return "Nothing went in: the case was still empty."

    def _why_no_result(self) -> str:
        visit = self._seen.at
        if not visit:
            return "Nothing came out yet."
        if visit["error"] is not None:
            return "Nothing came out: the step failed."
        if not visit["ended"]:
            return "Nothing came out yet: the case is still there."
        return "This step passes the case on and gives no result of its own."

    # --- doing ------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Let the person change the data of the case, while the run stands still."""
        dialog = edit_data(self._bench, self)
        if dialog is not None:
            self._bench.run_changed.connect(dialog.reject)
