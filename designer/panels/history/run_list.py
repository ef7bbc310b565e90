"""Knows how the runs of before are listed, filtered and opened, and paired. Not the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontInfo, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QStyledItemDelegate,
    QTreeView,
    QWidget,
)

from designer.assets.style import BODY
from designer.forms.parts import column, label, row
from designer.panels.history.run_rows import BAR, RunRows, fits
from designer.panels.listing import empty_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent, QPainter, QShowEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from designer.panels.workbench import Workbench

_WIDTHS = (170, 260, 130, 140, 90)
_THIS, _ALL = "This workflow", "All workflows"
_COMPARE, _BOTH = "Compare with the run before", "Compare the two runs"
_FIRST = "This is the first run of the workflow: there is none before it to compare with."
_OTHERS = "Choose one run, or two runs of the same workflow."


class _Bar(QStyledItemDelegate):
    """Paints the bar at the left of a row in the colour of its state."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the cell, then the bar."""
        super().paint(painter, option, index)
        place: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue] - Qt's stubs lack it
        painter.fillRect(place.left(), place.top() + 3, 4, place.height() - 6, index.data(BAR))


class _List(QTreeView):
    """The list; Enter opens a run."""

    chosen = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open a run by Enter; all other keys move in the list."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.chosen.emit()
        else:
            super().keyPressEvent(event)


