"""Knows how the edits of one open workflow reach the disk. Must not know what an edit means.

Each edit is handed to the system at once, so that it survives the end of this process, and a thread
makes the disk keep it, so that the window never waits for the disk. The file of the workflow itself
is never written here.

A journal that has grown large is shortened when the workflow is saved: the thread writes the short
one beside it, and it takes the place of the long one when the disk keeps it and nothing was done
meanwhile. So at every moment one of them is there, whole.
"""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtCore import QObject, Qt, Signal

from designer.document.drafts.lines import line, saved_line
from designer.document.drafts.shrinking import Stand, shrunk
from runtime.definition.errors import DefinitionError
from runtime.definition.replacing import sync_folder

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from designer.document.history import Entry
    from designer.document.workflow import WorkflowDocument

LARGEST = 8 * 1024 * 1024
"""Bytes of edits from which on a journal is shortened when the workflow is saved."""
_NOT_FOR_SYNC = {errno.EBADF, errno.EINVAL, errno.EROFS, errno.ENOTSUP}
"""Closed meanwhile, or of a kind that cannot be made to keep anything."""


@dataclass(frozen=True, slots=True)
class _Short:
    """A journal that is to take the place of one of so many lines."""

    file: Path
    instead_of: int


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
    _shrunk = Signal(object)

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
        self._short: _Short | None = None
        self._unsynced.connect(self._fail, Qt.ConnectionType.QueuedConnection)
        self._shrunk.connect(self._take_short, Qt.ConnectionType.QueuedConnection)

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
        self._drop_short()
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
        if word == "saved" and document is not None and sum(map(len, self._lines)) > LARGEST:
            self._shrink(document)

    # --- shortening -------------------------------------------------------------------------------

    @property
    def is_shrinking(self) -> bool:
        """Whether a shorter journal is being written."""
        return self._short is not None

    def _shrink(self, document: WorkflowDocument) -> None:
        if self._short is not None:
            return
        try:
            stand = Stand.of(document)
        except DefinitionError:  # it stays long: nothing of it is lost
            return
        self._short = _Short(self.file.with_suffix(".short"), len(self._lines))
        self._thread.submit(self._write_short, self._short.file, stand)

    def _write_short(self, file: Path, stand: Stand) -> None:
        """Write the shorter journal so that the disk keeps it before anybody needs it."""
        parts: tuple[bytes, list[bytes]] | None = None
        try:
            parts = shrunk(stand)
            with file.open("wb", buffering=0) as made:
                _write_all(made, b"".join([parts[0], *parts[1]]))
                _synced(made)
        except (OSError, DefinitionError):  # there is no room for both; the long one stays
            parts = None
        self._shrunk.emit(parts)

    def _take_short(self, parts: tuple[bytes, list[bytes]] | None) -> None:
        """Let the shorter journal take the place of the long one, unless that has gone on."""
        short, self._short = self._short, None
        if short is None:
            return
        try:
            if parts is None or len(self._lines) != short.instead_of or self._is_failing:
                short.file.unlink(missing_ok=True)
                return
            if self._open is not None:
                self._open.close()  # some systems replace no file that is open
                self._open = None
            short.file.replace(self.file)
        except OSError:  # the next edit goes on with the long one
            return
        self._header, self._lines = parts
        self._thread.submit(sync_folder, self.file.parent)

    def _drop_short(self) -> None:
        if self._short is not None:
            self._short.file.unlink(missing_ok=True)
            self._short = None

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
