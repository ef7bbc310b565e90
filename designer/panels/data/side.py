"""Knows one side of the data: a tree, a table or JSON, with search. Must not know runs or steps."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from designer.assets.style import look
from designer.panels.data.crumbs import Crumbs
from designer.panels.data.finding import MOST, fitting_rows, hits
from designer.panels.data.grid_model import GridModel, is_table
from designer.panels.data.nodes import Looks, Node, extent
from designer.panels.data.tree_model import TreeModel
from designer.panels.data.views import COPY_PATH, DataGrid, DataTree, shortcut
from designer.panels.listing import empty_words
from designer.slicer import Slicer

if TYPE_CHECKING:
    from designer.assets.theme import Theme
    from designer.panels.data.nodes import Way
    from runtime.definition.json_value import JsonValue

_SEARCH_WIDTH = 170


class Side(QWidget):
    """Data, as a tree or a table of words, or as JSON.

    Args:
        title: over it: "In".
        what: what is read out: "What went in".
        theme: colours.

    Attributes:
        said: something short that was done: "Copied."
    """

    said = Signal(str)

    def __init__(self, title: str, what: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._top: Node | None = None
        self._here: Way = ()
        self._as_json = False
        self._rows_searching: Slicer[int] = Slicer(self)
        self._nodes_searching: Slicer[Node | None] = Slicer(self)
        self._copying: Slicer[str] = Slicer(self)
        self.trees = {
            as_json: TreeModel(theme, as_json=as_json, parent=self) for as_json in (False, True)
        }
        self.stack = QStackedWidget(self)
        self.views = {
            as_json: DataTree(model, what, as_json=as_json, parent=self.stack)
            for as_json, model in self.trees.items()
        }
        self.grid_model = GridModel(theme, self)
        self.grid = DataGrid(self.grid_model, what, self.stack)
        self.empty = empty_words(self.stack)
        self.crumbs = Crumbs(title, self)
        self.count = QLabel(self)
        look(self.count, "caption")
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Search")
        self.search.setAccessibleName(f"Search in: {what}")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(_SEARCH_WIDTH // 2)
        self.search.setMaximumWidth(_SEARCH_WIDTH)
        self.head = QHBoxLayout()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.head.setSpacing(8)
        self.head.addWidget(self.crumbs, 1)
        self.head.addWidget(self.count)
        self.head.addWidget(self.search, 1)
        for view in (*self.views.values(), self.grid, self.empty):
            self.stack.addWidget(view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self.head)
        layout.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.crumbs.chosen.connect(self.look_at)
        self.search.textChanged.connect(self._search)
        for view in (*self.views.values(), self.grid):
            view.chosen.connect(self._choose)
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            view.customContextMenuRequested.connect(partial(self._open_menu, view))
            shortcut(QKeySequence.StandardKey.Copy, view, self.copy_value)
            shortcut(COPY_PATH, view, self.copy_path)

    def set_margins(self, left: int, right: int) -> None:
        """Leave room beside it."""
        self.setContentsMargins(left, 0, right, 0)

    # --- what is shown ----------------------------------------------------------------------------

    def show_value(self, value: JsonValue, looks: Looks, *, is_same: bool = False) -> None:
        """Show a value.

        Args:
            value: of any size.
            looks: how.
            is_same: whether it is what was shown, somewhat later or masked: the place stays.
        """
        places = (
            self.views[self._as_json].unfolded() if is_same and not self.search.text() else None
        )
        self._top = Node(looks, (), value)
        if not is_same or self._top.at(self._here) is None:
            self._here = ()
        self._show()
        if places:
            self.views[self._as_json].unfold(places)

    def show_nothing(self, why: str) -> None:
        """Say why there is nothing."""
        self._top, self._here = None, ()
        self.empty.setText(why)
        self._show()

    def set_as_json(self, as_json: bool) -> None:
        """Show it as JSON, or in words."""
        if as_json != self._as_json:
            self._as_json = as_json
            self._show()

    def look_at(self, way: Way) -> None:
        """Show a part of the value alone."""
        self._here = way
        self.search.clear()
        self._show()
        self.view.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Show it in other colours."""
        for model in (*self.trees.values(), self.grid_model):
            model.set_theme(theme)
        self._show()

    @property
    def top(self) -> Node | None:
        """All of what is shown; None where there is nothing."""
        return self._top

    @property
    def view(self) -> DataTree | DataGrid:
        """The view that is seen."""
        return self.grid if self.is_grid else self.views[self._as_json]

    @property
    def is_grid(self) -> bool:
        """Whether it is shown as a table of records."""
        here = self._node()
        return here is not None and not self._as_json and is_table(here.value)

    def _node(self) -> Node | None:
        return self._top.at(self._here) if self._top is not None else None

    def _show(self) -> None:
        self._stop_searching()
        here = self._node()
        self.crumbs.show_way(here)
        self.search.setEnabled(here is not None)
        if here is None:
            self.count.clear()
            self.stack.setCurrentWidget(self.empty)
            return
        if self.search.text():
            self._search(self.search.text())
            return
        self.count.setText(extent(here.value))
        if self.is_grid:
            self._show_table(here)
        else:
            self.trees[self._as_json].show(here)
            self.views[self._as_json].open_some()
        self.stack.setCurrentWidget(self.view)

    def _show_table(self, here: Node) -> None:
        if self.grid_model.show(here):
            self.grid.fit_columns()

    # --- searching --------------------------------------------------------------------------------

    def _stop_searching(self) -> None:
        self._rows_searching.stop()
        self._nodes_searching.stop()

    def _search(self, text: str) -> None:
        self._stop_searching()
        here = self._node()
        if here is None:
            return
        if not text.strip():
            self._show()
        elif self.is_grid:
            self._search_rows(here, text.strip())
        else:
            self._search_nodes(here, text.strip())

    def _search_rows(self, here: Node, text: str) -> None:
        self._show_table(here)
        self.grid_model.show_rows([])
        self.stack.setCurrentWidget(self.grid)

        def take(rows: list[int]) -> None:
            self.grid_model.add_rows([row for row in rows if row >= 0])
            is_done = not searching.is_busy
            self._say_found(self.grid_model.rowCount(), extent(here.value), is_done=is_done)

        searching = self._rows_searching
        searching.run(fitting_rows(here, text), take)

    def _search_nodes(self, here: Node, text: str) -> None:
        model = self.trees[self._as_json]
        model.show_found([])
        self.stack.setCurrentWidget(self.views[self._as_json])

        def take(found: list[Node | None]) -> None:
            model.add_found([node for node in found if node is not None])
            self._say_found(model.rowCount(), "", is_done=not searching.is_busy)

        searching = self._nodes_searching
        searching.run(hits(here, text), take)

    def _say_found(self, found: int, of: str, *, is_done: bool) -> None:
        number = f"first {MOST:,}" if found >= MOST and not of else f"{found:,}"
        self.count.setText(f"{number} of {of}" if of else f"{number} found")
        if is_done and not found:
            self.empty.setText("Nothing here has these words.")
            self.stack.setCurrentWidget(self.empty)

    # --- doing ------------------------------------------------------------------------------------

    def current(self) -> Node | None:
        """Return the place that is chosen."""
        if self.is_grid:
            return self.grid_model.node(self.grid.currentIndex())
        return self.trees[self._as_json].node(self.views[self._as_json].currentIndex())

    def copy_value(self) -> None:
        """Copy the value that is chosen, all where none is; masked while that is on."""
        node = self.current() or self._node()
        if node is None:
            return
        parts: list[str] = []

        def take(more: list[str]) -> None:
            parts.append("".join(more))
            if not self._copying.is_busy:
                QGuiApplication.clipboard().setText("".join(parts))
                hidden = " Personal data are hidden." if node.looks.masks else ""
                self.said.emit(f"Copied.{hidden}")

        self._copying.run(node.text(), take)

    def copy_path(self) -> None:
        """Copy where the value that is chosen stands, as a formula reads it."""
        node = self.current()
        if node is not None:
            path = node.looks.path_of(node.way)
            QGuiApplication.clipboard().setText(path)
            self.said.emit(f"Copied: {path}")

    def _choose(self, index: QModelIndex) -> None:
        """Open a list as a table, a record of a table as fields; fold anything else."""
        if self.is_grid:
            node = self.grid_model.node(index)
            row = self.grid_model.row_node(index)
            target = node if node is not None and node.is_branch else row
            if target is not None and target.is_branch:
                self.look_at(target.way)
            return
        view = self.views[self._as_json]
        node = self.trees[self._as_json].node(index)
        if node is None or not node.is_branch:
            return
        if (not self._as_json and is_table(node.value) and not node.is_group) or self.search.text():
            self.look_at(node.way)
        else:
            first = index.siblingAtColumn(0)
            view.setExpanded(first, not view.isExpanded(first))

    def _open_menu(self, view: QWidget, place: QPoint) -> None:
        menu = self.menu()
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            viewport = view.viewport() if isinstance(view, DataTree | DataGrid) else view
            menu.popup(viewport.mapToGlobal(place))

    def menu(self) -> QMenu | None:
        """Return what can be done with the place that is chosen; None where none is."""
        node = self.current()
        if node is None:
            return None
        menu = QMenu(self)
        menu.addAction("Copy the value\tCtrl+C", self.copy_value)
        menu.addAction("Copy its path\tCtrl+Shift+C", self.copy_path)
        if node.is_branch and not node.is_group:
            menu.addSeparator()
            as_table = is_table(node.value) and not self._as_json
            what = "Open as a table" if as_table else "Look at this alone"
            menu.addAction(what, partial(self.look_at, node.way))
        return menu
