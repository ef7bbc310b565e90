"""Knows which panels there are and where each lies. Must not know what they show.

A panel of the drawer is made, and what it is made of loaded, when it is first seen.
"""

from __future__ import annotations

from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING

from designer.panels.checking import Checking
from designer.panels.palette import Palette
from designer.panels.problems import ProblemsPanel
from designer.panels.step_settings import StepSettings
from designer.panels.wording import at, sort_of_run
from designer.shell.desk import LEFT, RIGHT
from designer.slicer import Slicer

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from designer.panels.cases.panel import TestsPanel
    from designer.panels.cases.settings import TestSettings
    from designer.panels.data.panel import DataPanel
    from designer.panels.history.panel import HistoryPanel
    from designer.panels.items.panel import ItemsPanel
    from designer.panels.run_log import RunLog
    from designer.panels.workbench import Workbench
    from designer.shell.desk import Desk

LATER = ("data.panel", "items.panel", "history.panel", "run_log")
"""The modules in designer/panels of what is made later."""
_OF_TESTS = (
    "case",
    "private",
    "field_tree",
    "store",
    "case_dialog",
    "compare",
    "keeping",
    "differences",
    "panel",
)
"""The modules in designer/panels/cases that saved tests are shown with."""


class Panels:
    """The panels of a desk.

    Args:
        bench: what they show.
        desk: where they lie.
        tests: what tests are made up with.
        test: begins a test run.
    """

    def __init__(
        self, bench: Workbench, desk: Desk, tests: TestSettings, test: Callable[[], object]
    ) -> None:
        self._bench, self._drawer, self._test = bench, desk.drawer, test
        self._tests, self._preferences = tests, tests.preferences
        self.checking = Checking(bench, desk)
        self.settings = StepSettings(bench)
        self.problems = ProblemsPanel(bench, self.checking)
        self.palette = Palette(bench)
        desk.put_side(LEFT, "Steps to choose from", self.palette)
        desk.put_side(RIGHT, "Settings of the step", self.settings)
        drawer = desk.drawer
        drawer.add("data", "Data", lambda: self.data)
        drawer.add("problems", "Problems", lambda: self.problems)
        drawer.add("log", "Run log", lambda: self.log)
        drawer.add("items", "Items", lambda: self.items)
        drawer.add("history", "History", lambda: self.history)
        drawer.add("tests", "Tests", lambda: self.tests)
        bench.problems_wanted.connect(partial(drawer.show_panel, "problems"))
        bench.compare_wanted.connect(self._compare_runs)
        self.problems.counted.connect(partial(drawer.set_count, "problems"))
        bench.run_changed.connect(self._name_run)
        bench.run_grew.connect(self._name_run)

    @cached_property
    def data(self) -> DataPanel:
        """What went into a step and what came out."""
        from designer.panels.data.panel import DataPanel

        made = DataPanel(self._bench, self._drawer.inside)
        made.use(self._preferences)
        made.run_wanted.connect(self._test)
        made.front_wanted.connect(partial(self._drawer.show_panel, "data"))
        made.heading.masks_wanted.connect(self._mask_items)
        made.hide()  # until it is in front
        return made

    @cached_property
    def log(self) -> RunLog:
        """What happened, event by event."""
        from designer.panels.run_log import RunLog

        made = RunLog(self._bench, self._drawer.inside)
        made.moment_asked.connect(self._bench.set_moment)
        made.hide()  # until it is in front
        return made

    @cached_property
    def items(self) -> ItemsPanel:
        """What became of each item of a list."""
        from designer.panels.items.panel import ItemsPanel

        made = ItemsPanel(self._bench, self._drawer.inside)
        made.set_masks(self._preferences.data_masked)
        made.visit_asked.connect(self._show_visit)
        made.moment_asked.connect(self._bench.set_moment)
        return made

    @cached_property
    def history(self) -> HistoryPanel:
        """Runs and edits of before."""
        from designer.panels.history.panel import HistoryPanel

        made = HistoryPanel(self._bench, self._drawer.inside)
        made.two.set_masks(self._preferences.data_masked)
        return made

    @cached_property
    def tests(self) -> TestsPanel:
        """Saved tests; the tab tells how many pass, so it is made before it is seen."""
        from designer.panels.cases.panel import TestsPanel

        made = TestsPanel(self._bench, self._tests, parent=self._drawer.inside)
        made.hide()  # until it is in front
        made.title_changed.connect(partial(self._drawer.set_title, "tests"))
        self._drawer.set_title("tests", made.title)
        return made

    def make_tests(self) -> None:
        """Make the saved tests soon, a little at a time: their tab tells how many pass."""
        Slicer[None](self._drawer.inside).queue(self._coming_tests())

    def _coming_tests(self) -> Generator[None]:
        for module in _OF_TESTS:
            import_module(f"designer.panels.cases.{module}")
            yield
        self.tests  # noqa: B018 - it is made when it is first asked for
        yield

    def _show_visit(self, step: str, visit: int) -> None:
        self.data.show_visit(step, visit)

    def _name_run(self) -> None:
        """Say at the right of the tabs which run they are about."""
        run = self._bench.run
        view = run.view if run is not None else None
        if view is None or not view.started:
            self._drawer.set_note("")
            return
        what = sort_of_run(view)
        named = f"{view.key}, " if view.key else ""
        self._drawer.set_note(f"{named}{what.lower() if named else what} of {at(view.started)}")

    def _compare_runs(self) -> None:
        self._drawer.show_panel("history")
        self.history.compare_shown()

    def _mask_items(self, masks: bool) -> None:
        if "items" in vars(self):
            self.items.set_masks(masks)
        if "history" in vars(self):
            self.history.two.set_masks(masks)
        if "tests" in vars(self):
            self.tests.set_masks(masks)
