"""Knows what of the drawing lies under the pointer. Must not know what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt

from designer.canvas.edge_item import EdgeItem
from designer.canvas.note_item import NoteItem

if TYPE_CHECKING:
    from designer.canvas.frame_item import FrameItem
    from designer.canvas.scene import CanvasScene
    from designer.canvas.step_item import StepItem
    from designer.canvas.view import CanvasView


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies under the pointer; at most one of step, edge, note and frame is there.

    Attributes:
        place: in the scene.
        pixel: in the window.
        port: way out of the step, or "in".
        plus: way out of the step behind which its box adds a step.
        badge: mark of the step: "badge", "stop", "fold" or "status".
        part: of the edge: "plus", "trash" or "stop"; of the note: "corner"; of the frame: "fold".
    """

    place: QPointF
    pixel: QPointF
    buttons: Qt.MouseButton = Qt.MouseButton.NoButton
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    step: StepItem | None = None
    port: str = ""
    plus: str = ""
    badge: str = ""
    edge: EdgeItem | None = None
    note: NoteItem | None = None
    frame: FrameItem | None = None
    part: str = ""

    @property
    def adds(self) -> bool:
        """Whether the selection is to be added to, or taken from."""
        wanted = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        return bool(self.modifiers & wanted)

    @property
    def is_empty(self) -> bool:
        """Whether nothing lies there."""
        return not (self.step or self.edge or self.note or self.frame)


def hit_at(
    view: CanvasView,
    pixel: QPointF,
    buttons: Qt.MouseButton = Qt.MouseButton.NoButton,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> Hit:
    """Return what lies under a pixel of the canvas."""
    inverse, _ = view.viewportTransform().inverted()
    place = inverse.map(pixel)
    scene = view.canvas
    if (step := scene.step_at(place)) is not None:
        parts = (step.port_at(place) or "", step.plus_at(place) or "", step.badge_at(place) or "")
        port, plus, badge = parts
        if step.step not in scene.document.model.nodes:  # a folded frame
            port, plus = "", ""
        return Hit(place, pixel, buttons, modifiers, step, port, plus, badge)
    return _below(scene, place, pixel, buttons, modifiers)


def _below(
    scene: CanvasScene,
    place: QPointF,
    pixel: QPointF,
    buttons: Qt.MouseButton,
    modifiers: Qt.KeyboardModifier,
) -> Hit:
    scene.lead_in(QRectF(place, place))
    for item in scene.items(place):
        if isinstance(item, EdgeItem):
            part = _edge_part(item, place)
            return Hit(place, pixel, buttons, modifiers, edge=item, part=part)
        if isinstance(item, NoteItem):
            part = "corner" if item.corner_at(place) else ""
            return Hit(place, pixel, buttons, modifiers, note=item, part=part)
    if (frame := _frame_at(scene, place)) is not None:
        part = "fold" if frame.fold_at(place) else ""
        return Hit(place, pixel, buttons, modifiers, frame=frame, part=part)
    return Hit(place, pixel, buttons, modifiers)


def _edge_part(item: EdgeItem, place: QPointF) -> str:
    if item.trash_at(place):
        return "trash"
    if item.plus_at(place):
        return "plus"
    return "stop" if item.stop_at(place) else ""


def _frame_at(scene: CanvasScene, place: QPointF) -> FrameItem | None:
    """Return the frame whose strip or border is meant; of a region only the arrow that folds it."""
    drawing = scene.drawing
    for region in drawing.regions.values():
        if region.fold_at(place):
            return region
    hits = [f for f in drawing.frames.values() if f.shape().contains(place)]
    return min(hits, key=lambda frame: frame.rect().width()) if hits else None


def region_at(scene: CanvasScene, place: QPointF, without: set[str]) -> str | None:
    """Return the step inside of which a point lies: the innermost; None for none.

    Args:
        scene: the drawing.
        place: the point.
        without: steps whose regions do not count, since they are being moved.
    """
    found = [
        region
        for step, region in scene.drawing.regions.items()
        if step not in without and region.frame_rect().contains(place)
    ]
    if found:
        return min(found, key=lambda region: region.rect().width()).frame
    step = scene.step_at(place)
    if step is None or step.step in without or not step.face.card.repeats:
        return None
    return step.step if step.card_rect().contains(place) else None


def frame_around(scene: CanvasScene, place: QPointF, without: set[str]) -> str:
    """Return the open frame that a point lies in: the smallest; "" for none."""
    found = [
        frame
        for name, frame in scene.drawing.frames.items()
        if name not in without and frame.frame_rect().contains(place)
    ]
    return min(found, key=lambda frame: frame.rect().width()).frame if found else ""


def distance(one: Hit, other: Hit) -> float:
    """Return how many pixels the pointer went."""
    way = one.pixel - other.pixel
    return abs(way.x()) + abs(way.y())
