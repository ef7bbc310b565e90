"""Knows how the events of the run are listed in the dock. Must not know how it is run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from designer.assets.style import look
from designer.forms.parts import link_button
from designer.panels import wording
from designer.panels.event_words import lasts_days
from designer.panels.listing import empty_words
from designer.panels.log_model import WHEN, LogModel
from designer.panels.long_listing import LongListing
from designer.slicer import Slicer, till_done

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from designer.panels.workbench import Workbench
    from designer.run_bridge.session import RunSession

_DAY_WIDTH = 160
_A_FEW = 250
"""Events that are taken in between two looks at the clock."""
_EMPTY = "No run is shown. Start a test run (F5): what happens is told here, line by line."


class RunLog(QWidget):
    """The tab “Run log”.

    Args:
        bench: whose run is shown.

    Attributes:
        moment_asked: the person wants to see the run as it was after so many events.
    """

    moment_asked = Signal(int)

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._follows = True
        self.model = LogModel(bench.theme, bench.names, self)
        self.stack = QStackedWidget(self)
        self.list = LongListing(self.model, "What happened in the run", (96, 240, 0), self.stack)
        self.only = QCheckBox("Only the selected step", self)
        self.note = QLabel(self)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        look(self.note, "caption")
        self.copy_all = QPushButton("Copy", self)
        self.copy_all.setToolTip("Copy the selected lines, or all of them, as text")
        self.undone = link_button("", bench.undone_wanted.emit, self)
        self.undone.hide()
        self._growing: Slicer[None] = Slicer(self)
        self.empty = empty_words(self.stack)
        self._lay_out()
        self._connect()
        self._take_run()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.only)
        top.addWidget(self.note)
        top.addWidget(self.undone)
        top.addStretch(1)
        top.addWidget(self.copy_all)
        self.list.setSelectionMode(LongListing.SelectionMode.ExtendedSelection)
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.stack, 1)

    def _connect(self) -> None:
        bench = self._bench
        bench.run_changed.connect(self._take_run)
        bench.run_grew.connect(self._grow)
        bench.names_changed.connect(self.model.take_names)
        bench.selection_changed.connect(self._filter)
        bench.moment_changed.connect(self._mark_moment)
        bench.theme_changed.connect(lambda: self.model.set_theme(bench.theme))
        self.only.toggled.connect(self._filter)
        self.list.chosen.connect(self._look_up)
        self.list.clicked.connect(self._look_up_if_plain)
        self.copy_all.clicked.connect(self.copy)
        keys = QShortcut(QKeySequence.StandardKey.Copy, self.list, self.copy)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._follow()

    def _follow(self) -> None:
        """Stay at the end as it grows, until the person scrolls away from it."""
        bar = self.list.verticalScrollBar()
        bar.valueChanged.connect(self._note_place)
        bar.rangeChanged.connect(self._stay_at_end)

    def _stay_at_end(self, _first: int, end: int) -> None:
        if self._follows:
            self.list.verticalScrollBar().setValue(end)

    def _note_place(self, value: int) -> None:
        self._follows = value == self.list.verticalScrollBar().maximum()

    # --- showing ----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Take in what came while nobody looked."""
        super().showEvent(event)
        self._grow()
        if self._bench.moment is not None:
            self._mark_moment()

    def _take_run(self) -> None:
        run = self._bench.run
        self.model.show_run(run.events if run else ())
        self._follows = True
        self._filter()
        self._grow()

    def _grow(self) -> None:
        """Take in what came since, a part at a time, and only while somebody looks."""
        if self.isVisible() and not self._growing.is_busy:
            self._growing.run(till_done(self._grow_some), self._fit)

    def _grow_some(self) -> bool:
        """Take in a few events; returns whether that was all."""
        run = self._bench.run
        return run is None or not self.isVisible() or self.model.grow(run.view, _A_FEW)

    def _fit(self, _: list[None]) -> None:
        """Give what came the room that it needs, and count it."""
        run = self._bench.run
        if run is None:
            return
        header, wide = self.list.header(), lasts_days(run.events)
        header.resizeSection(WHEN, max(header.sectionSize(WHEN), _DAY_WIDTH if wide else 0))
        self._say()

    def _filter(self) -> None:
        chosen = self._bench.selected
        wanted = chosen[0] if self.only.isChecked() and len(chosen) == 1 else ""
        self.model.show_only(wanted)
        self.only.setEnabled(len(chosen) == 1 or self.only.isChecked())
        self._say()

    def _say(self) -> None:
        run = self._bench.run
        shown = self.model.rowCount()
        self.note.setText("" if run is None else f"{shown:,} of {self.model.told:,} events")
        self.copy_all.setEnabled(shown > 0)
        self.stack.setCurrentWidget(self.list if shown else self.empty)
        begins = not self.only.isChecked()
        nothing = "The run is about to begin." if begins else "Nothing has happened at this step."
        self.empty.setText(_EMPTY if run is None else nothing)
        self._say_undone(run)

    def _say_undone(self, run: RunSession | None) -> None:
        """Lead to what a dry run would have done, once all of it is known."""
        count = len(run.view.would_do) if run is not None and run.dry and run.is_over else 0
        words = wording.would_have(count)
        self.undone.setText(words)
        self.undone.setAccessibleName(words)
        self.undone.setVisible(count > 0)

    def _mark_moment(self) -> None:
        """Stand in the line of the moment that is looked at, the last one for now."""
        run, moment = self._bench.run, self._bench.moment
        if run is None:
            return
        at = self.model.row_of(len(run.events) if moment is None else moment)
        if at != self.list.currentIndex().row():
            index = self.model.index(at, 0)
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)

    # --- doing ------------------------------------------------------------------------------------

    def copy(self) -> None:
        """Copy the selected lines, or all where none is selected."""
        rows = sorted({index.row() for index in self.list.selectionModel().selectedRows()})
        lines = [self.model.line(row) for row in rows or range(self.model.rowCount())]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _look_up_if_plain(self, index: QModelIndex) -> None:
        """A click with Shift or Ctrl chooses lines to be copied."""
        if QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier:
            self._look_up(index)

    def _look_up(self, index: QModelIndex) -> None:
        self.moment_asked.emit(self.model.place(index.row()))
        step = self.model.step(index.row()).partition("/")[0]
        if step:
            self._bench.show_step(step)
