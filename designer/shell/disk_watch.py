"""Knows when something happened to the open file on disk. Must not know what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

if TYPE_CHECKING:
    from pathlib import Path

_SETTLED = 250
"""Milliseconds: who replaces a file does so in several steps."""


class DiskWatch(QObject):
    """Watches one file, also while it is replaced, moved away and put back.

    Attributes:
        stirred: something happened to it; it may say the same still.
    """

    stirred = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._seen: tuple[int, ...] = ()
        self._watcher: QFileSystemWatcher | None = None
        self._timer = QTimer(self, singleShot=True, interval=_SETTLED)
        self._timer.timeout.connect(self._look)

    def watch(self, path: Path | None) -> None:
        """Watch a file as it is now; None for none."""
        self._timer.stop()
        if path != self._path:
            self._path = path
            self._leave()
        self._seen = _signature(path)
        if path is not None:
            self._follow(path)

    def _leave(self) -> None:
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None

    def _follow(self, path: Path) -> None:
        """Watch the file that is there now: one that was replaced is another file."""
        if self._watcher is None:
            self._watcher = QFileSystemWatcher(self)
            self._watcher.fileChanged.connect(self._wait)
            self._watcher.directoryChanged.connect(self._wait)
        there = {*self._watcher.files(), *self._watcher.directories()}
        for each in (path, path.parent):
            if str(each) not in there and each.exists():
                self._watcher.addPath(str(each))

    def _wait(self) -> None:
        self._timer.start()

    def _look(self) -> None:
        if self._path is None:
            return
        self._follow(self._path)
        seen = _signature(self._path)
        if seen != self._seen:
            self._seen = seen
            self.stirred.emit()


def _signature(path: Path | None) -> tuple[int, ...]:
    """Return what tells whether a file was written to, () where it cannot be looked at."""
    try:
        found = path.stat() if path is not None else None
    except OSError:
        return ()
    return (found.st_mtime_ns, found.st_size, found.st_ino) if found is not None else ()
