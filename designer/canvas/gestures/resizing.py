"""Knows how a note is made larger or smaller by its corner. Must not know what it says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from designer.canvas.gestures.gesture import Gesture
from designer.canvas.snapping import on_grid
from designer.document.changes.notes import resize_note
from designer.document.layout import NOTE_SIZE

if TYPE_CHECKING:
    from designer.canvas.editing import CanvasEditing
    from designer.canvas.gestures.hit import Hit


class ResizeNote(Gesture):
    """A drag of the lower right corner of a note."""

    cursor = Qt.CursorShape.SizeFDiagCursor

    def __init__(self, editing: CanvasEditing, start: Hit) -> None:
        super().__init__(editing, start)
        self._note = start.note
        self._paper = start.note.paper if start.note is not None else None

    @classmethod
    def fits(cls, editing: CanvasEditing, hit: Hit) -> bool:
        """Whether the corner of a note lies there."""
        del editing
        return hit.note is not None and hit.part == "corner"

    def drag(self, hit: Hit) -> None:
        """Show the note so large."""
        if self._note is not None and self._paper is not None:
            self._note.show_paper(replace(self._paper, size=self._size(hit)))

    def drop(self, hit: Hit) -> None:
        """Make the note so large."""
        if self._note is not None:
            self.editing.do(resize_note(self.editing.model, self._note.note, self._size(hit)))

    def click(self, hit: Hit) -> None:
        """Choose the note."""
        del hit
        if self._note is not None:
            self.scene.select(notes=[self._note.note])

    def clear(self) -> None:
        """Show the note as it is."""
        if self._note is not None and self._paper is not None:
            self._note.show_paper(self._paper)

    def _size(self, hit: Hit) -> tuple[float, float]:
        width, height = self._paper.size if self._paper is not None else NOTE_SIZE
        by = hit.place - self.start.place
        return (
            max(on_grid(width + by.x()), NOTE_SIZE[0]),
            max(on_grid(height + by.y()), NOTE_SIZE[1]),
        )
