"""Knows how a whole drawing is brought into view past what lies over the canvas.

Must not know views, nor what it is that lies there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from designer.canvas.frame_item import FrameItem
from designer.canvas.geometry import BADGE_RADIUS, PORT_RADIUS, crosses
from designer.canvas.note_item import NoteItem
from designer.canvas.shapes import box_of, rect_of
from designer.canvas.step_item import StepItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtWidgets import QGraphicsItem

    from designer.canvas.scene import CanvasScene

_CLEAR = 8.0
"""Pixels between what lies over the canvas and what is to be read."""
_MOST = 12
"""So many ways to fit a drawing in are looked at before it goes wholly beside what lies there."""
MANY = 1_000
"""Of so many cards none is looked at by itself: the drawing as a whole keeps clear."""


@dataclass(frozen=True, slots=True)
class Covers:
    """What lies over a canvas, in its pixels.

    Attributes:
        firm: stays there.
        yielding: goes away rather than that the drawing becomes smaller for it.
    """

    firm: tuple[QRectF, ...] = ()
    yielding: tuple[QRectF, ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """How a drawing is shown.

    Attributes:
        scale: pixels for a unit of the scene.
        middle: the place of the scene that comes to the middle of the canvas.
    """

    scale: float
    middle: QPointF


def fitted(
    drawing: QRectF,
    parts: Sequence[QRectF],
    canvas: QRectF,
    covers: Sequence[QRectF],
    largest: float,
) -> Fit:
    """Return how all of a drawing is shown as large as can be, with none of its parts covered.

    Args:
        drawing: its place in the scene, with the margin that is wanted round it.
        parts: what of it is to be read.
        canvas: the room for it, in pixels.
        covers: what lies over the canvas.
        largest: the largest scale.
    """
    covers = [cover.adjusted(-_CLEAR, -_CLEAR, _CLEAR, _CLEAR) for cover in covers]
    rooms = [(_scale(drawing, room, largest), room) for room in _rooms(canvas, covers)]
    rooms.sort(key=lambda known: -known[0])
    for count, (scale, room) in enumerate(rooms):
        is_beside = not any(room.intersects(cover) for cover in covers)
        if is_beside or (
            count < _MOST and _is_clear(parts, scale, drawing.center(), room.center(), covers)
        ):
            return Fit(scale, _middle(drawing, scale, room, canvas))
    return Fit(_scale(drawing, canvas, largest), drawing.center())


def _middle(drawing: QRectF, scale: float, room: QRectF, canvas: QRectF) -> QPointF:
    return drawing.center() + (canvas.center() - room.center()) / scale


def _scale(drawing: QRectF, room: QRectF, largest: float) -> float:
    return min(room.width() / drawing.width(), room.height() / drawing.height(), largest)


def _rooms(canvas: QRectF, covers: Iterable[QRectF]) -> list[QRectF]:
    """Return the whole canvas and what is left of it beside some of what lies over it."""
    rooms = [canvas]
    for cover in covers:
        cut = [part for room in rooms if room.intersects(cover) for part in _beside(room, cover)]
        rooms += [room for room in cut if room not in rooms]
    return rooms


def _beside(room: QRectF, cover: QRectF) -> list[QRectF]:
    """Return the two larger parts of a room: above or below a cover, and left or right of it."""
    across, down = QRectF(room), QRectF(room)
    if cover.center().x() < room.center().x():
        across.setLeft(cover.right())
    else:
        across.setRight(cover.left())
    if cover.center().y() < room.center().y():
        down.setTop(cover.bottom())
    else:
        down.setBottom(cover.top())
    return [part for part in (across, down) if part.width() > 1 and part.height() > 1]


def _is_clear(
    parts: Iterable[QRectF], scale: float, middle: QPointF, at: QPointF, covers: Iterable[QRectF]
) -> bool:
    """Whether no part is covered when a place of the scene comes to a pixel."""
    back = [
        QRectF((cover.topLeft() - at) / scale + middle, cover.size() / scale) for cover in covers
    ]
    return not any(part.intersects(cover) for part in parts for cover in back)


def occupied(scene: CanvasScene, area: QRectF) -> list[QRectF]:
    """Return the places of all that is to be read: cards, names of their ways, notes, titles.

    Args:
        scene: the drawing.
        area: where one looks.
    """
    if len(scene.drawing.cards_shown) > MANY:
        return [area]
    found = [_place_of(item) for item in scene.items(area)]
    return [place for place in found if place is not None and place.intersects(area)]


def is_free(scene: CanvasScene, area: QRectF) -> bool:
    """Whether no card, note or title of a drawing, of any size, stands in an area."""
    drawing, wanted = scene.drawing, box_of(area)
    if any(crosses(wanted, box) for box in drawing.card_boxes().values()):
        return False
    places = [_place_of(item) for item in drawing.papers()]
    return not any(place is not None and place.intersects(area) for place in places)


def _place_of(item: QGraphicsItem) -> QRectF | None:
    if isinstance(item, StepItem):
        right = max(item.names_end(), BADGE_RADIUS)
        return item.card_rect().adjusted(-PORT_RADIUS, -BADGE_RADIUS, right, BADGE_RADIUS)
    if isinstance(item, NoteItem):
        return item.note_rect()
    if isinstance(item, FrameItem):
        return rect_of(item.title_box())
    return None
