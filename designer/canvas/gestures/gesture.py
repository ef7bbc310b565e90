"""Knows what every gesture is. Must not know any particular one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from designer.canvas.gestures.hit import Hit, distance

if TYPE_CHECKING:
    from PySide6.QtCore import Qt

    from designer.canvas.editing import CanvasEditing

DRAG = 5.0
"""So many pixels the pointer goes before a press becomes a drag."""


class Gesture(ABC):
    """What goes on between the press of a button and its release.

    Args:
        editing: does what is asked for.
        start: what was under the pointer when the button was pressed.
    """

    cursor: Qt.CursorShape | None = None

    def __init__(self, editing: CanvasEditing, start: Hit) -> None:
        self.editing = editing
        self.scene = editing.scene
        self.view = editing.view
        self.start = start
        self.is_dragged = False

    @classmethod
    @abstractmethod
    def fits(cls, editing: CanvasEditing, hit: Hit) -> bool:
        """Whether it begins with a press there."""

    def moved(self, hit: Hit) -> None:
        """Follow the pointer; a press that stays where it is does not become a drag."""
        if not self.is_dragged and distance(self.start, hit) >= DRAG:
            self.is_dragged = True
            self.begin()
        if self.is_dragged:
            self.drag(hit)

    def begin(self) -> None:  # noqa: B027 - most have nothing to begin with
        """Do what has to be done once, when the press becomes a drag."""

    def drag(self, hit: Hit) -> None:
        """Show what would be done if the button were released here."""
        del hit  # nothing, unless the gesture says what

    def released(self, hit: Hit) -> None:
        """Do it."""
        self.clear()
        if self.is_dragged:
            self.drop(hit)
        else:
            self.click(hit)

    def click(self, hit: Hit) -> None:
        """Do what a press without a drag means."""
        del hit  # likewise

    def drop(self, hit: Hit) -> None:
        """Do what a drag means that ends here."""
        del hit  # likewise

    def cancel(self) -> None:
        """Leave everything as it was."""
        self.clear()

    def clear(self) -> None:  # noqa: B027 - not every gesture shows anything
        """Take away what was shown while it went on."""
