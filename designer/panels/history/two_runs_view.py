"""Knows how two runs are compared on the screen. Must not know how runs are listed or begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QWidget

from designer.assets.icons import icon
from designer.assets.style import look
from designer.document.counts import counted
from designer.forms.formulas.fields import STEPS
from designer.forms.parts import SMALL, column, icon_button
from designer.panels import wording
from designer.panels.data.comparing import MOST
from designer.panels.data.known import KnownFields, Ways
from designer.panels.history.two_runs import (
    Manner,
    OneRun,
    RunDifference,
    marks,
    run_differences,
    still_ahead,
)
from designer.panels.history.two_runs_model import TwoRunsModel
from designer.panels.listing import Listing, empty_words
from designer.panels.run_states import Travelled
from designer.panels.settings.step_page import schema_of
from designer.slicer import Slicer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QModelIndex

    from designer.document.model import Model
    from designer.panels.workbench import Workbench
    from designer.run_bridge.session import RunSession
    from runtime.definition.json_value import JsonObject

_WIDTHS = (220, 260, 0, 0)
_LATER = 150
"""Milliseconds after which runs that go on are compared anew."""
_READS = "Reading the two runs …"
_GOES_ON = "A run is under way. What differs is shown as soon as it stands still."
_SAME = "The two runs took the same path with the same results."


class TwoRunsView(QWidget):
    """Two runs beside each other: what differs, step by step, and marks on the cards.

    Args:
        bench: where the later run is shown.

    Attributes:
        closed: the person has seen enough.
    """

    closed = Signal()

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._before: RunSession | None = None
        self._now: RunSession | None = None
        self._masks = True
        self._kept = ("", "")
        self._ways: frozenset[str] = frozenset()
        self._found: list[RunDifference] = []
        self._work: Slicer[RunDifference | None] = Slicer(self)
        self._later = QTimer(self, singleShot=True, interval=_LATER)
        self._later.timeout.connect(self._compare)
        self.known = KnownFields(bench, self)
        self.known.changed.connect(self._wait)
        self.model = TwoRunsModel(bench.theme, self._title_of, self)
        self.stack = QStackedWidget(self)
        self.list = Listing(self.model, "What differs between the two runs", _WIDTHS, self.stack)
        self.title, self.count = QLabel(self), QLabel(self)
        look(self.title, "heading")
        look(self.count, "caption")
        self.empty = empty_words(self.stack)
        self._lay_out()
        self.list.clicked.connect(self._show_step)
        self.list.chosen.connect(self._show_step)
        bench.run_changed.connect(self._take_run)
        bench.document_changed.connect(self._wait)
        bench.theme_changed.connect(self._take_theme)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.count)
        head.addStretch(1)
        theme, end = self._bench.theme, self.close_pair
        self.end = icon_button("cross", "End the comparison", theme, end, self)
        head.addWidget(self.end)
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        lines = column(self, 4)
        lines.setContentsMargins(12, 8, 12, 8)  # in line with the lists that it takes turns with
        lines.addLayout(head)
        lines.addWidget(self.stack, 1)

    def _take_theme(self) -> None:
        theme = self._bench.theme
        self.model.set_theme(theme)
        self.end.setIcon(icon("cross", theme.muted, SMALL))

    # --- which runs -------------------------------------------------------------------------------

    def show_pair(self, before: RunSession, now: RunSession) -> None:
        """Compare two runs; the later one lies on the desk.

        Args:
            before: the earlier one; it is closed with the comparison.
            now: the later one.
        """
        self._forget()
        self._before, self._now = before, now
        for run in (before, now):
            run.changed.connect(self._wait)
        self.empty.setText(_READS)
        self.stack.setCurrentWidget(self.empty)
        self._compare()

    def set_masks(self, masks: bool) -> None:
        """Hide personal data, or show them."""
        self._masks = masks
        self._wait()

    def close_pair(self) -> None:
        """End the comparison."""
        if self._before is not None:
            self._forget()
            self.closed.emit()

    def _forget(self) -> None:
        for run in (self._before, self._now):
            if run is not None:
                run.changed.disconnect(self._wait)
        if self._before is not None:
            self._before.close()
        self._before = self._now = None
        self._later.stop()
        self._work.stop()
        self._bench.set_differing({})

    def _take_run(self) -> None:
        if self._bench.run is not self._now:
            self.close_pair()

    # --- what differs -----------------------------------------------------------------------------

    def _wait(self) -> None:
        if self._before is not None and not self._later.isActive():
            self._later.start()

    def _compare(self) -> None:
        # What is marked in the case any step sees; one of the last, most of the results as well.
        self.known.take_step(next(reversed(self._bench.document.model.nodes), ""))
        before, now = self._before, self._now
        if before is None or now is None or not (_is_known(before) and _is_known(now)):
            return
        if before.is_busy or now.is_busy:
            self.empty.setText(_GOES_ON)  # it says when it has gone on
            return
        self._kept = self._at()
        first, second = _when(before.view.started, now.view.started)
        self.model.begin(f"Before: {first}", f"Now: {second}")
        self.title.setText(f"Run of {second} compared with the one of {first}")
        self._found = []
        first_run = OneRun(before.view, before.document, before.events)
        sides = first_run, OneRun(now.view, now.document, now.events)
        drawn = self._bench.draft.model if self._bench.within else self._bench.document.model
        self._work.run(self._differences(sides, drawn), self._take)

    def _differences(
        self, sides: tuple[OneRun, OneRun], drawn: Model
    ) -> Iterator[RunDifference | None]:
        """Yield what differs, and find out which edges only one of the runs took."""
        yield from run_differences(*sides, drawn, self._manner())
        taken: list[set[str]] = []
        for run in [run for run in (self._before, self._now) if run is not None]:
            went = Travelled()
            for recorded in run.events:
                went.see(recorded, run.view)
                yield None
            taken.append({*went.counts})
        ahead = still_ahead(*sides, drawn)
        ways = ((key, drawn.edges.get(key)) for key in taken[0] ^ taken[1])
        self._ways = frozenset(
            key for key, edge in ways if edge is not None and edge["target"] not in ahead
        )

    def _manner(self) -> Manner:
        kinds = self._bench.services.kinds

        def schema(kind: str) -> JsonObject:
            return schema_of(kinds[kind]) if kind in kinds else {}

        return Manner(self._masks, self._title_of, self._bench.names.way, schema, self._marked_in)

    def _marked_in(self, step: str) -> Ways:
        """Return the personal fields of what came of a step; what it passes on is marked too."""
        given = self.known.marked_under("input")
        if not step:
            return given
        return given | self.known.marked_under("data") | self.known.marked_under(STEPS, step)

    def _take(self, more: list[RunDifference | None]) -> None:
        found = [each for each in more if each is not None]
        room = MOST - len(self._found)
        self._found += found
        self.model.add(found[: max(room, 0)])
        if not self._work.is_busy:
            self._say()
            self._go_back_to(self._kept)
            self._bench.set_differing(marks(self._found), self._ways)

    def _say(self) -> None:
        count, steps = len(self._found), len({each.step for each in self._found if each.step})
        self.count.setText(f"{counted(count, 'difference')} at {counted(steps, 'step')}")
        self.empty.setText(_SAME)
        self.stack.setCurrentWidget(self.list if count else self.empty)

    def _at(self) -> tuple[str, str]:
        """Return step and matter of the row that is looked at."""
        rows, at = self.model.rows, self.list.currentIndex().row()
        return (rows[at].step, rows[at].what) if 0 <= at < len(rows) else ("", "")

    def _go_back_to(self, kept: tuple[str, str]) -> None:
        """Look at the same row again, else at the first."""
        rows = self.model.rows
        at = next((n for n, row in enumerate(rows) if (row.step, row.what) == kept), 0)
        self.list.setCurrentIndex(self.model.index(at, 0))

    # --- names ------------------------------------------------------------------------------------

    def _title_of(self, step: str) -> str:
        """Return what people call a step, also one that is drawn no longer."""
        title = self._bench.names.title(step)
        for run in (self._now, self._before):
            nodes = run.document.get("nodes") if run is not None and title == step else None
            for node in nodes if isinstance(nodes, list) else []:
                if isinstance(node, dict) and node.get("id") == step:
                    return str(node.get("name") or step)
        return title

    def _show_step(self, index: QModelIndex) -> None:
        if index.isValid() and (step := self.model.rows[index.row()].step):
            self._bench.show_step(step)


def _is_known(run: RunSession) -> bool:
    """Whether all that happened in a run so far has come, with its drawing."""
    return bool(run.view.started) and run.knows_document and run.known == len(run.events)


def _when(first: str, second: str) -> tuple[str, str]:
    """Return when two runs began, with the day where it is not the same one."""
    days = [wording.at(moment).rpartition(" ")[0] for moment in (first, second)]
    tell = wording.clock if days[0] == days[1] else wording.at
    return tell(first), tell(second)
