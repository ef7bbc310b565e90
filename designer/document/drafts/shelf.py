"""Knows where journals of workflows lie and what each would bring back. Must not know windows.

One file of a workflow has one journal, held by one window at a time. The lock goes with the process
that holds it, however that ends.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from designer.document.drafts.holder import Claim, Holder, claim, holder_of
from designer.document.drafts.journal import Journal
from designer.document.drafts.lines import (
    Header,
    Line,
    ends_saved,
    header_line,
    line,
    read,
    saved_line,
)
from designer.document.opening import stamp
from designer.document.workflow import WorkflowDocument
from runtime.definition.codec import digest
from runtime.definition.definition import Definition
from runtime.definition.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

    from PySide6.QtCore import QThread


class OpenElsewhereError(DefinitionError):
    """Another window has the workflow open.

    Attributes:
        holder: who that is; None where nobody knows.
    """

    holder: Holder | None = None


@dataclass(slots=True)
class Held:
    """An open workflow with its journal.

    Attributes:
        lock: None where another window has it open, and this one only looks.
        is_recovered: whether edits came back that were never saved.
        changed_on_disk: whether the file is another one than those edits were made on.
        claim: tells others who has the file open; None where it has none, or nobody can be told.
        holder: who has it open, where this window only looks.
    """

    document: WorkflowDocument
    journal: Journal
    lock: FileLock | None
    is_recovered: bool = False
    changed_on_disk: bool = False
    claim: Claim | None = None
    holder: Holder | None = None

    def close(self, *, forget: bool = False) -> None:
        """Stop recording and let other windows open the workflow.

        Args:
            forget: give up edits that were not saved.
        """
        self.journal.close(forget=forget)
        self.release()

    def release(self) -> None:
        """Give up the name that it is kept under."""
        if self.claim is not None:
            self.claim.let_go()
            self.claim = None
        if self.lock is not None:
            self.lock.release()

    def move_to(self, thread: QThread) -> None:
        """Hand it over from the thread that opened it to the one that works with it."""
        self.document.moveToThread(thread)
        self.journal.moveToThread(thread)


@dataclass(frozen=True, slots=True)
class Draft:
    """Edits that were never saved, left by a window that ended.

    Attributes:
        file: its journal.
        name: the workflow's name.
        path: the file it belongs to; None where it was never saved.
        edits: how many.
    """

    file: Path
    name: str
    path: Path | None
    edits: int


class Shelf:
    """The folder of all journals.

    Args:
        folder: made when the first edit is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hold(
        self, definition: Definition, path: Path | None = None, *, takes_over: bool = False
    ) -> Held:
        """Open a workflow with its journal: edits that were kept come back, its history too.

        Args:
            definition: what stands in the file, or a new workflow.
            path: the file; None for a new one.
            takes_over: whether what another computer says about the file does not count: the
                person knows better.

        Raises:
            OpenElsewhereError: another window has it open.
        """
        file = self._folder / f"{_name(path)}.edits"
        lock = self._locked(file, definition.meta.name, path, takes_over=takes_over)
        kept = _read(file)
        held = self._continued(definition, path, file, lock, kept) if kept else None
        held = held or _begun(definition, path, file, lock)
        held.claim = claim(path) if path is not None else None
        return held

    def recover(self, draft: Draft) -> Held:
        """Open what a journal holds, whatever became of its file.

        Raises:
            OpenElsewhereError: a window has it open.
            DefinitionError: the journal is gone or cannot be read.
        """
        lock = self._locked(draft.file, draft.name, draft.path)
        kept = _read(draft.file)
        if kept is None:
            lock.release()
            raise _unreadable(draft)
        document, lines = _replayed(kept)
        held = _held(document, draft.file, lock, kept[0], lines)
        held.is_recovered = document.is_modified
        held.claim = claim(document.path) if document.path is not None else None
        return held

    def found(self) -> Sequence[Draft]:
        """Return the workflows with edits that were not saved and that no window has open."""
        drafts: list[Draft] = []
        files = sorted(self._folder.glob("*.edits")) if self._folder.is_dir() else []
        for file in files:
            lock = FileLock(file.with_suffix(".lock"))
            with contextlib.suppress(Timeout, OSError), lock.acquire(blocking=False):
                drafts += _draft(file)
        return drafts

    def is_in_use(self, path: Path) -> bool:
        """Whether a window that still lives has the edits of a file: nobody can take it over."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(self._folder / f"{_name(path)}.lock")
        try:
            lock.acquire(blocking=False)
        except Timeout:
            return True
        lock.release()
        return False

    def look(self, definition: Definition, path: Path) -> Held:
        """Open a workflow that another window has open, only to read it: nothing is kept of it."""
        document = WorkflowDocument(definition, path, stamp(path))
        holder = holder_of(path)
        where = holder.words() if holder is not None else "in another window"
        document.locked = f"“{document.name}” is open {where}, so it can only be read here."
        header = Header(path, document.model.document(), document.saved_stamp)
        journal = Journal(self._folder / f"{_name(None)}.edits", header_line(header))
        return Held(document, journal, None, holder=holder)

    @contextlib.contextmanager
    def following(self, held: Held, path: Path) -> Generator[None]:
        """Keep the journal under the name that the workflow is saved under inside of the block.

        The new name belongs to this window before anything is written there.

        Raises:
            OpenElsewhereError: another window has a workflow of that name open.
        """
        file = self._folder / f"{_name(path)}.edits"
        if file == held.journal.file:
            yield
            return
        lock = self._locked(file, held.document.name, path)
        try:
            yield
        except BaseException:
            lock.release()
            raise
        held.journal.move_to(file)
        held.release()
        held.lock, held.claim = lock, claim(path)

    def discard(self, draft: Draft) -> None:
        """Throw away edits that were not saved.

        Raises:
            OpenElsewhereError: a window has them open by now.
        """
        lock = self._locked(draft.file, draft.name)
        draft.file.unlink(missing_ok=True)
        lock.release()

    # --- finding ----------------------------------------------------------------------------------

    def _locked(
        self, file: Path, name: str, path: Path | None = None, *, takes_over: bool = False
    ) -> FileLock:
        """Take a journal, and with it its file, for this window.

        Raises:
            OpenElsewhereError: another window has it.
        """
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # A thread may open what the window works with and closes.
        lock = FileLock(file.with_suffix(".lock"), thread_local=False)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            raise _elsewhere(name, holder_of(path) if path is not None else None) from None
        holder = holder_of(path) if path is not None and not takes_over else None
        if holder is not None and not holder.is_own:
            lock.release()
            raise _elsewhere(name, holder)
        return lock

    def _continued(
        self,
        definition: Definition,
        path: Path | None,
        file: Path,
        lock: FileLock,
        kept: tuple[Header, list[Line]],
    ) -> Held | None:
        """Go on with a journal; None where it is of another state of the file, fully saved."""
        document, lines = _replayed(kept)
        document.path = path
        told = digest(definition)
        same = document.saved_stamp in {stamp(path) if path else "", told}
        if path is not None and not same and _says(document, told):
            # The window ended when it had saved and before it could note that.
            lines += [Line("saved", path=path, digest=told)]
            document.replay("saved", None)
            document.saved_stamp, same = told, True
        if not same and not document.is_modified:
            _put_aside(file)
            return None
        held = _held(document, file, lock, kept[0], lines)
        held.is_recovered, held.changed_on_disk = document.is_modified, not same
        return held


def _elsewhere(name: str, holder: Holder | None) -> OpenElsewhereError:
    where = holder.words() if holder is not None else "in another window"
    error = OpenElsewhereError(
        f"“{name or 'This workflow'}” is open {where}.",
        why="Two windows on one file would overwrite each other's work.",
        next_step="Go on in the other window, or close the workflow there first.",
    )
    error.holder = holder
    return error


def _begun(definition: Definition, path: Path | None, file: Path, lock: FileLock) -> Held:
    document = WorkflowDocument(definition, path, stamp(path) if path else "")
    header = Header(path, document.model.document(), document.saved_stamp)
    return _held(document, file, lock, header, [])


def _held(
    document: WorkflowDocument, file: Path, lock: FileLock, header: Header, lines: list[Line]
) -> Held:
    journal = Journal(file, header_line(header), [_text(each) for each in lines])
    journal.watch(document)
    return Held(document, journal, lock)


def _replayed(kept: tuple[Header, list[Line]]) -> tuple[WorkflowDocument, list[Line]]:
    """Return the document with its history, and the lines that made it: all that fit."""
    header, lines = kept
    document = WorkflowDocument(Definition.from_document(header.base), header.path)
    document.saved_stamp = header.digest
    used: list[Line] = []
    for each in lines:
        try:
            document.replay(each.word, each.entry)
        except (DefinitionError, IndexError):
            break
        if each.word == "saved":
            document.path, document.saved_stamp = each.path, each.digest
        used.append(each)
    return document, used


def _says(document: WorkflowDocument, told: str) -> bool:
    """Whether a document is what has this digest."""
    try:
        return digest(document.definition()) == told
    except DefinitionError:
        return False


def _text(each: Line) -> bytes:
    if each.word == "saved" and each.path is not None:
        return saved_line(each.path, each.digest)
    return line(each.word, each.entry)


def _read(file: Path) -> tuple[Header, list[Line]] | None:
    """Return a journal; one that cannot be read is put aside, never overwritten."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return None
    try:
        kept = read(data)
        Definition.from_document(kept[0].base)
    except (ValueError, DefinitionError):
        _put_aside(file)
        return None
    return kept


def _draft(file: Path) -> list[Draft]:
    if ends_saved(file.read_bytes()):
        return []
    kept = _read(file)
    if kept is None:
        return []
    document, lines = _replayed(kept)
    if not document.is_modified:
        return []
    saved = next(
        (at for at, each in enumerate(reversed(lines)) if each.word == "saved"), len(lines)
    )
    return [Draft(file, document.name, document.path, saved)]


def _put_aside(file: Path) -> None:
    with contextlib.suppress(OSError):
        file.replace(file.with_suffix(f".{secrets.token_hex(3)}.aside"))


def _name(path: Path | None) -> str:
    if path is None:
        return f"new-{secrets.token_hex(6)}"
    return hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:24]


def _unreadable(draft: Draft) -> DefinitionError:
    return DefinitionError(
        f"The edits of “{draft.name}” cannot be read.",
        where=str(draft.file),
        why="Their file is gone or was altered by another program.",
        next_step="Open the workflow's own file; what was saved is there.",
    )
