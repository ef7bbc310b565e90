"""Knows how an offer of the palette is dropped on the drawing. Must not know the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from designer.canvas.gestures.hit import Hit, hit_at, region_at
from designer.canvas.marks import Marks
from designer.canvas.snapping import on_grid
from designer.canvas.spots import Spot, card_around

if TYPE_CHECKING:
    from PySide6.QtGui import QDropEvent

    from designer.canvas.editing import CanvasEditing
    from designer.library.offers import Offer

OFFER_MIME = "application/x-baton-offer"
"""What is dragged is the id of an offer."""


class Drop:
    """An offer above the canvas: on an edge it comes in between, in a region inside.

    Args:
        editing: does what is asked for.
    """

    def __init__(self, editing: CanvasEditing) -> None:
        self._editing = editing
        self._marks: Marks | None = None
        self._edge: Hit | None = None

    def offer(self, event: QDropEvent) -> Offer | None:
        """Return the offer that is dragged; None for anything else, or where nothing may change."""
        data = event.mimeData()
        if not data.hasFormat(OFFER_MIME) or not self._editing.scene.editable:
            return None
        return self._editing.offer(bytes(data.data(OFFER_MIME).data()).decode(errors="replace"))

    def hover(self, pixel: QPointF) -> None:
        """Show where it would come."""
        if self._marks is None:
            self._marks = Marks(self._editing.scene)
        hit = hit_at(self._editing.view, pixel)
        spot = self.spot(hit)
        self._light(hit)
        self._marks.show_card(None if spot.edge else spot.place)
        region = self._editing.scene.region_item(spot.parent or "")
        self._marks.show_target(region.frame_rect() if region is not None else QRectF())

    def leave(self) -> None:
        """Show nothing any more."""
        self._light(None)
        if self._marks is not None:
            self._marks.leave()
            self._marks = None

    def drop(self, offer: Offer, pixel: QPointF) -> None:
        """Add the step."""
        spot = self.spot(hit_at(self._editing.view, pixel))
        self.leave()
        self._editing.add_at(spot, offer)
        self._editing.view.setFocus()

    def spot(self, hit: Hit) -> Spot:
        """Return where a step comes that is added at a point."""
        if hit.edge is not None:
            return Spot(edge=hit.edge.key)
        if hit.step is not None and hit.plus:
            return Spot(source=hit.step.step, port=hit.plus)
        parent = region_at(self._editing.scene, hit.place, set())
        if parent is not None and self._editing.scene.region_item(parent) is None:
            return Spot(parent=parent)
        corner = card_around(hit.place)
        return Spot(place=QPointF(on_grid(corner.x()), on_grid(corner.y())), parent=parent)

    def _light(self, hit: Hit | None) -> None:
        if self._edge is not None and self._edge.edge is not None:
            self._edge.edge.set_hover(on=False)
        self._edge = hit
        if hit is not None and hit.edge is not None:
            hit.edge.set_hover(on=True)
