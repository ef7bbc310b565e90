"""Knows how something large is made a little at a time. Must not know what is in it."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator

SLICE = 0.008
"""Seconds to work before the window looks after the person again."""


class Growing(QObject):
    """Makes what lies in a widget while the window goes on answering.

    Args:
        bits: makes a little for each that it hands out.
        whole: what grows; ends this with itself.

    Attributes:
        done: all of it is there.
    """

    done = Signal()

    def __init__(self, bits: Iterator[None], whole: QWidget) -> None:
        super().__init__(whole)
        self._bits, self._whole = bits, whole
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._some)
        self._timer.start()

    @property
    def is_done(self) -> bool:
        """Whether all of it is there."""
        return not self._timer.isActive()

    def _some(self) -> None:
        end = monotonic() + SLICE
        for _ in self._bits:
            polish(self._whole)
            if monotonic() > end:
                return
        self._timer.stop()
        self.done.emit()


def polish(whole: QWidget) -> None:
    """Let the style look at the widgets that are new; when they are shown it has done so."""
    for widget in whole.findChildren(QWidget):
        if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            widget.ensurePolished()
