"""Knows the workflow that is open: its document, its history, and who wants to hear of changes.

Must not know windows, kinds or running.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from designer.document.history import Command, Entry, History
from designer.document.model import Model, Touched
from designer.document.moment import now
from runtime.definition import files
from runtime.definition.codec import digest
from runtime.definition.definition import Definition
from runtime.definition.errors import DefinitionError

if TYPE_CHECKING:
    from pathlib import Path

    from runtime.definition.json_value import JsonObject


class WorkflowDocument(QObject):
    """The open workflow. Everything that changes it goes through `do`, `undo` and `redo`.

    Args:
        definition: what is opened.
        path: the file it was read from; None for a new one.
        stamp: digest of that file's content, as of `opening.stamp`.

    Attributes:
        changed: emitted with a `Touched` after every change, whoever made it.
        done: emitted with a word ("do", "undo", "redo", "saved", "kept") and an `Entry` or None,
            for who keeps a record of edits on disk.
        history_changed: emitted when what can be undone, or whether it is saved, may differ.
        revision: grows with every change; equal revisions mean equal documents.
        saved_stamp: digest of the file's content as it was read or written here, "" for none.
        locked: why it cannot be changed, one sentence; "" where it can.
    """

    changed = Signal(object)
    done = Signal(str, object)
    history_changed = Signal()

    def __init__(self, definition: Definition, path: Path | None = None, stamp: str = "") -> None:
        super().__init__()
        self.model = Model(definition.document())
        self.history = History()
        self.path = path
        self.revision = 0
        self.saved_stamp = stamp
        self.locked = ""
        self._saved_at = 0
        self._definition: Definition | None = definition

    # --- reading ----------------------------------------------------------------------------------

    def definition(self) -> Definition:
        """Return the workflow as it is now; the same object until the next change.

        Raises:
            DefinitionError: an attribute has a wrong form (only an edit by a program can do that).
        """
        if self._definition is None:
            self._definition = Definition.from_document(self.model.document())
        return self._definition

    @property
    def name(self) -> str:
        """The workflow's name, or what people see while it has none."""
        return str(self.model.graph.get("name") or "Untitled workflow")

    @property
    def is_modified(self) -> bool:
        """Whether the file on disk says something else."""
        return self.history.position != self._saved_at

    def step(self, name: str) -> JsonObject:
        """Return the plain attributes of a step, not to be written; raises KeyError."""
        return self.model.nodes[name]

    # --- changing ---------------------------------------------------------------------------------

    def do(self, command: Command) -> Touched:
        """Make a change and remember it.

        Raises:
            DefinitionError: it does not fit, or nothing may be changed; nothing has changed.
        """
        if not command.patch:
            return Touched()
        if self.locked:
            raise DefinitionError(self.locked)
        backward, touched = self.model.apply(command.patch)
        entry = Entry(command.title, command.patch, backward, now(), command.merge)
        self._remember(entry)
        self._tell("do", entry, touched)
        return touched

    def replay(self, word: str, entry: Entry | None) -> None:
        """Make again what `done` once told of, with its own moment, and tell nobody.

        Raises:
            DefinitionError: it does not fit.
            IndexError: there is nothing to undo or redo.
        """
        self._definition = None
        if word == "do" and entry is not None:
            backward, _ = self.model.apply(entry.forward)
            self._remember(replace(entry, backward=backward))
        elif word == "undo":
            self.model.apply(self.history.step_back().backward)
        elif word == "redo":
            self.model.apply(self.history.step_on().forward)
        elif word == "saved":
            self._saved_at = self.history.position
            self.history.seal()
        elif word == "kept":
            self._saved_at = -1

    def undo(self) -> None:
        """Take back the last change, if there is one."""
        if self.history.can_undo:
            entry = self.history.step_back()
            self._tell("undo", entry, self.model.apply(entry.backward)[1])

    def redo(self) -> None:
        """Make the change again that was taken back last, if there is one."""
        if self.history.can_redo:
            entry = self.history.step_on()
            self._tell("redo", entry, self.model.apply(entry.forward)[1])

    def go_to(self, position: int) -> None:
        """Undo or redo until so many entries of the history are made."""
        while self.history.position > max(position, 0):
            self.undo()
        while self.history.position < min(position, len(self.history.entries)):
            self.redo()

    def _remember(self, entry: Entry) -> None:
        if self._saved_at > self.history.position:
            self._saved_at = -1  # what was saved can no longer be reached
        self.history.add(entry)

    def _tell(self, word: str, entry: Entry, touched: Touched) -> None:
        self._definition = None
        self.revision += 1
        self.done.emit(word, entry)
        self.changed.emit(touched)
        self.history_changed.emit()

    # --- files ------------------------------------------------------------------------------------

    def save(self, path: Path) -> None:
        """Write the workflow to a file.

        Raises:
            DefinitionError: it cannot be written; an earlier file is unchanged, nothing is lost.
        """
        definition = self.definition()
        files.save(definition, path)
        self.note_saved(path, digest(definition))

    def note_saved(self, path: Path, stamp: str, *, is_current: bool = True) -> None:
        """Take that the workflow stands in a file now.

        Args:
            path: the file.
            stamp: digest of what was written or read there.
            is_current: False where the document has changed since that was taken.
        """
        self.path, self.saved_stamp = path, stamp
        self._saved_at = self.history.position
        self.history.seal()
        self.done.emit("saved", None)
        if is_current:
            self.history_changed.emit()
        else:
            self.note_unsaved(stamp)

    def note_unsaved(self, stamp: str) -> None:
        """Take that the file says something else than any state of the history.

        Args:
            stamp: digest of what stands there.
        """
        self.saved_stamp = stamp
        self._saved_at = -1
        self.history.seal()
        self.done.emit("kept", None)
        self.history_changed.emit()
