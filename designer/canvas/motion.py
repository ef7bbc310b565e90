"""Knows the one timer behind all that moves on a canvas while a run goes on.

Spinners turn and dashes travel; the timer stands still while nothing that moves is in view. Must
not know runs, views or items.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_TICK_MS = 50
_PIXELS_A_SECOND = 40.0


class Moving(Protocol):
    """What moves."""

    def move_on(self, turned: float, travelled: float) -> None:
        """Show the next moment: how far a spinner has turned, and dashes have travelled."""
        ...


class Motion(QObject):
    """Moves what moves in one view.

    Args:
        moving: returns what is in view and moves.
        parent: the view.
    """

    def __init__(self, moving: Callable[[], Sequence[Moving]], parent: QObject) -> None:
        super().__init__(parent)
        self._moving = moving
        self._ticks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def is_on(self) -> bool:
        """Whether something moves."""
        return self._timer.isActive()

    def look(self) -> None:
        """Begin to move, or stop: something runs now, or no longer, or the view looks elsewhere."""
        if not self._moving():
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _tick(self) -> None:
        moving = self._moving()
        if not moving:
            self._timer.stop()
        self._ticks += 1
        seconds = self._ticks * _TICK_MS / 1000
        for item in moving:
            item.move_on(seconds % 1.0, seconds * _PIXELS_A_SECOND)
