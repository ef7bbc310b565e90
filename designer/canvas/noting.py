"""Knows which step a note is hung on, and where a new one has room. Must not know who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF

from designer.canvas import spots
from designer.canvas.geometry import NOTE_SIZE
from designer.canvas.snapping import on_grid
from designer.document import layout
from designer.document.changes.notes import set_notes
from designer.document.changes.steps import title_of

if TYPE_CHECKING:
    from designer.canvas.scene import CanvasScene
    from designer.document.history import Command

_GAP = 40.0


def hung(scene: CanvasScene) -> str:
    """Return the step that the first selected note hangs on; "" for none."""
    known = layout.notes(scene.document.model)
    chosen = scene.selected_notes()
    return known[chosen[0]].step if chosen and chosen[0] in known else ""


def nearest(scene: CanvasScene, note: str) -> str:
    """Return the step whose card is nearest to a note; "" where nothing is drawn."""
    item, boxes = scene.note_item(note), spots.boxes_of(scene)
    if item is None:
        return ""
    here = item.note_rect()
    return min(boxes, key=lambda step: _gap(here, boxes[step]), default="")


def meant(scene: CanvasScene) -> str:
    """Return the step that the selected notes would hang on; "" for none."""
    steps, notes = scene.selected_steps(), scene.selected_notes()
    return steps[0] if steps else nearest(scene, notes[0]) if notes else ""


def hanging(scene: CanvasScene) -> Command:
    """Return the command that hangs the selected notes on a step, or takes them off theirs."""
    model, off = scene.document.model, hung(scene)
    step = "" if off else meant(scene)
    title = f"Take a note off “{title_of(model, off)}”" if off else "Hang a note on a step"
    return set_notes(model, dict.fromkeys(scene.selected_notes(), step), "step", title)


def words(scene: CanvasScene) -> str:
    """Return what hanging the selected notes would do, for a menu."""
    model, off = scene.document.model, hung(scene)
    if off:
        return f"Take off “{title_of(model, off)}”"
    step = meant(scene)
    return f"Hang on “{title_of(model, step)}”" if step else "Hang on a step"


def beside(scene: CanvasScene, step: str) -> QPointF:
    """Return the corner of a new note near a step: above it, further up where one lies already."""
    box = spots.boxes_of(scene).get(step, QRectF())
    paper = QRectF(
        QPointF(box.left(), on_grid(box.top() - NOTE_SIZE[1] - _GAP)), QSizeF(*NOTE_SIZE)
    )
    others = [item.note_rect() for item in scene.drawing.notes.values()]
    others += [*spots.boxes_of(scene).values()]
    while any(paper.intersects(other) for other in others):
        paper.translate(0, -(NOTE_SIZE[1] + 16.0))
    return paper.topLeft()


def _gap(one: QRectF, other: QRectF) -> float:
    """Return how far two boxes lie apart, squared."""
    across = max(one.left() - other.right(), other.left() - one.right(), 0.0)
    down = max(one.top() - other.bottom(), other.top() - one.bottom(), 0.0)
    return across * across + down * down
