"""Knows what lies over the canvas, and in which corner. Must not know documents.

The canvas asks it what is covered, so that a drawing that is shown whole can be read whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.canvas.fitting import Covers
from designer.shell.giving_way import GivingWay

if TYPE_CHECKING:
    from designer.canvas.view import CanvasView

_MARGIN = 12
_CORNERS = ("top left", "bottom left", "bottom right", "top right")


class CanvasArea(QWidget):
    """The canvas with what belongs to it.

    Args:
        view: the canvas.
    """

    def __init__(self, view: CanvasView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self._corners: list[tuple[QWidget, str]] = []
        self._yielding: dict[QWidget, GivingWay] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(view, 1)
        for watched in (view, view.viewport()):
            watched.installEventFilter(self)
        view.covers = self.covers

    def put_above(self, widget: QWidget) -> None:
        """Lay a bar above the canvas; it takes its room from there while it is seen."""
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(0, widget)

    def put(self, widget: QWidget, corner: str, *, gives_way: bool = False) -> None:
        """Lay a small widget over the canvas: "top left", "top middle", "bottom right", ….

        Args:
            widget: what lies there while it is seen.
            corner: where.
            gives_way: it goes elsewhere, or away, where it would lie on what is to be read.
        """
        widget.setParent(self.view)
        self._corners.append((widget, corner))
        widget.show()
        if gives_way:
            self._yielding[widget] = GivingWay(self.view, widget, lambda: self._places(widget))
        self.place()

    def covers(self) -> Covers:
        """Return what of the canvas is covered, or would be."""
        room = self.view.viewport().geometry()
        firm = [
            QRectF(self._place_of(widget, corner, room))
            for widget, corner in self._corners
            if widget not in self._yielding and widget.isVisibleTo(self.view)
        ]
        yielding = [
            QRectF(self._place_of(widget, corner, room))
            for widget, corner in self._corners
            if widget in self._yielding
        ]
        return Covers(tuple(firm), tuple(yielding))

    def put_below(self, widget: QWidget) -> None:
        """Lay a widget under the canvas, over its whole width."""
        layout = self.layout()
        if layout is not None:
            layout.addWidget(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep what lies over the canvas in its corners, also when it becomes larger or smaller."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self.place()
        return super().eventFilter(watched, event)

    def place(self) -> None:
        """Put everything into its corner again, after one of them became larger or smaller."""
        room = self.view.viewport().geometry()
        for widget, corner in self._corners:
            if widget in self._yielding:
                self._yielding[widget].place()
            else:
                widget.setGeometry(self._place_of(widget, corner, room))

    def _places(self, widget: QWidget) -> list[QRect]:
        """Return where a widget may lie, its own corner first."""
        room, own = self.view.viewport().geometry(), dict(self._corners)[widget]
        corners = dict.fromkeys((own, *_CORNERS))
        return [self._place_of(widget, corner, room) for corner in corners]

    def _place_of(self, widget: QWidget, corner: str, room: QRect) -> QRect:
        size = widget.sizeHint().expandedTo(widget.minimumSize())
        size = size.boundedTo(widget.maximumSize())
        left = room.left() + _MARGIN
        if "right" in corner:
            left = room.right() - _MARGIN - size.width()
        elif "middle" in corner:
            left = room.left() + (room.width() - size.width()) // 2
        top = room.top() + _MARGIN
        if "bottom" in corner:
            top = room.bottom() - _MARGIN - size.height()
        return QRect(QPoint(left, top), size)
