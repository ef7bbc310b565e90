"""Knows the tab “Tests”: saved tests, running them, what differs. Must not know how runs run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QInputDialog,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from designer.assets.icons import icon
from designer.assets.style import look
from designer.forms.parts import beside_icon, column, icon_button, label, row
from designer.panels.cases import store
from designer.panels.cases.case import cases, unreadable
from designer.panels.cases.changing import changes_by
from designer.panels.cases.differences import Differences
from designer.panels.cases.keeping import edited, keep_run, why_not
from designer.panels.cases.masked import Masked
from designer.panels.cases.results import Result, Results
from designer.panels.cases.rows import TestRow, TestRows
from designer.panels.cases.runner import Runner, order_of
from designer.panels.cases.setup import connection_titles
from designer.panels.data.known import KnownFields
from designer.panels.listing import Listing, empty_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QToolButton

    from designer.document.model import Touched
    from designer.panels.cases.case import Case
    from designer.panels.cases.compare import Difference
    from designer.panels.cases.settings import TestSettings
    from designer.panels.workbench import Workbench

_WIDTHS = (0, 190, 165)
_INVITATION = (
    "A test is a run that you have looked at and found right. Test the workflow with F5, then "
    "record the run: from then on Baton tells you what a change of the workflow changes."
)
_OLD = {"tests", "samples", "layout", "name"}
"""What may change in a workflow while the results of its tests stay what they are."""


class TestsPanel(QWidget):
    """The tab “Tests”.

    Args:
        bench: what lies on the desk.
        settings: what tests are made up with, and who starts them.
        runner: runs the tests; by default one of its own.

    Attributes:
        title_changed: what the tab says: "Tests" or "Tests 5 / 6".
        settings_of_tests: what tests are made up with.
    """

    __test__ = False  # its name makes pytest look at it
    title_changed = Signal(str)

    def __init__(
        self,
        bench: Workbench,
        settings: TestSettings,
        runner: Runner | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bench, self.settings_of_tests = bench, settings
        self._draft = bench.draft
        self._cases: dict[str, Case] = {}
        self._results = Results(settings.preferences, bench.draft)
        self._masks = settings.preferences.data_masked
        self._known = KnownFields(bench, self)
        self.runner = runner or Runner(bench.services.engine, bench.title_of, self)
        self.model = TestRows(bench.theme, self)
        self.record = QPushButton(beside_icon("Record this run as a test…"), self)
        self.run = QPushButton(beside_icon("Run"), self)
        self.run_all = QPushButton(beside_icon("Run all"), self)
        self._begun = self.run_all
        self.stop = QPushButton(beside_icon("Stop"), self)
        self._tools = self._made_tools()
        self.progress = label("", "caption", self)
        self.settings = QPushButton("Test settings…", self)
        self.halves = QSplitter(Qt.Orientation.Horizontal, self)
        self.stack = QStackedWidget(self.halves)
        self.list = Listing(self.model, "Tests", _WIDTHS, self.stack)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.empty = empty_words(self.stack)
        self.differences = Differences(bench.theme, self.halves)
        self._lay_out()
        self._connect()
        self._read()
        self._take_theme()

    # --- building ---------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        top = row(self.record, self.run, self.run_all, self.stop, *self._tools.values(), spacing=6)
        top.addWidget(self.progress, 1)
        top.addWidget(self.settings)
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        halves = self.halves
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.stack)
        halves.addWidget(self.differences)
        halves.setSizes([500, 500])
        lines = column(self, 8)
        lines.setContentsMargins(12, 8, 12, 8)
        lines.addLayout(top)
        lines.addWidget(halves, 1)

    def _made_tools(self) -> dict[str, QToolButton]:
        wanted = (
            ("edit", "Change what the test expects…", self._edit),
            ("rename", "Rename the test…", self._rename),
            ("copy", "Duplicate the test", self._duplicate),
            ("trash", "Delete the selected tests", self._drop),
        )
        theme = self._bench.theme
        return {name: icon_button(name, what, theme, act, self) for name, what, act in wanted}

    def _connect(self) -> None:
        bench = self._bench
        self._draft.changed.connect(self._take_edit)
        bench.document_changed.connect(self._take_document)
        bench.theme_changed.connect(self._take_theme)
        bench.run_changed.connect(self._allow)
        bench.run_grew.connect(self._allow)
        self._known.changed.connect(self._show_result)
        self.runner.changed.connect(self.show_tests)
        self.runner.tested.connect(self._take_result)
        self.record.clicked.connect(self._record)
        self.run.clicked.connect(self._run_selected)
        self.run_all.clicked.connect(lambda: self.run_tests(self._cases.values()))
        self.stop.clicked.connect(self.runner.stop)
        self.settings.clicked.connect(self._ask_settings)
        self.list.chosen.connect(self._run_selected)
        self.list.selectionModel().selectionChanged.connect(self._show_result)
        self.differences.step_asked.connect(self._show_step)
        self.differences.run_asked.connect(self._show_run)
        self.differences.accept_asked.connect(self._accept)

    def tools(self) -> list[QToolButton]:
        """Return the buttons that change tests."""
        return [*self._tools.values()]

    # --- showing ----------------------------------------------------------------------------------

    def selected(self) -> list[Case]:
        """Return the selected tests."""
        rows = {index.row() for index in self.list.selectionModel().selectedRows()}
        return [self.model.rows[at].case for at in sorted(rows) if at < len(self.model.rows)]

    def current(self) -> TestRow | None:
        """Return the test whose result is shown."""
        at = self.list.currentIndex().row()
        return self.model.rows[at] if 0 <= at < len(self.model.rows) else None

    def show_tests(self) -> None:
        """Show the tests of the workflow as they are now."""
        before = self.current()
        waiting = self.runner.waiting()
        self.model.show_rows(
            [
                TestRow(case, self._results.of(at), at == self.runner.running, at in waiting)
                for at, case in self._cases.items()
            ]
        )
        if self.model.rows and self.current() is None:
            self._select(before.case.id if before else "")
        self.stack.setCurrentWidget(self.list if self.model.rows else self.empty)
        self._show_result()
        self.title_changed.emit(self.title)

    @property
    def title(self) -> str:
        """What the tab says."""
        results = [self._results.of(each.case.id) for each in self.model.rows]
        known = [each for each in results if each is not None]
        if not self.model.rows:
            return "Tests"
        if not known:
            return f"Tests {len(results)}"
        return f"Tests {sum(each.passed for each in known)} / {len(results)}"

    def _select(self, ident: str) -> None:
        at = next((n for n, each in enumerate(self.model.rows) if each.case.id == ident), 0)
        self.list.setCurrentIndex(self.model.index(at, 0))

    def _show_result(self) -> None:
        shown, titles = self.current(), connection_titles(self._draft.model)
        masked = Masked(self._known.marked_under) if self._masks else None
        if self._masks:  # what is marked in the case any step sees, so the last one does
            self._known.take_step(next(reversed(self._draft.model.nodes), ""))
        self.differences.show_row(shown, titles, masked)
        self.differences.setVisible(bool(self.model.rows))
        self._allow()

    def set_masks(self, masks: bool) -> None:
        """Hide personal data, or show them."""
        self._masks = masks
        self._show_result()

    def _allow(self) -> None:
        """Enable what can be done, and say why the rest cannot."""
        runs, chosen = self.runner.is_running, self.selected()
        session = self._bench.run
        _enable(self.record, why_not(session, self._draft))
        _enable(self.run, "" if chosen else "Select a test first.")
        _enable(self.run_all, "" if self.model.rows else "There is no test yet.")
        self._offer_stop(runs=runs)
        at = min(self.runner.done + 1, self.runner.total)
        self.progress.setText(f"Test {at} of {self.runner.total} runs…" if runs else "")
        for name, button in self._tools.items():
            button.setEnabled(bool(chosen) if name == "trash" else len(chosen) == 1)

    def _offer_stop(self, *, runs: bool) -> None:
        """Show “Stop” in place of what begins tests, or the other way; the keys stay there."""
        begins = (self.run, self.run_all)
        if runs and (begun := next((b for b in begins if self._has_keys(b)), None)) is not None:
            self._begun = begun
            self.stop.show()
            self.stop.setFocus()
        for button in begins:
            button.setVisible(not runs)
        if not runs and self._has_keys(self.stop):
            self._begun.setFocus()
        self.stop.setVisible(runs)

    def _has_keys(self, button: QPushButton) -> bool:
        """Whether a key goes there, as soon as this window has the keyboard."""
        return self.window().focusWidget() is button

    def _take_theme(self) -> None:
        theme = self._bench.theme
        self.model.set_theme(theme)
        self.differences.set_theme(theme)
        for name, button in self._tools.items():
            button.setIcon(icon(name, theme.muted, 16))
        self.record.setIcon(icon("test", theme.text, 16))
        self.run.setIcon(icon("play", theme.text, 16))
        self.run_all.setIcon(icon("play", theme.text, 16))
        self.stop.setIcon(icon("stop", theme.text, 16))
        look(self.stop, "plain")
        self.show_tests()

    # --- what changes around it -------------------------------------------------------------------

    def _take_document(self) -> None:
        if self._bench.draft is not self._draft:
            self.runner.stop()
            self._draft.changed.disconnect(self._take_edit)
            self._draft = self._bench.draft
            self._draft.changed.connect(self._take_edit)
            self._results = Results(self.settings_of_tests.preferences, self._draft)
            self._read()
        self.show_tests()

    def _take_edit(self, touched: Touched) -> None:
        if touched.steps or touched.edges or touched.workflow - _OLD:
            self._results.grow_old()
        if "tests" in touched.workflow:
            self._read()
        self.show_tests()

    def _read(self) -> None:
        """Read the tests of the workflow; done only when they have changed."""
        self._cases = cases(self._draft.model)
        lost = unreadable(self._draft.model)
        self.empty.setText(
            f"{lost} tests were made with a newer Baton and cannot be read here; they are kept."
            if lost
            else _INVITATION
        )

    def _take_result(self, ident: str, result: Result) -> None:
        self._results.take(ident, result)

    # --- running ----------------------------------------------------------------------------------

    def run_tests(self, wanted: Iterable[Case]) -> None:
        """Run tests, one after another."""
        roles = self.settings_of_tests.preferences.roles
        self.runner.run([(case, order_of(case, self._draft, roles)) for case in wanted])

    def _ask_settings(self) -> None:
        self.settings_of_tests.ask(self.window())

    def _run_selected(self) -> None:
        self.run_tests(self.selected())

    def _show_run(self) -> None:
        shown = self.current()
        if shown is not None and shown.result is not None and shown.result.run:
            self._bench.set_run(self._bench.services.engine.open_run(shown.result.run))

    def _show_step(self, difference: Difference) -> None:
        step = difference.step or self._writer(difference)
        self._bench.show_step(step.partition("/")[0])

    def _writer(self, difference: Difference) -> str:
        """Return the step that writes a field, as far as the drawing tells."""
        head, *rest = difference.at or ("",)
        if head == "data" and rest:
            for step, node in self._draft.model.nodes.items():
                saves = node.get("saves")
                names = saves if isinstance(saves, dict) else {}
                if any(name.partition(".")[0] == str(rest[0]) for name in names):
                    return step
        shown = self.current()
        got = shown.result.got if shown and shown.result else None
        return got.ends[0] if got and got.ends else ""

    # --- changing tests ---------------------------------------------------------------------------

    def _record(self) -> None:
        session = self._bench.run
        if session is None or why_not(session, self._draft):
            return
        case = keep_run(self._bench, session, self)
        if case is not None:
            command, ident = store.keep(self._draft.model, case)
            self._draft.do(command)
            self._select(ident)

    def _edit(self) -> None:
        shown = self.current()
        if shown is None:
            return
        result = shown.result
        ended = result.at if result else ""
        changes = changes_by(result.run if result else "", ended, ended)
        got = result.got if result else None
        expected = edited(self._bench, shown.case, got, changes, self)
        if expected is not None:
            name, wanted = expected
            model = self._draft.model
            if name != shown.case.name:
                self._draft.do(store.rename(model, shown.case, name))
            self._draft.do(store.expect(model, self._cases[shown.case.id], wanted))
            self._forget(shown.case)

    def _rename(self) -> None:
        shown = self.current()
        if shown is None:
            return
        name, is_sure = QInputDialog.getText(
            self, "Rename the test", "Name of the test:", text=shown.case.name
        )
        if is_sure and name.strip() and name.strip() != shown.case.name:
            self._draft.do(store.rename(self._draft.model, shown.case, name.strip()))

    def _duplicate(self) -> None:
        shown = self.current()
        if shown is not None:
            command, ident = store.duplicate(self._draft.model, shown.case)
            self._draft.do(command)
            self._select(ident)

    def _drop(self) -> None:
        chosen = self.selected()
        if chosen:
            self._draft.do(store.drop(self._draft.model, chosen))

    def _accept(self) -> None:
        shown = self.current()
        got = shown.result.got if shown and shown.result else None
        if shown is not None and got is not None and not got.stands:
            self._draft.do(store.accept(self._draft.model, shown.case, got))
            self._forget(shown.case)
            self.run_tests([self._cases[shown.case.id]])

    def _forget(self, case: Case) -> None:
        """The result was about something else than what is expected now."""
        self._results.forget(case.id)
        self.show_tests()


def _enable(button: QPushButton, why_not: str) -> None:
    button.setEnabled(not why_not)
    button.setToolTip(why_not)
