"""Knows how a row is chosen by keys and by a double click. Must not know what is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEEP = QItemSelectionModel.SelectionFlag.NoUpdate
"""What is selected stays so."""


class Choosing(QObject):
    """Enter and a double click choose a row; keys begin at one that is in view.

    Args:
        view: the list.

    Attributes:
        chosen: emitted with the row that was chosen.
    """

    chosen = Signal(QModelIndex)

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        view.installEventFilter(self)
        view.doubleClicked.connect(self.chosen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose the row by Enter; all other keys move in the list."""
        if watched is not self._view:
            return False
        if event.type() == QEvent.Type.FocusIn:
            self._go_on_where_seen()
        here = self._view.currentIndex()
        is_choice = _is_enter(event) and here.isValid()
        if is_choice:
            self.chosen.emit(here)
        return is_choice

    def _go_on_where_seen(self) -> None:
        """Go on at the row where the keys were, or at the first that is in view."""
        view = self._view
        here = view.visualRect(view.currentIndex())
        if not view.viewport().rect().intersects(here):
            view.selectionModel().setCurrentIndex(view.indexAt(QPoint(1, 1)), _KEEP)


def _is_enter(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
        return False
    return event.key() in _ENTER
