"""Knows how the result of one test is shown: what differs, what to do about it. Runs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QWidget

from designer.assets.style import look
from designer.forms.parts import column, label, row
from designer.panels.cases.rows import DifferenceRows, state_of
from designer.panels.cases.setup import trouble_words
from designer.panels.listing import Listing, empty_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QModelIndex

    from designer.assets.theme import Theme
    from designer.panels.cases.compare import Difference
    from designer.panels.cases.masked import Masked
    from designer.panels.cases.rows import TestRow

_WIDTHS = (200, 0, 240)


class Differences(QWidget):
    """What came of a test.

    Args:
        theme: colours.

    Attributes:
        step_asked: the step of a `Difference` is to be shown.
        run_asked: the run is to be shown on the canvas.
        accept_asked: what came is to be expected from now on.
    """

    step_asked = Signal(object)
    run_asked = Signal()
    accept_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: tuple[Difference, ...] = ()
        self.title = label("", "heading", self)
        self.trouble = QLabel(self)
        look(self.trouble, "chip", "waiting")
        self.step = QPushButton("Show the step", self)
        self.run = QPushButton("Show this run", self)
        self.accept = QPushButton("Accept what it gave", self)
        self.accept.setToolTip("The test expects from now on what this run gave; can be undone")
        self.model = DifferenceRows(theme, self)
        self.stack = QStackedWidget(self)
        self.list = Listing(self.model, "What differs", _WIDTHS, self.stack)
        self.empty = empty_words(self.stack)
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        self.buttons = (self.step, self.run, self.accept)
        head = row(self.title, self.trouble, *self.buttons, spacing=8)
        head.setStretch(0, 1)
        lines = column(self, 8)
        lines.setContentsMargins(12, 0, 0, 0)
        lines.addLayout(head)
        lines.addWidget(self.stack, 1)
        self.list.chosen.connect(self._choose)
        self.list.selectionModel().currentChanged.connect(self._allow)
        self.step.clicked.connect(lambda: self._choose(self.list.currentIndex()))
        self.run.clicked.connect(self.run_asked)
        self.accept.clicked.connect(self.accept_asked)
        self.show_row(None, {})

    def current(self) -> Difference | None:
        """Return the difference that is selected."""
        at = self.list.currentIndex().row()
        return self.model.rows[at] if 0 <= at < len(self.model.rows) else None

    def show_row(
        self, shown: TestRow | None, titles: Mapping[str, str], masked: Masked | None = None
    ) -> None:
        """Show what came of a test.

        Args:
            shown: the test; None for none.
            titles: what people call each connection.
            masked: hides what is about people; None to show it.
        """
        failing = trouble_words(shown.case.troubles, titles) if shown else ""
        self.trouble.setText(failing)
        self.trouble.setToolTip(f"{failing} in this test: that was so when it was recorded.")
        self.trouble.setVisible(bool(failing))
        result = shown.result if shown else None
        found = result.differences if result and shown and not shown.is_running else ()
        is_same = found is self._found
        self._found = found
        told = _told(found, shown, masked)
        at = self.list.currentIndex().row() if is_same else 0
        is_told = told == tuple(self.model.rows)
        if not is_told:
            self.model.show_rows(told)
        self.stack.setCurrentWidget(self.list if found else self.empty)
        if found and not (is_same and is_told):
            self.list.setCurrentIndex(self.model.index(max(at, 0), 0))
        self.title.setText(shown.case.name if shown else "")
        self.title.setVisible(shown is not None)
        got = result.got if result else None
        self.run.setVisible(bool(result and result.run))
        self.accept.setVisible(bool(found) and got is not None and not got.stands)
        self.step.setVisible(bool(found))
        tone = "failed" if result is not None and result.why else ""
        look(self.empty, "muted", tone)
        self.empty.setText(_words(shown) if shown else "")
        self._allow()

    def set_theme(self, theme: Theme) -> None:
        """Show it in other colours."""
        self.model.set_theme(theme)

    def _allow(self) -> None:
        found = self.current()
        leads = found is not None and (bool(found.step) or bool(found.at))
        self.step.setEnabled(leads)
        self.step.setToolTip("" if leads else "This is about the case as a whole.")

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.step_asked.emit(self.model.rows[index.row()])


def _told(
    found: tuple[Difference, ...], shown: TestRow | None, masked: Masked | None
) -> tuple[Difference, ...]:
    """Return what differs as it may be seen."""
    if masked is None or shown is None or shown.result is None or not found:
        return found
    masked.gather(shown.case, shown.result.got)
    return tuple(masked.told(each) for each in found)


def _words(shown: TestRow) -> str:
    """Return what stands where there are no differences to list."""
    result = shown.result
    if shown.is_running or shown.is_next:
        return f"{state_of(shown)[0]}…"
    if result is None:
        return "This test has not run here yet. Run it to see whether all is as expected."
    if result.why:
        return f"The test could not be run. {result.why}"
    if result.passed:
        old = " The workflow has changed since: run it again." if result.is_old else ""
        return f"Everything is as expected.{old}"
    return "Run it again to see what differs: that is not kept when the window is closed."
