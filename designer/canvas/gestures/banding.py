"""Knows how everything in a box is chosen. Must not know documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from designer.canvas.gestures.gesture import Gesture
from designer.canvas.marks import Marks

if TYPE_CHECKING:
    from designer.canvas.editing import CanvasEditing
    from designer.canvas.gestures.hit import Hit


class Band(Gesture):
    """A drag over empty ground; with Ctrl or Shift what is chosen already stays chosen."""

    def __init__(self, editing: CanvasEditing, start: Hit) -> None:
        super().__init__(editing, start)
        scene = self.scene
        self._before = (
            scene.selected_steps(),
            scene.selected_edges(),
            scene.selected_frames(),
            scene.selected_notes(),
        )
        self._marks: Marks | None = None

    @classmethod
    def fits(cls, editing: CanvasEditing, hit: Hit) -> bool:
        """Whether nothing lies there."""
        del editing
        return hit.is_empty

    def drag(self, hit: Hit) -> None:
        """Draw the box and choose the cards and notes that it touches."""
        if self._marks is None:
            self._marks = Marks(self.scene)
        box = QRectF(self.start.place, hit.place).normalized()
        self._marks.show_band(box)
        cards = self.scene.step_items()
        steps = {item.step for item in cards if box.intersects(item.card_rect())}
        papers = self.scene.drawing.notes.values()
        notes = {item.note for item in papers if box.intersects(item.note_rect())}
        if self.start.adds:
            old_steps, edges, frames, old_notes = self._before
            self.scene.select({*old_steps, *steps}, edges, frames, {*old_notes, *notes})
        else:
            self.scene.select(steps, notes=notes)

    def click(self, hit: Hit) -> None:
        """Choose nothing."""
        del hit
        if not self.start.adds:
            self.scene.select()
            self.editing.set_focus("")

    def cancel(self) -> None:
        """Choose what was chosen before."""
        super().cancel()
        self.scene.select(*self._before)

    def clear(self) -> None:
        """Take the box away."""
        if self._marks is not None:
            self._marks.leave()
            self._marks = None