class RunList(QWidget):
    """The runs of before; a double click shows one on the canvas.

    Args:
        bench: where a run is shown, and whose engine knows the runs.

    Attributes:
        paired: two runs are to be compared: the ids of the earlier and the later one.
    """

    paired = Signal(str, str)

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._rows: list[Mapping[str, Any]] = []
        self.model = RunRows(bench.theme, self)
        self.stack = QStackedWidget(self)
        self.list = self._made_list()
        self.filter = QLineEdit(self, placeholderText="Filter by case, state or sort")
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName("Filter the runs")
        self.whose = QComboBox(self)
        self.whose.addItems([_THIS, _ALL])
        self.whose.setAccessibleName("Whose runs")
        self._wants_pair = False
        self._stands: tuple[str, str, frozenset[str]] | None = None
        self.open = QPushButton("Show on the canvas", self)
        self.compare = QPushButton(_COMPARE, self)
        self.again = QPushButton("Look again", self)
        self.note = label("", "caption", self)
        self.empty = empty_words(self.stack)
        self._lay_out()
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the runs when somebody looks."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Ask the engine which runs there are."""
        model = self._bench.document.model
        mine = str(model.graph.get("id") or "") if self.whose.currentText() == _THIS else ""
        reply = self._bench.services.engine.runs(mine)
        reply.done.connect(self._take)
        reply.failed.connect(self._say)

    def current(self) -> str:
        """Return the id of the selected run, "" where none is."""
        index = self.list.currentIndex()
        return str(self.model.rows[index.row()].get("run")) if index.isValid() else ""

    def compare_shown(self) -> None:
        """Ask for what differs between the run on the desk and the one before it."""
        run, former = self._bench.run, self._bench.former
        if run is not None and run.run and former:
            self.paired.emit(former, run.run)
        else:
            self._wants_pair = True
            self.refresh()

    def pair(self) -> tuple[str, str]:
        """Return the runs that would be compared, the earlier one first; "" where there is none."""
        match self._chosen():
            case [row]:
                return str((self._row_before(row) or {}).get("run", "")), str(row["run"])
            case [one, other] if one.get("definition") == other.get("definition"):
                pair = sorted((one, other), key=lambda row: str(row.get("started")))
                return str(pair[0]["run"]), str(pair[1]["run"])
            case _:
                return "", ""

    def _chosen(self) -> list[Mapping[str, Any]]:
        rows = self.list.selectionModel().selectedRows()
        return [self.model.rows[index.row()] for index in rows]

    def _row_before(self, row: Mapping[str, Any]) -> Mapping[str, Any] | None:
        same = (one for one in self._rows if one.get("definition") == row.get("definition"))
        earlier = [one for one in same if str(one.get("started")) < str(row.get("started"))]
        return max(earlier, key=lambda one: str(one.get("started")), default=None)

    def _made_list(self) -> _List:
        made = _List(self.stack)
        made.setModel(self.model)
        made.setAccessibleName("Runs")
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.setAllColumnsShowFocus(True)
        made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        made.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        made.setItemDelegateForColumn(0, _Bar(made))
        made.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        larger = QFontInfo(QGuiApplication.font()).pixelSize() / BODY
        for at, width in enumerate(_WIDTHS):
            made.header().resizeSection(at, round(width * larger))
        return made

    def _lay_out(self) -> None:
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        lines = column(self, 8)
        lines.setContentsMargins(12, 8, 12, 8)
        parts = (self.filter, self.whose, self.open, self.compare, self.again, self.note)
        lines.addLayout(row(*parts, spacing=8))
        lines.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._show)
        self.whose.currentIndexChanged.connect(self.refresh)
        self.again.clicked.connect(self.refresh)
        self.open.clicked.connect(self._open)
        self.compare.clicked.connect(self._compare)
        self.list.selectionModel().selectionChanged.connect(self._allow)
        self.list.chosen.connect(self._open)
        self.list.doubleClicked.connect(self._open)
        self._bench.run_changed.connect(self._refresh_when_seen)
        self._bench.run_grew.connect(self._refresh_when_it_stands_otherwise)
        self._bench.document_changed.connect(self._refresh_when_seen)
        self._bench.theme_changed.connect(self._show)

    def _refresh_when_seen(self) -> None:
        if self.isVisible():
            self.refresh()

    def _refresh_when_it_stands_otherwise(self) -> None:
        """Ask again when the row of the run on the desk has another word for how it stands."""
        run = self._bench.run
        if run is None:
            return
        kinds = frozenset(waits.kind for waits in run.view.waiting_for)
        stands = run.run, run.view.status, kinds
        if stands != self._stands:
            self._stands = stands
            self._refresh_when_seen()

    def _say(self, why: str) -> None:
        """Say why the runs could not be listed."""
        self._wants_pair = False
        self.note.setText(why)

    def _take(self, rows: object) -> None:
        self._rows = cast("list[Any]", rows) if isinstance(rows, list) else []
        self.note.setText("")
        self._show()
        if self._wants_pair:
            self._wants_pair = False
            self._compare_shown()

    def _show(self) -> None:
        words = self.filter.text().casefold().split()
        before = self.current()
        found = [each for each in self._rows if fits(each, words)]
        self.model.show_rows(found, self._bench.theme)
        at = next((n for n, each in enumerate(found) if each.get("run") == before), 0)
        self.list.setCurrentIndex(self.model.index(at, 0))
        self.open.setEnabled(bool(found))
        self._allow()
        self.stack.setCurrentWidget(self.list if found else self.empty)
        self.empty.setText(
            "No run has these words."
            if self._rows
            else "Nothing ran yet. F5 tests the workflow: nothing is written to any system."
        )

    def _allow(self) -> None:
        """Say which runs would be compared, or why none."""
        chosen = self._chosen()
        earlier, later = self.pair()
        self.compare.setText(_BOTH if len(chosen) > 1 else _COMPARE)
        self.compare.setEnabled(bool(earlier))
        why = _FIRST if len(chosen) == 1 and later else _OTHERS
        self.compare.setToolTip("What differs, step by step" if earlier else why)

    def _compare(self) -> None:
        earlier, later = self.pair()
        if earlier:
            self.paired.emit(earlier, later)

    def _compare_shown(self) -> None:
        run = self._bench.run
        shown = next((one for one in self._rows if run and one.get("run") == run.run), None)
        before = self._row_before(shown) if shown is not None else None
        if before is None or shown is None:
            self.note.setText(_FIRST if run is not None else _OTHERS)
        else:
            self.paired.emit(str(before["run"]), str(shown["run"]))

    def _open(self) -> None:
        run = self.current()
        shown = self._bench.run
        if run and (shown is None or shown.run != run):
            self._bench.set_run(self._bench.services.engine.open_run(run))
