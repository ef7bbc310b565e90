"""Knows which steps a person means on the canvas: what is selected and where the keyboard is.

Must not know what is done with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from designer.canvas import spots
from designer.canvas.walking import first_step, next_step
from designer.document import layout

if TYPE_CHECKING:
    from designer.canvas.scene import CanvasScene
    from designer.canvas.view import CanvasView
    from designer.canvas.walking import Direction
    from designer.document.model import Model


class Meaning(QObject):
    """Says what is meant, and walks to other steps.

    Args:
        view: the canvas.

    Attributes:
        focus_changed: the keyboard is at another step; "" for none.
    """

    focus_changed = Signal(str)

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self.view = view
        self._focus = ""

    # --- what is there ----------------------------------------------------------------------------

    @property
    def scene(self) -> CanvasScene:
        """The drawing that is shown now."""
        return self.view.canvas

    @property
    def model(self) -> Model:
        """Its document."""
        return self.scene.document.model

    @property
    def focus(self) -> str:
        """The step where the keyboard is: the last one walked to or clicked; "" for none."""
        return self._focus if self._focus in self.model.nodes else ""

    @property
    def step(self) -> str:
        """The one step that is meant: where the keyboard is, or the only selected one; or ""."""
        chosen = self.scene.selected_steps()
        if self.focus in chosen:
            return self.focus
        return chosen[0] if len(chosen) == 1 else "" if chosen else self._alone

    def steps(self) -> list[str]:
        """Return the steps that are meant: the selected ones, with those of folded frames."""
        found = dict.fromkeys(self.scene.selected_steps())
        known = layout.frames(self.model)
        for frame in self.scene.selected_frames():
            found |= dict.fromkeys(known[frame].members if frame in known else ())
        return [*found] or ([self._alone] if self._alone else [])

    @property
    def _alone(self) -> str:
        """The step where the keyboard is, while no edge is selected: then that is meant."""
        return "" if self.scene.selected_edges() else self.focus

    def groups(self) -> list[str]:
        """Return the selected frames, else those that the selected steps are in."""
        chosen = self.scene.selected_frames()
        around = (layout.frame_of(self.model, step) for step in self.scene.selected_steps())
        return chosen or [frame for frame in dict.fromkeys(around) if frame]

    # --- selection and walking --------------------------------------------------------------------

    def select_step(self, step: str) -> None:
        """Select one step, put the keyboard there and bring it into view."""
        self.scene.select([step])
        self.set_focus(step)
        self.view.show_step(step)

    def select_all(self) -> None:
        """Select everything that is shown."""
        drawing = self.scene.drawing
        steps = [item.step for item in self.scene.step_items()]
        self.scene.select(steps, drawing.ways.keys(), drawing.grouping.frames, drawing.notes)

    def walk(self, direction: Direction, *, extend: bool = False) -> None:
        """Go to the next step in a direction; `extend` keeps what is selected."""
        boxes = spots.boxes_of(self.scene)
        here = self.step or self.focus
        to = next_step(self.model, boxes, here, direction) if here in boxes else first_step(boxes)
        if to is not None:
            self._go_to(to, extend=extend)

    def walk_in_order(self, by: int = 1) -> bool:
        """Go to the next step in reading order, or the one before; returns False at the end."""
        boxes = spots.boxes_of(self.scene)
        order = sorted(boxes, key=lambda step: (boxes[step].x(), boxes[step].y()))
        at = order.index(self.focus) + by if self.focus in order else (0 if by > 0 else -1)
        if not order or (self.focus in order and not 0 <= at < len(order)):
            self.set_focus("")
            return False
        self._go_to(order[at], extend=False)
        return True

    def set_focus(self, step: str) -> None:
        """Say where the keyboard is."""
        if step == self._focus:
            return
        for name, on in ((self._focus, False), (step, True)):
            if (item := self.scene.step_item(name)) is not None:
                item.set_focus(on=on and self.view.hasFocus())
        self._focus = step
        self.focus_changed.emit(step)

    def _go_to(self, step: str, *, extend: bool) -> None:
        scene = self.scene
        if extend:
            steps = {*scene.selected_steps(), *([self.focus] if self.focus else []), step}
            scene.select(steps, scene.selected_edges(), scene.selected_frames())
            self.set_focus(step)
            self.view.show_step(step)
        else:
            self.select_step(step)
