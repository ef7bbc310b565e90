"""Knows how long the window stands still at most while a drawing opens and while it is edited.

The options are `file`, `small` (what is open before), `folder` and `repeat`. Must not know the
targets.
"""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import child

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from designer import app
from designer.document.changes import steps as changes
from designer.shell import collecting

if TYPE_CHECKING:
    from designer.document.workflow import WorkflowDocument
    from designer.shell.studio import Studio

SETTLE, AFTER = 8.0, 3.0
"""Seconds until nothing is loaded any more, and in which everything follows an edit."""
TICK = 1


class Pulse(QObject):
    """Notes the longest time in which the event loop does not turn, in milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=TICK, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.note)
        self._timer.start()

    def note(self) -> None:
        """Takes that the loop turns now."""
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000 - TICK)
        self._last = now

    def end(self) -> float:
        """Stops and returns what was found."""
        self.note()
        self._timer.stop()
        return self.longest


def rest(seconds: float) -> None:
    """Lets the window live."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def opened(studio: Studio, file: str) -> float:
    """Opens a workflow; returns the longest time that the window stood still, until it is calm."""
    pulse = Pulse()
    assert studio.open_name(file)
    rest(AFTER)
    return pulse.end()


def edited(document: WorkflowDocument, number: int) -> float:
    """Edits one step; returns the longest time that the window stood still for it."""
    pulse = Pulse()
    document.do(changes.rename(document.model, "s45", f"Other {number}"))
    document.history.seal()
    rest(AFTER)
    return pulse.end()


def measure(studio: Studio, file: str, small: str, repeat: int) -> child.Figures:
    """Opens the drawing, with another in between, and edits it."""
    holds: list[float] = []
    for _ in range(repeat):
        holds.append(opened(studio, file))
        opened(studio, small)
    opened(studio, file)
    document = studio.files.document
    assert document is not None
    edits = [edited(document, number) for number in range(repeat)]
    return {"held_ms": statistics.median(holds), "edit_held_ms": statistics.median(edits)}


def main() -> None:
    """Takes one measurement."""
    options = child.options()
    app.prepare()
    application = QApplication([])
    collecting.look_when_idle()
    studio = app.build(Path(options["folder"]))
    assert studio.open_name(options["small"])
    studio.window.resize(1400, 900)
    studio.window.show()
    app.begin(studio)
    rest(SETTLE)
    found = measure(studio, options["file"], options["small"], int(options["repeat"]))
    studio.close()
    child.hand_over(found)
    del application


if __name__ == "__main__":
    main()
