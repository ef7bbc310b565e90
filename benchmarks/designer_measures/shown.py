"""Knows how to open the designer as people do and to tell when it is painted.

Called with a file and a folder; with two numbers more it then rests (seconds to settle, seconds to
rest) and tells the processor time that it and its children used while it rested.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

MISSING = 0.0


def main() -> None:
    """Opens the window as `designer.app.main` does, and tells."""
    from designer import app

    app.prepare()
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from designer.shell import collecting

    application = QApplication([sys.argv[0]])
    collecting.look_when_idle()
    studio = app.build(Path(sys.argv[2]))
    assert studio.open_name(sys.argv[1])
    studio.window.show()
    QTimer.singleShot(0, studio, lambda: app.begin(studio))
    application.processEvents()
    studio.view.viewport().repaint()
    print("painted", flush=True)
    if len(sys.argv) > 3:
        settle, seconds = float(sys.argv[3]), float(sys.argv[4])
        loop = QEventLoop()
        QTimer.singleShot(round(settle * 1000), loop.quit)
        loop.exec()
        before = (time.process_time(), children())
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()
        print(time.process_time() - before[0], children() - before[1], flush=True)
    studio.close()


def children() -> float:
    """Returns the processor time of all living children; 0 where the system does not tell."""
    listed = Path(f"/proc/self/task/{os.getpid()}/children")
    if not listed.exists():
        return MISSING
    ticks = 0
    for number in listed.read_text().split():
        words = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        ticks += int(words[11]) + int(words[12])
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
