"""Knows the workflows of a folder that run another one of it, and changes their files on request.

Must not know windows or who asks. Every file is read whole, so this is not for the thread of a
window.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from designer.document.changes.callers import CallerRename
from designer.document.model import Model
from designer.document.opening import open_file
from runtime.definition.errors import DefinitionError
from runtime.definition.folder import file_stem, readable, workflow_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from designer.document.changes.field_uses import FormField, Found
    from designer.document.drafts.shelf import Shelf
    from runtime.step import Kind


@dataclass(frozen=True, slots=True)
class Renamed:
    """A field of a workflow that is called otherwise.

    Attributes:
        ident: id of the workflow, by which others run it.
        target: the field.
        new: its new name.
    """

    ident: str
    target: FormField
    new: str


@dataclass(frozen=True, slots=True)
class Caller:
    """A workflow that runs another one and names a field of it.

    Attributes:
        id: by which it is opened.
        name: what people call it.
        found: where it names the field.
    """

    id: str
    name: str
    path: Path
    found: Found

    @property
    def can_follow(self) -> bool:
        """Whether it can be changed along: something is to be, and nothing stands in the way."""
        return bool(self.found.uses) and not self.found.taken


def callers_beside(
    path: Path, kinds: Mapping[str, Kind[Any]], renamed: Renamed
) -> tuple[Caller, ...]:
    """Return the other workflows in the folder of a file that name a field of it, by name."""
    found: list[Caller] = []
    others = (other for other in workflow_files(path.parent) if other != path)
    for other, definition in readable(others):
        made = _worked_out(Model(definition.document()), kinds, renamed)
        if made.matters:
            meta = definition.meta
            found.append(Caller(meta.id, meta.name or file_stem(other), other, made.found))
    return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.id)))


def follow(caller: Caller, kinds: Mapping[str, Kind[Any]], renamed: Renamed, shelf: Shelf) -> None:
    """Change a workflow that names the field, and save it; its own history has that as an edit.

    Raises:
        DefinitionError: another window has it open, it has edits that were not saved, it names
            something else by the new name, or it cannot be written; it is as it was.
    """
    held = shelf.hold(open_file(caller.path), caller.path)
    try:
        if held.document.is_modified:
            raise DefinitionError(
                f"“{caller.name}” has edits that were not saved, so it was not changed.",
                next_step="Open it, and change the name there.",
            )
        made = _worked_out(held.document.model, kinds, renamed)
        if made.found.taken:
            raise DefinitionError(
                f"“{caller.name}” means something else by “{renamed.new}”.",
                next_step="Open it, and change the name there.",
            )
        held.document.do(made.command)
        try:
            held.document.save(caller.path)
        except DefinitionError:
            held.document.undo()
            raise
    finally:
        held.close()


def _worked_out(model: Model, kinds: Mapping[str, Kind[Any]], renamed: Renamed) -> CallerRename:
    return CallerRename(model, kinds, renamed.ident, renamed.target, renamed.new)
