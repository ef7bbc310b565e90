"""Knows into which frame and region steps come when they are dropped. Must not know gestures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from designer.canvas.gestures.hit import frame_around, region_at
from designer.document import layout
from designer.document.changes.frames import put_into
from designer.document.changes.places import outermost
from runtime.plan.problems import Edit

if TYPE_CHECKING:
    from designer.canvas.scene import CanvasScene
    from designer.document.model import Model, Patch


@dataclass(frozen=True, slots=True)
class Belonging:
    """Where steps belong after a drop.

    Attributes:
        steps: those that are to be inside another step than before.
        parent: that step; None for none.
        framed: those that are to be in another frame than before.
        frame: that frame; "" for none.
        box: what they come into, for a line round it; null where they belong as before.
    """

    steps: list[str] = field(default_factory=list[str])
    parent: str | None = None
    framed: list[str] = field(default_factory=list[str])
    frame: str = ""
    box: QRectF = field(default_factory=QRectF)


def belonging(scene: CanvasScene, moving: list[str], place: QPointF) -> Belonging:
    """Return where steps belong that are dropped with the pointer at a point."""
    model = scene.document.model
    outer = outermost(model, moving)
    parent = region_at(scene, place, set(moving))
    steps = [step for step in outer if model.nodes[step].get("parent") != parent]
    known = layout.frames(model)
    whole = {name for name, frame in known.items() if set(moving).issuperset(frame.members)}
    frame = frame_around(scene, place, whole)
    framed = [step for step in outer if _changes(layout.frame_of(model, step), frame, whole)]
    box = QRectF()
    if steps and parent is not None:
        item = scene.region_item(parent)
        card = scene.step_item(parent)
        box = item.frame_rect() if item else card.card_rect() if card else box
    elif framed and frame:
        box = scene.drawing.frames[frame].frame_rect()
    return Belonging(steps, parent, framed, frame, box)


def moved_into(model: Model, where: Belonging) -> Patch:
    """Return the edits that let steps belong there."""
    patch: list[Edit] = []
    for step in where.steps:
        path = ("nodes", step, "parent")
        if where.parent is not None:
            patch.append(Edit("set", path, where.parent))
        elif model.nodes[step].get("parent") is not None:
            patch.append(Edit("remove", path))
    if where.framed:
        patch += put_into(model, where.framed, where.frame).patch
    return tuple(patch)


def _changes(now: str, then: str, whole: set[str]) -> bool:
    """Whether a step changes its frame; it stays in one that is moved as a whole."""
    return now != then and now not in whole
