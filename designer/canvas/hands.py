"""Knows what a canvas needs to be edited by mouse and keys. Must not know windows or menus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.canvas.context_pad import ContextPad
from designer.canvas.gestures.pointer import Pointer
from designer.canvas.keyboard import KEYS, Keys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from designer.canvas.editing import CanvasEditing


class Hands(QObject):
    """Lets mouse and keys edit what a view shows, for as long as the view is there.

    Args:
        editing: does what they ask for.
        keys: key to method of the editing.
    """

    def __init__(self, editing: CanvasEditing, keys: Mapping[str, str] = KEYS) -> None:
        super().__init__(editing.view)
        self.pad = ContextPad(editing)
        self.keys = Keys(editing, keys)
        self.pointer = Pointer(editing, self.pad)  # asked before the keys: Esc ends a gesture first
