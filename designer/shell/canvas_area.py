"""Knows what lies over the canvas: overview, zoom. Must not know documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QSize
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from designer.assets import style
from designer.assets.icons import icon

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.assets.theme import Theme
    from designer.canvas.view import CanvasView

_MARGIN = 12


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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(view, 1)
        self._zoom = _ZoomButtons(view, theme)
        self.put(self._zoom, "bottom right")
        view.viewport().installEventFilter(self)

    def put_above(self, widget: QWidget) -> None:
        """Lay a bar above the canvas; it takes its room from there while it is seen."""
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(0, widget)

    def put(self, widget: QWidget, corner: str) -> None:
        """Lay a small widget over the canvas: "top left", "top middle", "bottom right", …."""
        widget.setParent(self.view)
        self._corners.append((widget, corner))
        widget.show()
        self.place()

    def put_below(self, widget: QWidget) -> None:
        """Lay a widget under the canvas, over its whole width."""
        layout = self.layout()
        if layout is not None:
            layout.addWidget(widget)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._zoom.set_theme(theme)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep what lies over the canvas in its corners."""
        if event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def place(self) -> None:
        """Put everything into its corner again, after one of them became larger or smaller."""
        room = self.view.viewport().geometry()
        for widget, corner in self._corners:
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
            widget.resize(size)
            widget.move(QPoint(left, top))
            widget.raise_()


class _ZoomButtons(QFrame):
    """Larger, smaller, all of it."""

    def __init__(self, view: CanvasView, theme: Theme) -> None:
        super().__init__()
        style.look(self, "popup")
        self.setAccessibleName("Zoom")
        self._buttons: list[tuple[QToolButton, str]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3, 3, 3, 3)
        layout.setSpacing(2)
        self._add("Larger", "zoom-in", view.zoom_in)
        self._add("Smaller", "zoom-out", view.zoom_out)
        self._add("Show the whole drawing (1)", "fit", view.fit_all)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        for button, name in self._buttons:
            button.setIcon(icon(name, theme.muted, 18))

    def _add(self, meaning: str, name: str, do: Callable[[], object]) -> None:
        button = QToolButton(self)
        button.setFixedSize(30, 30)
        button.setIconSize(QSize(18, 18))
        button.setToolTip(meaning)
        button.setAccessibleName(meaning)
        button.clicked.connect(do)
        self._buttons.append((button, name))
        layout = self.layout()
        if layout is not None:
            layout.addWidget(button)
