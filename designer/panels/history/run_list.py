"""Knows how the runs of before are listed, filtered and opened. Must not know the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QStyledItemDelegate,
    QTreeView,
    QWidget,
)

from designer.forms.parts import column, label, row
from designer.panels.history.run_rows import BAR, RunRows, fits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent, QPainter, QShowEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from designer.panels.workbench import Workbench

_WIDTHS = (170, 260, 130, 140, 90)
_THIS, _ALL = "This workflow", "All workflows"


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

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Open a run by Enter; all other keys move in the list."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.chosen.emit()
        else:
            super().keyPressEvent(event)


class RunList(QWidget):
    """The runs of before; a double click shows one on the canvas.

    Args:
        bench: where a run is shown, and whose engine knows the runs.
    """

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._rows: list[Mapping[str, Any]] = []
        self.model = RunRows(bench.theme, self)
        self.list = self._made_list()
        self.filter = QLineEdit(placeholderText="Filter by case, state or sort")
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName("Filter the runs")
        self.whose = QComboBox()
        self.whose.addItems([_THIS, _ALL])
        self.whose.setAccessibleName("Whose runs")
        self.open = QPushButton("Show on the canvas")
        self.again = QPushButton("Refresh")
        self.note = label("", "caption")
        self.empty = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        self.empty.setProperty("look", "muted")
        self._lay_out()
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for the runs when somebody looks."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Ask the engine which runs there are."""
        model = self._bench.document.model
        mine = str(model.graph.get("id") or "") if self.whose.currentText() == _THIS else ""
        reply = self._bench.services.engine.runs(mine)
        reply.done.connect(self._take)
        reply.failed.connect(self.note.setText)

    def current(self) -> str:
        """Return the id of the selected run, "" where none is."""
        index = self.list.currentIndex()
        return str(self.model.rows[index.row()].get("run")) if index.isValid() else ""

    def _made_list(self) -> _List:
        made = _List(self)
        made.setModel(self.model)
        made.setAccessibleName("Runs")
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.setAllColumnsShowFocus(True)
        made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        made.setItemDelegateForColumn(0, _Bar(made))
        made.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for at, width in enumerate(_WIDTHS):
            made.header().resizeSection(at, width)
        return made

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        lines = column(self, 8, 8)
        lines.addLayout(row(self.filter, self.whose, self.open, self.again, self.note, spacing=8))
        lines.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._show)
        self.whose.currentIndexChanged.connect(self.refresh)
        self.again.clicked.connect(self.refresh)
        self.open.clicked.connect(self._open)
        self.list.chosen.connect(self._open)
        self.list.doubleClicked.connect(self._open)
        self._bench.run_changed.connect(self._refresh_when_seen)
        self._bench.document_changed.connect(self._refresh_when_seen)
        self._bench.theme_changed.connect(self._show)

    def _refresh_when_seen(self) -> None:
        if self.isVisible():
            self.refresh()

    def _take(self, rows: object) -> None:
        self._rows = cast("list[Any]", rows) if isinstance(rows, list) else []
        self.note.setText("")
        self._show()

    def _show(self) -> None:
        words = self.filter.text().casefold().split()
        before = self.current()
        found = [each for each in self._rows if fits(each, words)]
        self.model.show_rows(found, self._bench.theme)
        at = next((n for n, each in enumerate(found) if each.get("run") == before), 0)
        self.list.setCurrentIndex(self.model.index(at, 0))
        self.open.setEnabled(bool(found))
        self.stack.setCurrentWidget(self.list if found else self.empty)
        self.empty.setText(
            "No run has these words."
            if self._rows
            else "Nothing ran yet. F5 tests the workflow: nothing is written to any system."
        )

    def _open(self) -> None:
        run = self.current()
        shown = self._bench.run
        if run and (shown is None or shown.run != run):
            self._bench.set_run(self._bench.services.engine.open_run(run))
