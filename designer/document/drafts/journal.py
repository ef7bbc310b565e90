"""Knows how the edits of one open workflow reach the disk. Must not know what an edit means.

Each edit is handed to the system at once, so that it survives the end of this process, and a thread
makes the disk keep it, so that the window never waits for the disk. The file of the workflow itself
is never written here.
"""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtCore import QObject, Qt, Signal

from designer.document.drafts.lines import line, saved_line
from runtime.definition.files import sync_folder

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from designer.document.history import Entry
    from designer.document.workflow import WorkflowDocument

_NOT_FOR_SYNC = {errno.EBADF, errno.EINVAL, errno.EROFS, errno.ENOTSUP}
"""Closed meanwhile, or of a kind that cannot be made to keep anything."""


class Journal(QObject):
    """Keeps a record of every edit of a document.

    Args:
        file: where to; it is made with the first edit, so that looking leaves no trace.
        header: the first line, which says what was opened.
        lines: what the journal holds already, each with its newline.

    Attributes:
        failed: emitted with a sentence when edits can no longer be kept, and with "" when they can
            again. Until then the journal is kept in memory and written whole with the next edit.
    """

    failed = Signal(str)
    _unsynced = Signal(str)

    def __init__(self, file: Path, header: bytes, lines: list[bytes] | None = None) -> None:
        super().__init__()
        self.file = file
        self._header = header
        self._lines = [*(lines or [])]
        self._document: WorkflowDocument | None = None
        self._open: BinaryIO | None = None
        self._is_failing = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="drafts")
        self._syncing: Future[None] | None = None
        self._unsynced.connect(self._fail, Qt.ConnectionType.QueuedConnection)

    def watch(self, document: WorkflowDocument) -> None:
        """Record from now on what is done to a document."""
        self._document = document
        document.done.connect(self._take)

    def move_to(self, file: Path) -> None:
        """Go on in another file; what was there is replaced."""
        if self.file.exists():
            self.file.replace(file)
        self.file = file

    def close(self, *, forget: bool = False) -> None:
        """Write what is outstanding and stop.

        Args:
            forget: also take the journal away: the workflow is closed and its edits are given up.
        """
        if self._document is not None:
            self._document.done.disconnect(self._take)
            self._document = None
        self._thread.shutdown(wait=True)
        if self._open is not None:
            self._open.close()
            self._open = None
        if forget:
            self.file.unlink(missing_ok=True)

    # --- writing ----------------------------------------------------------------------------------

    def _take(self, word: str, entry: Entry | None) -> None:
        document = self._document
        if word == "saved" and document is not None and document.path is not None:
            self._lines.append(saved_line(document.path, document.saved_stamp))
        else:
            self._lines.append(line(word, entry))
        try:
            self._write()
        except OSError as error:
            self._fail(error.strerror or str(error))
            return
        if self._is_failing:
            self._is_failing = False
            self.failed.emit("")

    def _write(self) -> None:
        """Append the newest line; the first time and after a failure, all that are not there."""
        folder = None
        if self._open is None:
            folder = self._begin()
        else:
            _write_all(self._open, self._lines[-1])
        # One that only waits for its turn will keep this line, too; one under way may not.
        if self._open is not None and not _is_queued(self._syncing):
            self._syncing = self._thread.submit(self._sync, self._open, folder)

    def _begin(self) -> Path | None:
        """Open the file and complete it; what the disk keeps already is never written anew.

        Returns the folder in which a file was made.
        """
        parts = [self._header, *self._lines]
        count, size = _held(self.file, parts)
        if count:
            self._open = self.file.open("r+b", buffering=0)
            self._open.truncate(size)
            self._open.seek(size)
            _write_all(self._open, b"".join(parts[count:]))
            return None
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = self.file.with_suffix(".new")
        self._open = fresh.open("wb", buffering=0)
        _write_all(self._open, b"".join(parts))
        fresh.replace(self.file)
        return self.file.parent

    def _sync(self, file: BinaryIO, folder: Path | None) -> None:
        """Make the disk keep what was written; a file that was closed meanwhile is in order."""
        try:
            _synced(file)
            if folder is not None:
                sync_folder(folder)
        except ValueError:
            return
        except OSError as error:
            if error.errno not in _NOT_FOR_SYNC:
                self._unsynced.emit(error.strerror or str(error))

    def _fail(self, reason: str) -> None:
        if self._document is None:  # what could not be kept was given up meanwhile
            return
        if self._open is not None:
            self._open.close()
            self._open = None
        self._is_failing = True
        self.failed.emit(
            f"Your edits are not being kept safe. The system says: {reason}. "
            "Make room on the disk, or save the workflow somewhere else."
        )


def _is_queued(work: Future[None] | None) -> bool:
    """Whether something has not begun."""
    return work is not None and not work.running() and not work.done()


def _held(file: Path, parts: list[bytes]) -> tuple[int, int]:
    """Return how many of these parts a file begins with, and their size."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return 0, 0
    size = 0
    for count, part in enumerate(parts):
        if not data.startswith(part, size):
            return count, size
        size += len(part)
    return len(parts), size


def _write_all(file: BinaryIO, data: bytes) -> None:
    """Write all of it; an unbuffered file may take less than it is given."""
    view = memoryview(data)
    while view:
        view = view[file.write(view) or 0 :]


def _synced(file: BinaryIO) -> None:
    os.fsync(file.fileno())
