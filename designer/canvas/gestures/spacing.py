"""Knows how room is made by hand: all beyond the pointer goes along. Must not know kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, Qt

from designer.canvas.gestures.gesture import Gesture
from designer.canvas.marks import Marks
from designer.canvas.snapping import on_grid
from designer.document.changes.places import place_of, with_inside
from designer.document.changes.space import Axis, beyond

if TYPE_CHECKING:
    from designer.canvas.editing import CanvasEditing
    from designer.canvas.gestures.hit import Hit


class MakeSpace(Gesture):
    """A drag while the space tool is armed: to the right or down pushes, back pulls closer."""

    cursor = Qt.CursorShape.SplitHCursor

    def __init__(self, editing: CanvasEditing, start: Hit) -> None:
        super().__init__(editing, start)
        self._marks: Marks | None = None
        self._axis: Axis = "x"
        self._steps: list[str] = []

    @classmethod
    def fits(cls, editing: CanvasEditing, hit: Hit) -> bool:
        """Whether the tool is armed."""
        del hit
        return editing.space_armed

    def moved(self, hit: Hit) -> None:
        """Follow the pointer; the way it goes first says what is pushed."""
        if not self.is_dragged:
            by = hit.place - self.start.place
            self._axis = "x" if abs(by.x()) >= abs(by.y()) else "y"
        super().moved(hit)

    def begin(self) -> None:
        """Note what lies beyond."""
        self._marks = Marks(self.scene)
        model = self.editing.model
        self._steps = with_inside(model, beyond(model, self._axis, self._line)[0])

    def drag(self, hit: Hit) -> None:
        """Show the line and all beyond it where it would come to rest."""
        by, model = self._by(hit), self.editing.model
        way = (by, 0.0) if self._axis == "x" else (0.0, by)
        places = {step: place_of(model, step) for step in self._steps}
        self.scene.preview({s: (x + way[0], y + way[1]) for s, (x, y) in places.items()})
        if self._marks is not None:
            self._marks.show_lines([self._across(self._line), self._across(self._line + by)])

    def drop(self, hit: Hit) -> None:
        """Push everything."""
        self.editing.arm_space(on=False)
        self.editing.make_space(self._axis, self._line, self._by(hit))

    def cancel(self) -> None:
        """Put the tool away too."""
        super().cancel()
        self.editing.arm_space(on=False)

    def clear(self) -> None:
        """Show everything where it is."""
        self.scene.end_preview()
        if self._marks is not None:
            self._marks.leave()
            self._marks = None

    @property
    def _line(self) -> float:
        return self.start.place.x() if self._axis == "x" else self.start.place.y()

    def _by(self, hit: Hit) -> float:
        by = hit.place - self.start.place
        return on_grid(by.x() if self._axis == "x" else by.y())

    def _across(self, line: float) -> QLineF:
        seen = self.view.visible_rect()
        if self._axis == "x":
            return QLineF(line, seen.top(), line, seen.bottom())
        return QLineF(seen.left(), line, seen.right(), line)
