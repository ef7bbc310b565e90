"""Knows which key asks for what on the canvas. Must not know how it is done.

Arrows and Tab walk, everything else names a method of `CanvasEditing` or of the view. A window
whose menus have the same keys takes them first, and asks for the same methods.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from designer.canvas.editing import CanvasEditing
    from designer.canvas.walking import Direction

KEYS: Mapping[str, str] = {
    "N": "add_step",
    "Return": "open_settings",
    "Enter": "open_settings",
    "C": "connect_to",
    "Del": "remove",
    "Backspace": "remove",
    "F2": "rename",
    "D": "switch",
    "G": "group",
    "Ctrl+G": "group",
    "Shift+G": "ungroup",
    "Ctrl+Shift+G": "ungroup",
    "Ctrl+Shift+N": "add_note",
    "P": "pin",
    "F9": "toggle_stop",
    "Ctrl+A": "select_all",
    "Ctrl+C": "copy",
    "Ctrl+X": "cut",
    "Ctrl+V": "paste",
    "Ctrl+D": "duplicate",
    "Ctrl+Shift+L": "arrange",
    "Esc": "clear",
}
"""Key to method of `CanvasEditing`."""

VIEW_KEYS: Mapping[str, str] = {
    "1": "fit_all",
    "2": "fit_selection",
    "0": "natural_size",
    "Ctrl++": "zoom_in",
    "Ctrl+=": "zoom_in",
    "Ctrl+-": "zoom_out",
}

_ARROWS: Mapping[int, Direction] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}
_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class Keys(QObject):
    """Takes the keys of a view.

    Args:
        editing: does what they ask for.
        keys: others than the usual ones.
    """

    def __init__(self, editing: CanvasEditing, keys: Mapping[str, str] = KEYS) -> None:
        super().__init__(editing.view)
        self._editing = editing
        self._keys = {QKeySequence(key).toString(): method for key, method in keys.items()}
        self._view_keys = {QKeySequence(key).toString(): name for key, name in VIEW_KEYS.items()}
        editing.view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a key that means something here, and show where the keyboard is."""
        del watched
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self.take(event)
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            item = self._editing.scene.step_item(self._editing.focus)
            if item is not None:
                item.set_focus(on=event.type() == QEvent.Type.FocusIn)
        return False

    def take(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; returns whether it asks for anything."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ARROWS:
            return self._walk(_ARROWS[event.key()], modifiers)
        if event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            back = event.key() == Qt.Key.Key_Backtab
            return self._editing.walk_in_order(-1 if back else 1)
        pressed = QKeySequence(modifiers.value | event.key()).toString()
        if pressed in self._keys:
            method = self._keys[pressed]
            if not self._editing.why_not(method):
                getattr(self._editing, method)()
            return True
        return self._look(pressed)

    def _walk(self, direction: Direction, modifiers: Qt.KeyboardModifier) -> bool:
        if modifiers == _CONTROL:
            self._editing.nudge(direction)
        elif modifiers in {_NONE, _SHIFT}:
            self._editing.walk(direction, extend=modifiers == _SHIFT)
        else:
            return False
        return True

    def _look(self, pressed: str) -> bool:
        name, view = self._view_keys.get(pressed), self._editing.view
        if name is None:
            return False
        if name == "natural_size":
            view.zoom_to(1.0)
        else:
            getattr(view, name)()
        return True
