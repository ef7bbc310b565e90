"""Knows when a small widget over the canvas goes elsewhere: where it would hide what is to be read.

Must not know what the widget shows, nor documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer

from designer.canvas.fitting import is_free

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QRect
    from PySide6.QtWidgets import QWidget

    from designer.canvas.view import CanvasView

REST_MS = 1_200
"""So long after the last movement a drawing rests, in milliseconds."""


class GivingWay(QObject):
    """Keeps a widget off cards, notes and titles.

    While one moves about it stays where it is. When the drawing rests it goes to the first of its
    places where nothing lies under it, and away where there is none, until one moves on. It stays
    while the pointer or the keyboard is there. Over a drawing that is seen whole it tells nothing
    new: there it is in its own place or nowhere.

    Args:
        view: the canvas.
        widget: what gives way.
        places: says where it may lie, in pixels of the view, its own place first.
    """

    def __init__(
        self, view: CanvasView, widget: QWidget, places: Callable[[], Sequence[QRect]]
    ) -> None:
        super().__init__(widget)
        self._view, self._widget, self._places = view, widget, places
        self._at = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._rest)
        widget.installEventFilter(self)
        view.moved.connect(self.look)
        view.altered.connect(self.look)
        self.look()

    def place(self) -> None:
        """Put the widget where it lies, of another size or in a larger or smaller window."""
        places = self._places()
        self._widget.setGeometry(places[min(self._at, len(places) - 1)])

    def look(self) -> None:
        """Take that the drawing is seen otherwise now."""
        self._timer.stop()
        view = self._view
        if view.canvas.is_empty:
            self._widget.hide()
        elif self._is_used():
            self._widget.show()
        elif view.visible_rect().contains(view.canvas.drawn_rect()):
            self._take_first(1)
        else:
            self._widget.show()
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again when pointer and keyboard have left."""
        if event.type() in {QEvent.Type.Leave, QEvent.Type.FocusOut}:
            self._timer.start()
        return super().eventFilter(watched, event)

    def _is_used(self) -> bool:
        return self._widget.hasFocus()

    def _rest(self) -> None:
        if self._view.canvas.is_empty or self._is_used() or self._widget.underMouse():
            return
        whole = self._view.visible_rect().contains(self._view.canvas.drawn_rect())
        self._take_first(1 if whole else None)

    def _take_first(self, count: int | None) -> None:
        """Go to the first place where nothing is covered; hide where there is none."""
        for at, place in enumerate(self._places()[:count]):
            if is_free(self._view.canvas, self._view.mapToScene(place).boundingRect()):
                self._at = at
                self._widget.setGeometry(place)
                self._widget.show()
                return
        self._widget.hide()
