"""Knows what others did to the file of the open workflow, and what a person does about it.

Must not know widgets, nor how a file is opened or saved.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from designer.document.changes.replacing import become
from designer.document.opening import file_state, open_file, stamp
from designer.shell import file_words
from designer.shell.disk_watch import DiskWatch
from designer.shell.working import GivenUpError, Later
from runtime.definition.folder import file_stem
from runtime.errors import BatonError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from designer.document.workflow import WorkflowDocument
    from designer.shell.working import Patience


class OpenFile(Protocol):
    """The workflow that is open, and what is done with its file."""

    @property
    def document(self) -> WorkflowDocument | None:
        """The open workflow."""
        ...

    @property
    def is_busy(self) -> bool:
        """Whether something is being done with files."""
        ...

    def busy(self) -> AbstractContextManager[None]:
        """Begin nothing else meanwhile."""
        ...

    def save(self) -> bool:
        """Save the open workflow; returns whether it is."""
        ...

    def open_to_read(self, path: Path) -> bool:
        """Open a file only to read it."""
        ...

    def settle(self, path: Path) -> None:
        """Take that the file says what is shown."""
        ...


class DiskChanges(QObject):
    """Looks at the file of the open workflow when something happened to it.

    Args:
        files: the open workflow.
        patience: does what takes long.

    Attributes:
        said: something happened that the person should read: a `Message`.
        settled: the file says again what was shown.
    """

    said = Signal(object)
    settled = Signal()

    def __init__(self, files: OpenFile, patience: Patience, parent: QObject) -> None:
        super().__init__(parent)
        self._files = files
        self._patience = patience
        self._watch = DiskWatch(self)
        self._watch.stirred.connect(self._look)
        self.watch = self._watch.watch

    # --- seeing -----------------------------------------------------------------------------------

    def _look(self) -> None:
        """See in another thread whether the file says something else now."""
        document = self._files.document
        if document is None or document.path is None or self._files.is_busy:
            return
        later = Later(partial(file_state, document.path, document.saved_stamp), self)
        later.done.connect(partial(self._take, document, document.saved_stamp))
        later.ended.connect(later.deleteLater)

    def _take(self, document: WorkflowDocument, known: str, state: object) -> None:
        is_late = document is not self._files.document or document.saved_stamp != known
        if is_late or self._files.is_busy:
            return
        if state == "changed":
            self.said.emit(file_words.of_change(document.name, self.load, self.keep_mine))
        elif state == "gone":
            self.said.emit(file_words.of_loss(document.name, self._files.save))
        else:
            self.settled.emit()

    # --- what is done about it --------------------------------------------------------------------

    def load(self) -> bool:
        """Show what the file says now; the history leads back to what was shown before."""
        document = self._files.document
        if document is None or document.path is None or self._files.is_busy:
            return False
        path = document.path
        if document.locked:
            return self._files.open_to_read(path)
        words = f"Opening “{file_stem(path)}”…"
        try:
            with self._files.busy():
                found = self._patience.do(words, lambda: (stamp(path), open_file(path)), forget)
                document.do(become(document.model, found[1], "Load what is on disk"))
        except GivenUpError:
            return False
        except (BatonError, OSError) as error:
            self.said.emit(file_words.of_error(error))
            return False
        document.note_saved(path, found[0])
        self._files.settle(path)
        return True

    def keep_mine(self) -> None:
        """Go on with what is shown; saving replaces what the file says now."""
        document = self._files.document
        if document is None or document.path is None:
            return
        path = document.path
        now = self._patience.do(f"Looking at “{document.name}”…", lambda: stamp(path), None)
        document.note_unsaved(now)
        self.watch(path)
        self.settled.emit()


def forget(_: object) -> None:
    """Nothing is left of what was only read."""
