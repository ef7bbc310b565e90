"""Knows when the window's process looks for garbage. Must not know what there is.

Looking goes through all that lives, which is much and mostly stays: windows, kinds, the open
workflow. Left to itself it would stop the window for longer than a person overlooks. And it would
look in whichever thread happens to work: a widget that another thread than the window's takes apart
brings the whole process down.
"""

from __future__ import annotations

import gc
from typing import ClassVar

from PySide6.QtCore import QAbstractEventDispatcher

_THRESHOLDS = (20_000, 5, 100)
"""New objects before the youngest are looked at, and how often before older ones are: a look at
the young takes about a millisecond, and all are looked at after ten million new ones."""


def look_seldom() -> None:
    """Look for garbage in few objects at a time; to be called before anything else is made."""
    gc.set_threshold(*_THRESHOLDS)


def look_when_idle() -> None:
    """Look only in the window's thread, just before it waits for what comes next."""
    gc.disable()
    QAbstractEventDispatcher.instance().aboutToBlock.connect(look)


def look() -> None:
    """Look for garbage where enough was made, as deep as it is time to, unless it is put off."""
    if PutOff.lasting:
        return
    made = gc.get_count()
    if made[0] > _THRESHOLDS[0]:
        gc.collect(2 if made[2] > _THRESHOLDS[2] else 1 if made[1] > _THRESHOLDS[1] else 0)


class PutOff:
    """No thread looks for garbage until this has ended.

    Attributes:
        lasting: those that have not ended.
    """

    lasting: ClassVar[set[int]] = set()

    def __init__(self) -> None:
        self._was_on = gc.isenabled()
        self.lasting.add(id(self))
        gc.disable()

    def end(self) -> None:
        """Let garbage be looked for again; a second time changes nothing."""
        self.lasting.discard(id(self))
        if self._was_on:
            self._was_on = False
            gc.enable()


def set_aside() -> None:
    """Leave out what lives now: it stays.

    To be called when much was made that stays: the window, a workflow that was opened. Nobody looks
    through it again, since that takes as long as it is large; so a workflow that is closed has to
    be taken apart by who made it.
    """
    gc.freeze()
