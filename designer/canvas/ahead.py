"""Knows when edges around the view are led: by turns, while nobody waits. Knows no edges, no view.

Who then looks from farther away, or elsewhere, finds them led.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from designer.slicer import Slicer, till_done

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
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._work)
        self._working: Slicer[None] = Slicer(self)

    @property
    def is_on(self) -> bool:
        """Whether there is more to be done."""
        return self._rest.isActive() or self._working.is_busy

    def begin(self) -> None:
        """Begin after a rest, also where it had begun."""
        self._working.stop()
        self._rest.start()

    def _work(self) -> None:
        self._working.run(till_done(lambda: not self._some()))
