"""Knows which workflow is open, and how it comes from disk and goes there. Must not know widgets.

What a person drew is never lost: edits are kept on disk as they are made, a file is replaced whole,
and nothing is overwritten or given up unasked. Files are read and written while the window lives.
"""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from designer.document.beside import file_word
from designer.document.changes.attributes import set_workflow_value
from designer.document.drafts.shelf import Held, OpenElsewhereError
from designer.document.history import Command
from designer.document.opening import (
    copied,
    file_state,
    new_workflow,
    of_its_own,
    open_file,
    taken,
    unused_id,
)
from designer.library.offers import template_document
from designer.shell import file_words
from designer.shell.disk_changes import DiskChanges, forget
from designer.shell.working import AtOnce, GivenUpError
from runtime.definition.definition import Definition
from runtime.definition.folder import SUFFIX, file_stem
from runtime.errors import BatonError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from designer.dialogs.questions import Questions
    from designer.document.drafts.shelf import Draft, Shelf
    from designer.document.workflow import WorkflowDocument
    from designer.settings.preferences import Preferences
    from designer.shell.working import Patience

_JSON = ".json"


class Files(QObject):
    """The open workflow and its file.

    Args:
        shelf: keeps edits.
        preferences: remember recent files.
        questions: asks the person.
        patience: does what takes long; by default in its place.

    Attributes:
        opened: another workflow is open.
        closed: none is open.
        named: name, file or saved state of the open one may differ.
        said: something happened that the person should read: a `Message`.
        settled: what was said about a thing ("file", "disk", "journal") holds no longer.
        prepare: does what takes long before another workflow is shown, a little at a time.
        unkept: why edits are not kept as they are made; "" while they are.
        disk: what others do to the file.
        is_busy: whether something is being done with files.
    """

    opened = Signal()
    closed = Signal()
    named = Signal()
    said = Signal(object)
    settled = Signal(str)

    def __init__(
        self,
        shelf: Shelf,
        preferences: Preferences,
        questions: Questions,
        patience: Patience | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._preferences = preferences
        self._questions = questions
        self._patience = patience or AtOnce()
        self.prepare: Callable[[WorkflowDocument], Iterator[float]] = lambda _: iter(())
        self.unkept = ""
        self._held: Held | None = None
        self._is_given_up = False
        self.is_busy = False
        self.disk = DiskChanges(self, self._patience, self)
        self.disk.said.connect(self.said)
        self.disk.settled.connect(partial(self.settled.emit, "disk"))

    # --- reading ----------------------------------------------------------------------------------

    @property
    def document(self) -> WorkflowDocument | None:
        """The open workflow."""
        return self._held.document if self._held else None

    def drafts(self) -> list[Draft]:
        """Return workflows with edits that an earlier window left unsaved."""
        return list(self._shelf.found())

    def file_name(self) -> str:
        """Return the name of the open file; "" while it was never saved."""
        path = self.document.path if self.document else None
        return path.name if path else ""

    # --- opening ----------------------------------------------------------------------------------

    def new(self) -> bool:
        """Open an empty workflow; returns whether it is open now."""
        return self._replace(lambda: self._shelf.hold(of_its_own(new_workflow())))

    def from_template(self, name: str) -> bool:
        """Open a new workflow that begins as a template."""
        made = Definition.from_document(template_document(name))
        return self._replace(lambda: self._shelf.hold(of_its_own(made, name)))

    def ask_and_open(self) -> bool:
        """Let the person choose a file, and open it."""
        path = self._questions.file_to_open(self._folder())
        return path is not None and self.open_path(path)

    def open_path(self, path: Path) -> bool:
        """Open a file; one that cannot be opened is said, and what was open stays open."""
        path = path.expanduser().absolute()
        document = self.document
        if document is not None and document.path == path and not document.locked:
            return True
        return self._replace(lambda: self._shelf.hold(open_file(path), path), path)

    def open_to_read(self, path: Path) -> bool:
        """Open a file that another window has open, only to read it."""
        is_open = self._replace(lambda: self._shelf.look(open_file(path), path), path)
        if is_open and self._held is not None:
            holder = self._held.holder
            may_have_ended = holder is not None and not self._shelf.is_in_use(path)
            take = partial(self.take_over, path) if may_have_ended else None
            copy = partial(self.open_copy, path)
            self.said.emit(file_words.of_reading(self._held.document.name, holder, copy, take))
        return is_open

    def take_over(self, path: Path) -> bool:
        """Open a file to change it, though another window says that it is open there."""
        return self._replace(lambda: self._shelf.hold(open_file(path), path, takes_over=True), path)

    def open_copy(self, path: Path) -> bool:
        """Open a new workflow that begins as a file."""
        return self._replace(lambda: self._shelf.hold(copied(open_file(path))))

    def open_draft(self, draft: Draft) -> bool:
        """Open what an earlier window left unsaved."""
        return self._replace(lambda: self._shelf.recover(draft))

    def discard_draft(self, draft: Draft) -> None:
        """Give up what an earlier window left unsaved, unless another one goes on with it."""
        try:
            self._shelf.discard(draft)
        except (BatonError, OSError) as error:
            self._tell(error)

    def _replace(self, hold: Callable[[], Held], path: Path | None = None) -> bool:
        """Open another workflow: first open it, then close the former, so that none is lost.

        Args:
            hold: opens it, in another thread.
            path: its file.
        """
        if self.is_busy or not self._may_leave():
            return False
        words = f"Opening “{file_stem(path)}”…" if path else "Opening a workflow…"
        try:
            with self.busy():
                held = self._patience.do(words, partial(self._held_here, hold), Held.close)
                self._prepare(words, held)
        except GivenUpError:
            self._is_given_up = False
            return False
        except (BatonError, OSError) as error:
            self._is_given_up = False
            self._refuse(error, path)
            return False
        self._release()
        self._take(held)
        if path is not None:
            self._preferences.opened(path)
        return True

    def _held_here(self, hold: Callable[[], Held]) -> Held:
        held = hold()
        held.move_to(self.thread())
        return held

    def _prepare(self, words: str, held: Held) -> None:
        try:
            self._patience.bit_by_bit(words, self.prepare(held.document))
        except GivenUpError:
            held.close()
            raise

    def _refuse(self, error: BatonError | OSError, path: Path | None) -> None:
        if isinstance(error, OpenElsewhereError) and path is not None:
            read, copy = partial(self.open_to_read, path), partial(self.open_copy, path)
            message = file_words.of_another_window(file_stem(path), error.holder, read, copy)
            self.said.emit(message)
            return
        if path is not None:
            self._preferences.forget(str(path))
            self.said.emit(file_words.of_opening(error, file_stem(path)))
            return
        self._tell(error)

    @contextlib.contextmanager
    def busy(self) -> Generator[None]:
        """While one thing is done with files, no other is begun."""
        self.is_busy = True
        try:
            yield
        finally:
            self.is_busy = False

    def _take(self, held: Held) -> None:
        self._held = held
        self._is_given_up = False
        held.document.history_changed.connect(self.named)
        held.journal.failed.connect(self._take_journal)
        self.disk.watch(held.document.path)
        for about in ("file", "disk", "journal"):
            self.settled.emit(about)
        self.opened.emit()
        self.named.emit()
        if held.is_recovered:
            path = held.document.path
            again = partial(self._reopen, path) if path else None
            self.said.emit(file_words.of_recovery(held, again))

    def _reopen(self, path: Path) -> None:
        """Give up the edits of the open workflow and show what stands in its file."""
        if self.is_busy:
            return
        try:
            with self.busy():
                words = f"Opening “{file_stem(path)}”…"
                self._patience.do(words, partial(open_file, path), forget)
        except GivenUpError:
            return
        except (BatonError, OSError) as error:
            self._tell(error)
            return
        self._is_given_up = True
        self._release()
        if not self.open_path(path):
            self.closed.emit()

    # --- saving -----------------------------------------------------------------------------------

    def save(self) -> bool:
        """Save the open workflow, asking for a name where it has none; returns whether it is."""
        document = self.document
        if document is None:
            return True
        if document.path is None or document.locked:
            return self.save_as()
        if self._state_on_disk(document) == "changed":
            answer = self._questions.changed_on_disk(document.name)
            if answer != "overwrite":
                return answer == "save_as" and self.save_as()
        return self._write(document, document.path)

    def save_as(self) -> bool:
        """Ask for a name and save under it."""
        document = self.document
        if document is None:
            return True
        path = self._questions.file_to_save(self._suggested(document))
        if path is None:
            return False
        path = path.absolute()
        full = path if path.suffix == _JSON else path.with_name(path.name + SUFFIX)
        # Who chose the name was asked about that file, and not about the one with the whole name.
        if full != path and full.exists() and not self._questions.replaces(full.name):
            return self.save_as()
        return self._write_other(document, full)

    def _write_other(self, document: WorkflowDocument, path: Path) -> bool:
        """Write a workflow to a file; beside the one that it was in, it is one of its own.

        By its id its runs are known, and who runs it: of two with one id nobody could tell which.
        """
        former = document.path
        is_other = former is not None and former != path and former.exists()
        if not is_other or document.locked:
            return self._write(document, path)
        own = set_workflow_value(document.model, ("id",), unused_id())
        document.do(Command("Save as a workflow of its own", own.patch))
        is_written = self._write(document, path)
        if not is_written:  # else the next saving would take the id away from the former file
            document.undo()
        return is_written

    def _state_on_disk(self, document: WorkflowDocument) -> str:
        look = partial(file_state, document.path, document.saved_stamp)
        with self.busy():
            return self._patience.do(f"Looking at “{document.name}”…", look, None)

    def _write(self, document: WorkflowDocument, path: Path) -> bool:
        held = self._held
        if held is None or self.is_busy:
            return False
        try:
            with self.busy(), self._shelf.following(held, path):
                now = taken(document)
                words = f"Saving “{document.name}”…"
                written = self._patience.do(words, partial(now.write, path), None)
                current = document.revision == now.revision
                was_locked = self._unlock(held)
                document.note_saved(path, written, is_current=current)
        except (BatonError, OSError) as error:
            self._tell(error)
            return False
        self.settle(path)
        if was_locked:
            self.opened.emit()
        return True

    def _unlock(self, held: Held) -> bool:
        """Let what was only read be changed, now that it has a file of its own."""
        if not held.document.locked:
            return False
        held.document.locked = ""
        held.journal.watch(held.document)
        return True

    def settle(self, path: Path) -> None:
        """Take that the file says what is shown."""
        self._preferences.opened(path)
        self.disk.watch(path)
        for about in ("file", "disk"):
            self.settled.emit(about)
        self.named.emit()

    # --- closing ----------------------------------------------------------------------------------

    def close(self) -> bool:
        """Close the open workflow; returns False where the person wants to stay."""
        if self.is_busy or not self._may_leave():
            return False
        if self._held is not None:
            self._release()
            self.disk.watch(None)
            self.settled.emit("disk")
            self.closed.emit()
        return True

    def _may_leave(self) -> bool:
        document = self.document
        if document is None or not document.is_modified:
            return True
        answer = self._questions.unsaved(document.name)
        self._is_given_up = answer == "discard"
        return self.save() if answer == "save" else answer != "cancel"

    def _release(self) -> None:
        if self._held is None:
            return
        held, self._held = self._held, None
        held.document.history_changed.disconnect(self.named)
        held.journal.failed.disconnect(self._take_journal)
        held.close(forget=self._is_given_up)
        self._is_given_up = False
        self.unkept = ""

    # --- saying -----------------------------------------------------------------------------------

    def _tell(self, error: BatonError | OSError) -> None:
        self.said.emit(file_words.of_error(error))

    def _take_journal(self, sentence: str) -> None:
        self.unkept = sentence
        if sentence:
            self.said.emit(file_words.of_journal(sentence, self.save_as))
        else:
            self.settled.emit("journal")
        self.named.emit()

    def _folder(self) -> str:
        recent = self._preferences.recent
        return str(Path(recent[0]).parent) if recent else str(Path.home())

    def _suggested(self, document: WorkflowDocument) -> str:
        if document.path is not None and not document.locked:
            return str(document.path)
        return str(Path(self._folder()) / f"{file_word(document.name)}{SUFFIX}")
