"""Knows what shows itself under the pointer while no button is pressed. Must not know documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from designer.canvas.ports import IN

if TYPE_CHECKING:
    from designer.canvas.context_pad import ContextPad
    from designer.canvas.edge_item import EdgeItem
    from designer.canvas.editing import CanvasEditing
    from designer.canvas.gestures.hit import Hit
    from designer.canvas.step_item import StepItem


class Hover:
    """Shows the ports, boxes and actions of what the pointer is at.

    Args:
        editing: knows the drawing.
        pad: the bar of actions beside a step.
    """

    def __init__(self, editing: CanvasEditing, pad: ContextPad) -> None:
        self._editing = editing
        self._pad = pad
        self._step: StepItem | None = None
        self._edge: EdgeItem | None = None

    def over(self, hit: Hit) -> None:
        """Show what can be done at a point."""
        self._light_step(hit)
        self._light_edge(hit)
        known = hit.step is not None and hit.step.step in self._editing.model.nodes
        busy = self._editing.asking.is_open or not self._editing.scene.editable
        self._pad.point_at(hit.step.step if known and hit.step and not busy else "")
        self._editing.view.viewport().setCursor(_cursor(hit, armed=self._editing.space_armed))

    def leave(self) -> None:
        """Show nothing."""
        if self._step is not None:
            self._step.set_hover(on=False)
        if self._edge is not None:
            self._edge.set_hover(on=False)
        self._step, self._edge = None, None
        if not self._pad.underMouse():
            self._pad.point_at("")

    def _light_step(self, hit: Hit) -> None:
        if self._step is not None and self._step is not hit.step:
            self._step.set_hover(on=False)
        self._step = hit.step
        if hit.step is not None:
            hit.step.set_hover(on=True, port=hit.port)

    def _light_edge(self, hit: Hit) -> None:
        if self._edge is not None and self._edge is not hit.edge:
            self._edge.set_hover(on=False)
        self._edge = hit.edge
        if hit.edge is not None:
            hit.edge.set_hover(on=self._editing.scene.editable)


def _cursor(hit: Hit, *, armed: bool) -> Qt.CursorShape:
    if armed:
        return Qt.CursorShape.SplitHCursor
    if hit.part == "corner":
        return Qt.CursorShape.SizeFDiagCursor
    if hit.plus or hit.part or hit.badge in {"fold", "stop"}:
        return Qt.CursorShape.PointingHandCursor
    return Qt.CursorShape.CrossCursor if hit.port not in {"", IN} else Qt.CursorShape.ArrowCursor
