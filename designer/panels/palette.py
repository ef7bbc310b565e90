"""Knows the palette: everything that can be placed, found by a few letters. Knows no canvas.

What is chosen is told by a signal, or dragged away; placing it is another's work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from designer.assets.style import look
from designer.library.search import search
from designer.panels.palette_rows import BESIDE, OFFER_MIME, PaletteLook, PaletteRows

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from designer.library.offers import Offer
    from designer.panels.workbench import Workbench

__all__ = ["OFFER_MIME", "Palette"]

_ALL = "All systems"
_ONLY_READ = "This drawing is only read here: no step can be added."
_AROUND_WORDS = 28
"""Room beside the words of the field, and between them and the key."""
_BATCH = 24
"""Rows measured in one go, more than a screenful; the others follow in the next turns."""
_PASSED_ON = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}
"""Keys that move in the list while a person types."""


class Palette(QWidget):
    """Asks what to add: a field to search, a filter by system, and the list.

    Args:
        bench: what lies on the desk.
        parent: what it lies in.

    Attributes:
        chosen: emitted with the `Offer` that was picked by Enter or a double click.
    """

    chosen = Signal(object)

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._offers = bench.services.offers
        self.setAccessibleName("Steps that can be added")
        self.field = self._make_field()
        self.systems = self._make_systems()
        self.rows = PaletteRows(self)
        self.list = self._make_list()
        self._looks = PaletteLook(bench.theme, self.list)
        self.list.setItemDelegate(self._looks)
        self.only_read = QLabel(_ONLY_READ, self)
        self.nothing = QLabel()
        self.widen = QPushButton("Look in all systems")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._make_nothing())
        self._lay_out()
        bench.theme_changed.connect(self._take_theme)
        bench.document_changed.connect(self._take_document)
        self._find()
        self._take_document()

    def focus_search(self) -> None:
        """Let a person type what to add; what was typed before is marked, so typing replaces it."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    # --- parts ------------------------------------------------------------------------------------

    def _make_field(self) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText("What should happen?")
        field.setAccessibleName("Search for a step to add")
        field.setClearButtonEnabled(True)
        key = QLabel("N", field)
        key.setToolTip("Press N on the canvas to come here")
        look(key, "key")
        inside = QHBoxLayout(field)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.addStretch()
        inside.addWidget(key, 0, Qt.AlignmentFlag.AlignVCenter)
        self._key = key
        field.textChanged.connect(self._find)
        field.textChanged.connect(self._show_key)
        field.installEventFilter(self)
        return field

    def _show_key(self) -> None:
        """Show the key beside the question, where the field has room for both."""
        field = self.field
        words = field.fontMetrics().horizontalAdvance(field.placeholderText())
        room = field.width() - words - self._key.sizeHint().width()
        self._key.setVisible(not field.text() and room > _AROUND_WORDS)

    def _make_systems(self) -> QComboBox:
        systems = QComboBox(self)  # shown without a parent it would be a window of its own
        systems.setAccessibleName("Show only what one system offers")
        systems.addItem(_ALL, "")
        for system in dict.fromkeys(offer.system for offer in self._offers if offer.system):
            systems.addItem(system, system)
        systems.setVisible(systems.count() > 1)
        systems.currentIndexChanged.connect(self._find)
        return systems

    def _make_list(self) -> QListView:
        view = QListView()
        view.setModel(self.rows)
        view.setAccessibleName("Steps")
        view.setFrameShape(QListView.Shape.NoFrame)
        view.setMouseTracking(True)
        view.setDragEnabled(True)
        view.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setLayoutMode(QListView.LayoutMode.Batched)  # measuring all at once holds the window
        view.setBatchSize(_BATCH)
        view.doubleClicked.connect(self._choose)
        view.installEventFilter(self)
        return view

    def _make_nothing(self) -> QWidget:
        page = QWidget()
        self.nothing.setWordWrap(True)
        look(self.nothing, "muted")
        clear = QPushButton("Clear the search")
        clear.clicked.connect(self.field.clear)
        self.widen.clicked.connect(lambda: self.systems.setCurrentIndex(0))
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 12, 8, 8)
        column.setSpacing(8)
        for widget in (self.nothing, self.widen, clear):
            column.addWidget(widget)
        column.addStretch()
        return page

    def _lay_out(self) -> None:
        look(self, "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12 - BESIDE, 4)
        column.setSpacing(8)
        above = QVBoxLayout()
        above.setContentsMargins(0, 0, BESIDE, 0)
        above.setSpacing(8)
        above.addWidget(self.field)
        above.addWidget(self.systems)
        self.only_read.setWordWrap(True)
        look(self.only_read, "caption")
        above.addWidget(self.only_read)
        column.addLayout(above)
        column.addWidget(self._pages)

    # --- finding ----------------------------------------------------------------------------------

    def _find(self) -> None:
        text, system = self.field.text(), str(self.systems.currentData())
        found = search(self._offers, text, system=system)
        self.rows.show(found)
        self._pages.setCurrentIndex(0 if found else 1)
        if found:
            self.list.scrollToTop()
            if text.strip():
                self._mark(self.rows.next_offer(-1, 1))
            return
        where = f" in {system}" if system else ""
        self.nothing.setText(
            f"Nothing{where} is called “{text.strip()}”.\n\n"
            "Try the word for what should happen, such as approve, wait, invoice or form. "
            "What no system here offers can be sent to its web address, or given to a person."
        )
        self.widen.setVisible(bool(system))

    def _mark(self, row: int) -> None:
        index = self.rows.index(row, 0)
        self.list.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.list.scrollTo(index)

    def _ensure_marked(self) -> None:
        """Mark the first offer where none is, so that a person sees where the keys act."""
        if not self.list.currentIndex().isValid() and self.rows.rowCount():
            self._mark(self.rows.next_offer(-1, 1))

    def _choose(self, index: QModelIndex) -> None:
        offer: Offer | None = self.rows.offer(index)
        if offer is not None:
            self.chosen.emit(offer)

    # --- keys and colours -------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows move in the list and Enter choose, in the field as in the list."""
        if watched is self.field and event.type() is QEvent.Type.Resize:
            self._show_key()
        if watched is self.list and event.type() is QEvent.Type.FocusIn:
            self._ensure_marked()
        if watched is self.list and isinstance(event, QResizeEvent):
            self._lay_rows_out(event)
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = event.key()
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._choose(self.list.currentIndex())
                return True
            if key in _PASSED_ON and self._pages.currentIndex() == 0:
                self._move(Qt.Key(key))
                return True
            if key == Qt.Key.Key_Escape and watched is self.field and self.field.text():
                self.field.clear()
                return True
        return super().eventFilter(watched, event)

    def _lay_rows_out(self, event: QResizeEvent) -> None:
        """Measure the rows anew where their words wrap otherwise; Qt looks at the height alone."""
        if event.size().width() != event.oldSize().width():
            self.list.scheduleDelayedItemsLayout()

    def _move(self, key: Qt.Key) -> None:
        by = -1 if key in {Qt.Key.Key_Up, Qt.Key.Key_PageUp} else 1
        row = self.list.currentIndex().row()
        for _ in range(5 if key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown} else 1):
            row = self.rows.next_offer(row, by)
        if row >= 0:
            self._mark(row)

    def _take_document(self) -> None:
        """Offer nothing where nothing can be changed, and say why."""
        locked = self._bench.document.locked
        self.only_read.setVisible(bool(locked))
        self.only_read.setToolTip(locked)
        for part in (self.field, self.systems, self._pages):
            part.setEnabled(not locked)
            part.setToolTip(locked)

    def _take_theme(self) -> None:
        self._looks.theme = self._bench.theme
        self.list.viewport().update()
