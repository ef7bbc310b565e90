"""Knows how problems are listed, looked up and mended in the dock. Must not find any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from designer.assets.style import look
from designer.panels.long_listing import LongListing
from designer.panels.problem_model import FIX, WHAT, ProblemModel

if TYPE_CHECKING:
    from designer.panels.checking import Checking
    from designer.panels.workbench import Workbench
    from runtime.plan.problems import Problem

_WIDTHS = (0, 200, 240)


class ProblemsPanel(QWidget):
    """The tab “Problems”.

    Args:
        bench: whose problems are shown.
        checking: says whether they are current, and mends them.

    Attributes:
        counted: how many problems there are, and the tone of the worst ("failed", "waiting").
    """

    counted = Signal(int, str)

    def __init__(self, bench: Workbench, checking: Checking, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench, self._checking = bench, checking
        self.model = ProblemModel(bench.theme, bench.title_of, self)
        self.list = self._made_list()
        self.filter = QLineEdit(placeholderText="Filter by words or step", clearButtonEnabled=True)
        self.filter.setAccessibleName("Filter the problems")
        self.empty = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        look(self.empty, "muted")
        self.note = QLabel()
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        look(self.note, "caption")
        self.fix = QPushButton()
        self.fix_all = QPushButton()
        self.again = QPushButton("Check again")
        self._lay_out()
        self._connect()
        self._show()

    def _count(self) -> None:
        found = self._bench.problems
        is_bad = any(problem.severity == "error" for problem in found)
        self.counted.emit(len(found), "failed" if is_bad else "waiting")

    def current(self) -> Problem | None:
        """Return the problem that is selected."""
        return self.model.problem(self.list.currentIndex())

    # --- what it is made of -----------------------------------------------------------------------

    def _made_list(self) -> LongListing:
        made = LongListing(self.model, "Problems", _WIDTHS, self)
        made.header().hide()
        return made

    def _span(self) -> None:
        """Let headings be as wide as the list."""
        self.list.clearSpans()
        for row in self.model.headings():
            self.list.setSpan(row, WHAT, 1, self.model.columnCount())

    def _lay_out(self) -> None:
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.filter, 1)
        top.addWidget(self.note, 2)
        top.addWidget(self.again)
        bottom.addWidget(self.fix)
        bottom.addWidget(self.fix_all)
        bottom.addStretch(1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.stack, 1)
        layout.addLayout(bottom)

    def _connect(self) -> None:
        bench = self._bench
        bench.problems_changed.connect(self._show)
        bench.theme_changed.connect(self._take_theme)
        self._checking.state_changed.connect(self._show_state)
        self.filter.textChanged.connect(self._show)
        self.list.chosen.connect(self._look_up)
        self.list.clicked.connect(self._clicked)
        self.list.selectionModel().currentChanged.connect(self._show_state)
        self.fix.clicked.connect(self._mend)
        self.fix_all.clicked.connect(self._mend_all)
        self.again.clicked.connect(self._checking.check_now)

    # --- showing ----------------------------------------------------------------------------------

    def _show(self) -> None:
        before = self.current()
        words = self.filter.text().casefold().split()
        known = self._bench.problems
        found = [each for each in known if self._has(each, words)] if words else known
        self.model.show_problems(found)
        self._span()
        self.stack.setCurrentWidget(self.list if found else self.empty)
        self._select(before)
        self._show_state()
        self._count()

    def _has(self, problem: Problem, words: list[str]) -> bool:
        text = f"{problem.sentence} {self.model.where(problem)}".casefold()
        return all(word in text for word in words)

    def _select(self, wanted: Problem | None) -> None:
        """Stay at the same problem, as far as it is still there."""
        row = self.model.row_of(wanted) if wanted is not None else -1
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row, WHAT))

    def _show_state(self) -> None:
        checking, problem = self._checking, self.current()
        self.note.setText(checking.trouble or ("" if checking.is_current else "Checking…"))
        self.again.setVisible(bool(checking.trouble))
        self.empty.setText(self._empty_words())
        mendable = problem is not None and problem.fix is not None and checking.is_current
        self.fix.setVisible(mendable)
        self.fix_all.setVisible(mendable and len(self._same_sort()) > 1)
        if problem is not None and problem.fix is not None:
            self.fix.setText(problem.fix.title)
            self.fix_all.setText(f"Fix all {len(self._same_sort())} of this sort")

    def _empty_words(self) -> str:
        if self._bench.problems:
            return "No problem has these words."
        if not self._checking.is_current:
            return "The workflow is being checked."
        return "No problems. This workflow can run."

    def _take_theme(self) -> None:
        self.model.set_theme(self._bench.theme)
        self._show()

    # --- doing ------------------------------------------------------------------------------------

    def _look_up(self, index: QModelIndex) -> None:
        problem = self.model.problem(index)
        if problem is None:
            self._fold(index)
        elif problem.step:
            self._bench.show_step(problem.step, problem.field or "")
        elif problem.edge:
            self._bench.select((), (problem.edge,))

    def _clicked(self, index: QModelIndex) -> None:
        if self.model.problem(index) is None:
            self._fold(index)
        elif index.column() == FIX:
            self._mend()

    def _fold(self, index: QModelIndex) -> None:
        self.model.fold(index.row())
        self._span()
        self.list.setCurrentIndex(self.model.index(index.row(), WHAT))

    def _same_sort(self) -> list[Problem]:
        problem = self.current()
        if problem is None:
            return []
        return [p for p in self._bench.problems if p.code == problem.code and p.fix is not None]

    def _mend(self) -> None:
        problem = self.current()
        if problem is not None:
            self._checking.mend([problem])

    def _mend_all(self) -> None:
        self._checking.mend(self._same_sort())
