"""Knows what lies over the canvas: overview, zoom. Must not know documents.

The canvas asks it what is covered, so that a drawing that is shown whole can be read whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from designer.assets import style
from designer.assets.icons import icon, square
from designer.canvas.fitting import Covers

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.assets.theme import Theme
    from designer.canvas.view import CanvasView

_MARGIN = 12
_BUTTON, _SIGN = 30, 18


class CanvasArea(QWidget):
    """The canvas with what belongs to it.

    Args:
        view: the canvas.
        theme: colours.
    """

    def __init__(self, view: CanvasView, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self._corners: list[tuple[QWidget, str]] = []
        self._yielding: list[QWidget] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(view, 1)
        self._zoom = _ZoomButtons(view, theme)
        self.put(self._zoom, "bottom right")
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
            gives_way: it goes away by itself when it would cover a drawing that is shown whole.
        """
        widget.setParent(self.view)
        self._corners.append((widget, corner))
        if gives_way:
            self._yielding.append(widget)
        widget.show()
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

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._zoom.set_theme(theme)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep what lies over the canvas in its corners, also when it becomes larger or smaller."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self.place()
        return super().eventFilter(watched, event)

    def place(self) -> None:
        """Put everything into its corner again, after one of them became larger or smaller."""
        room = self.view.viewport().geometry()
        for widget, corner in self._corners:
            widget.setGeometry(self._place_of(widget, corner, room))

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


class _ZoomButtons(QFrame):
    """Larger, smaller, all of it."""

    def __init__(self, view: CanvasView, theme: Theme) -> None:
        super().__init__()
        style.look(self, "popup")
        self.setAccessibleName("Zoom")
        self._buttons: list[tuple[QToolButton, str]] = []
        self._edge = 0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3, 3, 3, 3)
        layout.setSpacing(2)
        self._add("Larger", "zoom-in", view.zoom_in)
        self._add("Smaller", "zoom-out", view.zoom_out)
        self._add("Show the whole drawing (1)", "fit", view.fit_all)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Grow or shrink with the size of text."""
        super().changeEvent(event)
        if hasattr(self, "_theme") and self._edge != style.grown(_BUTTON):
            self._fit()

    def _fit(self) -> None:
        edge = self._edge = style.grown(_BUTTON)
        for button, name in self._buttons:
            button.setFixedSize(edge, edge)
            button.setIconSize(square(_SIGN))
            button.setIcon(icon(name, self._theme.muted, _SIGN))

    def _add(self, meaning: str, name: str, do: Callable[[], object]) -> None:
        button = QToolButton(self)
        button.setToolTip(meaning)
        button.setAccessibleName(meaning)
        button.clicked.connect(do)
        self._buttons.append((button, name))
        layout = self.layout()
        if layout is not None:
            layout.addWidget(button)
