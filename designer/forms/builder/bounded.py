"""Knows how much was done in a window of an editor, so that no more is taken back from there.

Must not know what was done, or the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from designer.forms.context import Undoing


class Bounded:
    """Takes back only what was done since this was made.

    Args:
        undoing: takes changes of the workflow back; None where nobody can.
    """

    def __init__(self, undoing: Undoing | None) -> None:
        self._undoing = undoing
        self._floor = self.depth()
        self._on = 0
        self._last = ""

    def depth(self) -> int:
        """Return how many changes can be taken back."""
        return self._undoing.depth() if self._undoing is not None else 0

    def did(self, what: str) -> None:
        """Hear of a change before it is made; the same `what` again is typing that goes on.

        Args:
            what: names what is changed; "" is never the same as before.
        """
        self._on = 0
        if not what or what != self._last:
            self.seal()
        self._last = what

    def undo(self) -> None:
        """Take the last change back, where it is one of this window."""
        if self._undoing is not None and self._undoing.depth() > self._floor:
            self._on, self._last = self._on + 1, ""
            self._undoing.undo()

    def redo(self) -> None:
        """Make a change again that was taken back from this window."""
        if self._undoing is not None and self._on:
            self._on, self._last = self._on - 1, ""
            self._undoing.redo()

    def seal(self) -> None:
        """Let the next change be one of its own, not part of the last."""
        self._last = ""
        if self._undoing is not None:
            self._undoing.seal()
