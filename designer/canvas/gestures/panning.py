"""Knows how the drawing is moved under the window by hand. Must not know what is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from designer.canvas.gestures.gesture import Gesture

if TYPE_CHECKING:
    from designer.canvas.editing import CanvasEditing
    from designer.canvas.gestures.hit import Hit


class Pan(Gesture):
    """The middle button, or any while the space bar is held."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, editing: CanvasEditing, start: Hit) -> None:
        super().__init__(editing, start)
        self._last = start.pixel
        self._way = start.pixel - start.pixel

    @classmethod
    def fits(cls, editing: CanvasEditing, hit: Hit) -> bool:
        """Whether the middle button was pressed; `pointer` knows of the space bar."""
        del editing
        return hit.buttons == Qt.MouseButton.MiddleButton

    def drag(self, hit: Hit) -> None:
        """Move the drawing with the pointer."""
        by = hit.pixel - self._last
        self._last = hit.pixel
        self._way += by
        self.view.pan(by)

    def cancel(self) -> None:
        """Show what was shown before."""
        self.view.pan(-self._way)
