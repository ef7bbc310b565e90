"""Knows the small buttons that are painted on the drawing. Must not know kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from designer.canvas.gestures.gesture import Gesture
from designer.canvas.spots import Spot

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.canvas.editing import CanvasEditing
    from designer.canvas.gestures.hit import Hit


class PressMark(Gesture):
    """A press on a mark that does something; leaving it before the release does nothing."""

    cursor = Qt.CursorShape.PointingHandCursor

    @classmethod
    def fits(cls, editing: CanvasEditing, hit: Hit) -> bool:
        """Whether such a mark lies there."""
        return _meaning(editing, hit) is not None

    def released(self, hit: Hit) -> None:
        """Do what the mark means, if the pointer is at it still."""
        same = (hit.step, hit.edge, hit.frame, hit.part, hit.badge)
        first = self.start
        if same == (first.step, first.edge, first.frame, first.part, first.badge):
            meaning = _meaning(self.editing, first)
            if meaning is not None:
                meaning()


def _meaning(editing: CanvasEditing, hit: Hit) -> Callable[[], object] | None:
    """Return what a press there does."""
    if hit.edge is not None:
        key = hit.edge.key
        return {
            "plus": lambda: editing.add_at(Spot(edge=key)),
            "trash": lambda: editing.cut_edges([key]),
            "stop": lambda: editing.stop_wanted.emit(key),
        }.get(hit.part)
    if hit.frame is not None and hit.part == "fold":
        fold = editing.fold_step if hit.frame.region else editing.fold_frame
        name = hit.frame.frame
        return lambda: fold(name)
    if hit.step is not None and not hit.port and not hit.plus:
        return _step_meaning(editing, hit.step.step, hit.badge)
    return None


def _step_meaning(editing: CanvasEditing, step: str, badge: str) -> Callable[[], object] | None:
    if badge == "stop":
        return lambda: editing.stop_wanted.emit(step)
    if badge == "fold":
        return lambda: editing.fold_step(step)
    return None
