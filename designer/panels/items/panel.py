"""Knows the tab “Items”: which list is shown, and what is looked for. Must not know the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QTableView,
    QWidget,
)

from designer.assets.icons import square
from designer.assets.style import look
from designer.forms.parts import column, row
from designer.panels.choosing import Choosing
from designer.panels.data.inspected import called
from designer.panels.data.known import KnownFields
from designer.panels.items.fold import ItemFold
from designer.panels.items.sieve import Sieve
from designer.panels.items.table import FIRST_STEP, ITEM, NUMBER, ItemTable
from designer.panels.items.words import ITEM_NAME, Manner
from designer.panels.listing import empty_words
from designer.slicer import Slicer, till_done

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QResizeEvent, QShowEvent

    from designer.panels.items.loops import Cell, Loop
    from designer.panels.workbench import Workbench
    from runtime.definition.json_value import JsonObject

_WIDTHS = {NUMBER: 56, ITEM: 260}
_MOST_MEASURED = 500
"""Longer lists keep the usual widths: to measure their words takes too long."""
_AIR = 16
"""Pixels beside the words of a cell."""
_STEP_WIDTH = 190
_ROW_HEIGHT = 28
_NO_RUN = "No run is shown. Test the workflow (F5): items of a list are shown here, row by row."
_NO_LIST = (
    "This run went through no list. A step that repeats for each item of a list "
    "shows them here: a row for each item, a column for each step."
)


class ItemsPanel(QWidget):
    """The tab “Items”: what became of each item at each step, as it is now.

    Args:
        bench: whose run it shows.

    Attributes:
        visit_asked: the person wants to see a visit of a step: its name with callers, and which
            visit it is, from 0.
        moment_asked: the person wants to see the run as it was after so many events.
    """

    visit_asked = Signal(str, int)
    moment_asked = Signal(int)

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._fold = ItemFold()
        self._loop: Loop | None = None
        self._sieve: Sieve | None = None
        self._has_grown = self._sifts_again = self._is_telling = False
        self._masks = True
        self.model = ItemTable(bench.theme, bench.names.title, self)
        self._known = KnownFields(bench, self)
        self.stack = QStackedWidget(self)
        self.table = self._made_table()
        self.tools = QWidget(self)
        self.whose = QComboBox(self.tools)
        self.whose.setAccessibleName("Which list")
        self.search = QLineEdit(self.tools, placeholderText="Find an item or a result")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Find an item or a result")
        self.failed = QCheckBox("Only failed", self.tools)
        self.note = QLabel(self.tools)
        look(self.note, "caption")
        self.hint = QLabel("Enter or double click: what went in and out", self.tools)
        look(self.hint, "caption")
        self.empty = empty_words(self.stack)
        self._working: Slicer[None] = Slicer(self)
        self._lay_out()
        self._connect()
        self._take_run()

    # --- building ---------------------------------------------------------------------------------

    def _made_table(self) -> QTableView:
        made = QTableView(self.stack)
        made.setModel(self.model)
        made.setAccessibleName("Items and what became of them")
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        made.setShowGrid(False)
        made.setWordWrap(False)
        made.setIconSize(square(14))
        made.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        made.verticalHeader().hide()
        made.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        made.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = made.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setDefaultSectionSize(_STEP_WIDTH)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setResizeContentsPrecision(0)  # rows that nobody sees need no room
        return made

    def _lay_out(self) -> None:
        self.search.setMaximumWidth(320)
        top = row(self.whose, self.search, self.failed, self.note, spacing=8)
        top.setStretchFactor(self.search, 1)
        top.addStretch(1)
        top.addWidget(self.hint)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.tools.setLayout(top)
        lines = column(self, 6)
        lines.setContentsMargins(12, 8, 12, 8)
        lines.addWidget(self.tools)
        lines.addWidget(self.stack, 1)

    def _connect(self) -> None:
        bench = self._bench
        bench.run_changed.connect(self._take_run)
        bench.run_grew.connect(self._work_when_seen)
        bench.selection_changed.connect(self._follow_selection)
        bench.document_changed.connect(self._show_loop)
        bench.moment_changed.connect(self._say)
        bench.theme_changed.connect(lambda: self.model.set_theme(bench.theme))
        self.whose.activated.connect(self._choose)
        self.search.textChanged.connect(self._sift)
        self.failed.toggled.connect(self._sift)
        self._known.changed.connect(self._name_fields)
        self.table.clicked.connect(self._look)
        Choosing(self.table).chosen.connect(self._look_inside)
        self.table.customContextMenuRequested.connect(self._offer)

    def showEvent(self, event: QShowEvent) -> None:
        """Take in what came while nobody looked."""
        super().showEvent(event)
        self._work_when_seen()

    # --- taking in, a little at a time ------------------------------------------------------------

    @property
    def is_busy(self) -> bool:
        """Whether not all of the run is taken in and looked through yet."""
        return self._working.is_busy

    def _take_run(self) -> None:
        self._fold = ItemFold()
        self._loop = self._sieve = None
        self._show_loop()
        self._work_when_seen()

    def _work_when_seen(self) -> None:
        if self.isVisible() and not self._working.is_busy:
            self._working.queue(till_done(self._work_some), self._show_work)

    def _work_some(self) -> bool:
        """Take in a few events, or look through a few rows; returns whether that is all."""
        run = self._bench.run
        events = run.events if run else ()
        if self._fold.taken < len(events):
            self._has_grown = True
            return self._fold.take(events)
        if self._sieve is not None and self._sieve.go_on():
            self.model.show_rows(self._sieve.found)
            self._sieve = self._made_sieve() if self._sifts_again else None
            self._sifts_again = False
        return self._sieve is None

    def _show_work(self, _: list[None]) -> None:
        """Show what was done in this turn; what has grown is looked through again."""
        if self._has_grown:
            self._has_grown = False
            self._show_growth()
            self._sifts_again = self._sieve is not None
        self._say()
        if self._sieve is not None:
            self._work_when_seen()

    def _show_growth(self) -> None:
        """Show what the events taken in just now changed."""
        if self.whose.count() != len(self._fold.loops):
            self._name_loops()
        if self._loop is None:
            self._loop = self._wanted_loop()
        if self._columns() != self.model.steps or self._loop is None:
            self._show_loop()
        self.model.refresh(self._manner())
        self._fit_columns()
        if self._is_sifted() and self._sieve is None:
            self._sieve = self._made_sieve()

    def _manner(self) -> Manner:
        run = self._bench.run
        is_over, outcome = run is not None and run.is_over, self._bench.names.outcome
        return Manner(is_over, self._masks, outcome, self._title_of)

    def _title_of(self, *path: str) -> str:
        """Return what people call a field: as schemas say, else its name as words."""
        found = self._known.title(*path)
        if not found and path[0] == ITEM_NAME:  # schemas tell of the list that it is from
            lists = (self._known.title(*way, *path[1:]) for way in self._lists())
            found = next(filter(None, lists), "")
        return found or called(path[-1])

    def _lists(self) -> Iterator[tuple[str, ...]]:
        """Yield the ways by which the settings of the step name a list: "input.lines"."""
        node = self._bench.document.model.nodes.get(self._loop.step if self._loop else "", {})
        params = node.get("params")
        for value in params.values() if isinstance(params, dict) else ():
            if isinstance(value, str):
                yield tuple(value.strip().split("."))

    def _name_fields(self) -> None:
        self.model.refresh(self._manner())
        self._fit_columns()

    def set_masks(self, masks: bool) -> None:
        """Hide what is about a person, or show it."""
        self._masks = masks
        self.model.refresh(self._manner())
        self._sift()

    # --- which list -------------------------------------------------------------------------------

    def _wanted_loop(self) -> Loop | None:
        """Return the list of the selected step, or of the one that it lies in; else the first."""
        nodes, step = self._bench.document.model.nodes, next(iter(self._bench.selected), "")
        while step in nodes and step not in self._fold.loops:
            step = str(nodes[step].get("parent") or "")
        return self._fold.loops.get(step) or next(iter(self._fold.loops.values()), None)

    def _follow_selection(self) -> None:
        wanted = self._wanted_loop()
        is_own = any(step in self._fold.loops for step in self._bench.selected)
        if not self._is_telling and wanted is not self._loop and (is_own or self._is_inside()):
            self._loop = wanted
            self._show_loop()

    def _is_inside(self) -> bool:
        """Whether the selected step lies in any step at all."""
        nodes = self._bench.document.model.nodes
        return any(nodes[step].get("parent") for step in self._bench.selected if step in nodes)

    def _choose(self, at: int) -> None:
        self._loop = [*self._fold.loops.values()][at]
        self._show_loop()

    def _name_loops(self) -> None:
        self.whose.clear()
        self.whose.addItems([self._bench.names.title(name) for name in self._fold.loops])

    def _columns(self) -> tuple[str, ...]:
        """Return the steps inside, in the order in which they are drawn, then those gone since."""
        if self._loop is None:
            return ()
        model, name = self._bench.document.model, self._loop.step
        drawn = sorted(model.inside(name), key=lambda step: _spot(model.nodes[step]))
        return tuple(dict.fromkeys([*drawn, *self._loop.steps]))

    def _show_loop(self) -> None:
        if self.whose.count() != len(self._fold.loops):
            self._name_loops()
        if self._loop is not None:
            self.whose.setCurrentIndex([*self._fold.loops].index(self._loop.step))
        self.whose.setVisible(len(self._fold.loops) > 1)
        columns = self._columns()
        if self._loop is not None:
            self._known.take_step(columns[-1] if columns else self._loop.step)
        self.model.refresh(self._manner())
        self.model.show_loop(self._loop, columns)
        for at in range(self.model.columnCount()):
            self.table.setColumnWidth(at, _WIDTHS.get(at, _STEP_WIDTH))
        self._fit_columns()
        self._sift()
        self._say()

    def _fit_columns(self) -> None:
        """Let columns have the room that their words need, from the left, as far as there is any.

        A column only becomes wider, so that nothing jumps to and fro while a run goes on.
        """
        if self.model.rowCount() > _MOST_MEASURED:
            return
        table, last = self.table, self.model.columnCount() - 1
        wide = [table.columnWidth(at) for at in range(last)] + [_STEP_WIDTH]
        room = table.viewport().width() - sum(wide)
        for at in range(ITEM, last):
            more = min(table.sizeHintForColumn(at) + _AIR - wide[at], room)
            if more > 0:
                table.setColumnWidth(at, wide[at] + more)
                room -= more

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let columns have the room that there is now."""
        super().resizeEvent(event)
        self._fit_columns()

    # --- looking for some -------------------------------------------------------------------------

    def _is_sifted(self) -> bool:
        return bool(self.search.text().strip()) or self.failed.isChecked()

    def _made_sieve(self) -> Sieve | None:
        if self._loop is None:
            return None
        only, manner = self.failed.isChecked(), self._manner()
        return Sieve(self._loop, self.search.text(), only_failed=only, manner=manner)

    def _sift(self) -> None:
        self._sieve = self._made_sieve() if self._is_sifted() else None
        if self._sieve is None:
            self.model.show_rows(None)
        self._say()
        self._work_when_seen()

    # --- saying and going -------------------------------------------------------------------------

    def _say(self) -> None:
        loop = self._loop
        self.tools.setVisible(loop is not None)
        is_empty = loop is None or (self._sieve is None and not self.model.rowCount())
        self.stack.setCurrentWidget(self.empty if is_empty else self.table)
        if loop is None:
            self.empty.setText(_NO_RUN if self._bench.run is None else _NO_LIST)
            return
        self.empty.setText("The list was empty." if not loop.rows else "No item is like that.")
        shown, total = self.model.rowCount(), len(loop.rows)
        words = f"{shown:,} of {total:,} items" if self._is_sifted() else f"{total:,} items"
        if len(self._fold.loops) == 1:
            words = f"{self._bench.names.title(loop.step)}: {words}"
        if loop.ended < total:
            words += f", {loop.ended:,} done"
        if self._bench.moment is not None:
            words += ", as it is now"
        self.note.setText(words)

    def _look(self, index: QModelIndex) -> None:
        """Show the step of a cell on the canvas."""
        if self._loop is None or not index.isValid():
            return
        at = index.column() - FIRST_STEP
        step = self.model.steps[at] if at >= 0 else self._loop.step
        self._is_telling = True
        self._bench.show_step(step.partition("/")[0])
        self._is_telling = False

    def _look_inside(self, index: QModelIndex) -> None:
        """Show what went into the step for the item, and what came out."""
        cell = self._cell(index)
        if cell is None or self.model.cell(index) is not None:
            self._look(index)
        if cell is not None:
            self.visit_asked.emit(cell.step, cell.visit)

    def _cell(self, index: QModelIndex) -> Cell | None:
        """Return what became of a step for an item; of the item itself, where it ended or stands.

        That is the step that failed for it, else the one that it came to last.
        """
        if index.isValid() and index.column() >= FIRST_STEP:
            return self.model.cell(index)
        cells = self.model.cells(index)
        failed = (cell for cell in cells if cell.state == "failed")
        return next(failed, max(cells, key=lambda cell: cell.moment, default=None))

    def _offer(self, place: QPoint) -> None:
        """Show what can be done with a cell."""
        index = self.table.indexAt(place)
        if not index.isValid():
            return
        menu = self.menu_of(index)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.table.viewport().mapToGlobal(place))

    def menu_of(self, index: QModelIndex) -> QMenu:
        """Return what can be done with a cell."""
        cell, menu = self._cell(index), QMenu(self)
        inside = menu.addAction("What went in and out", lambda: self._look_inside(index))
        then = menu.addAction("Show the run as it was then", lambda: self._look_back(index))
        for action in (inside, then):
            action.setEnabled(cell is not None)
        copied = self.model.text(index)
        menu.addAction("Copy", lambda: QGuiApplication.clipboard().setText(copied))
        return menu

    def _look_back(self, index: QModelIndex) -> None:
        """Show the run as it was when the item was at the step last."""
        self._look(index)
        cell = self._cell(index)
        if cell is not None:
            self.moment_asked.emit(cell.moment)


def _spot(node: JsonObject) -> tuple[float, float]:
    """Return where a step is drawn, for the order from left to right."""
    match node.get("position"):
        case [int() | float() as left, int() | float() as top]:
            return (left, top)
        case _:
            return (0.0, 0.0)
