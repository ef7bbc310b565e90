"""Knows how workflows that run the open one are found and changed when a field of it is renamed.

Must not know where they name the field. Nothing is changed that the person was not shown.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from designer.document.changes.callers import reaches_callers
from designer.document.neighbours import Renamed, callers_beside, follow
from designer.shell.banner import Message
from designer.shell.working import Later
from runtime.errors import BatonError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from designer.document.changes.field_uses import FormField
    from designer.document.drafts.shelf import Shelf
    from designer.document.neighbours import Caller
    from designer.panels.workbench import Workbench
    from designer.shell.files import Files
    from designer.shell.working import Patience
    from runtime.step import Kind


class Neighbours(QObject):
    """The workflows in the folder of the open one.

    Args:
        bench: what lies on the desk.
        files: keeps the open workflow.
        shelf: keeps edits.
        patience: writes files.

    Attributes:
        said: a `Message` for the person.
    """

    said = Signal(object)

    def __init__(self, bench: Workbench, files: Files, shelf: Shelf, patience: Patience) -> None:
        super().__init__(files)
        self._bench, self._files, self._shelf, self._patience = bench, files, shelf, patience

    def look(self, target: FormField, new: str) -> Later | None:
        """Look for workflows that name a field of the open one: done with a tuple of `Caller`.

        None where no other can name it.
        """
        draft, kinds = self._bench.draft, self._bench.services.kinds
        if not (draft.path and draft.model.graph.get("id")):
            return None
        if not reaches_callers(draft.model, kinds, target):
            return None
        renamed, path = self._renamed(target, new), draft.path
        later = Later(lambda: callers_beside(path, kinds, renamed), self)
        later.ended.connect(later.deleteLater)
        return later

    def follow(self, callers: Sequence[Caller], target: FormField, new: str) -> None:
        """Change workflows that name a field of the open one, and save all of them."""
        renamed, kinds = self._renamed(target, new), self._bench.services.kinds
        work = partial(_follow_all, callers, kinds, renamed, self._shelf)
        refused = self._patience.do("Changing the workflows that run this one…", work, None)
        is_saved = self._files.save()
        done = [each for each in callers if each.id not in refused]
        if done:
            self.said.emit(_told(done, new, is_saved=is_saved))
        for each in callers:
            if each.id in refused:
                go = partial(self._bench.called_wanted.emit, each.id)
                what = f"“{each.name}” still calls the field “{target.name}”."
                about = f"caller {each.id}"
                self.said.emit(
                    Message(what, refused[each.id], "waiting", "Open it", go, about=about)
                )

    def _renamed(self, target: FormField, new: str) -> Renamed:
        return Renamed(str(self._bench.draft.model.graph.get("id") or ""), target, new)


def _follow_all(
    callers: Sequence[Caller], kinds: Mapping[str, Kind[Any]], renamed: Renamed, shelf: Shelf
) -> dict[str, str]:
    """Change one after the other; return by id why some could not be changed."""
    refused: dict[str, str] = {}
    for each in callers:
        try:
            follow(each, kinds, renamed, shelf)
        except BatonError as error:
            refused[each.id] = str(error)
    return refused


def _told(done: Sequence[Caller], new: str, *, is_saved: bool) -> Message:
    names = " and ".join(f"“{each.name}”" for each in done)
    be = "is" if len(done) == 1 else "are"
    why = "Undo here does not take it back there; it can be undone there."
    if not is_saved:
        why = f"Save this workflow, too: else {names} and it do not fit together."
    tone = "ok" if is_saved else "waiting"
    return Message(f"{names} {be} saved with “{new}”, too.", why, tone, about="callers")
