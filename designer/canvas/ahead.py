"""Knows when edges around the view are led: in bits, while nobody waits. Knows no edges, no view.

Who then looks from farther away, or elsewhere, finds them led. The timer stops when all are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

_REST_MS = 150
"""So long nothing came into view before it begins."""


class Ahead(QObject):
    """Does something in bits.

    Args:
        some: does some of it, in a few milliseconds, and returns whether there is more.
        parent: the view.
    """

    def __init__(self, some: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._some = some
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._bit)

    @property
    def is_on(self) -> bool:
        """Whether there is more to be done."""
        return self._timer.isActive()

    def begin(self) -> None:
        """Begin after a rest, also where it had begun."""
        self._timer.start(_REST_MS)

    def _bit(self) -> None:
        if self._some():
            self._timer.start(0)
