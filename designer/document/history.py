"""Knows what was done to a document, in order, and where in it the document stands.

Must not know Qt, disks or what an edit means.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from designer.document.model import Patch

TYPING_PAUSE = 2.0
"""Seconds after which typing on in one field begins a new entry."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that a person does to a document.

    Attributes:
        title: what the history calls it: "Add “Check margin”".
        patch: the edits it makes.
        merge: changes in a row with the same text here (typing in one field, dragging one step)
            become one entry; "" never does.
    """

    title: str
    patch: Patch
    merge: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the history.

    Attributes:
        at: when it was last added to (aware, UTC).
    """

    title: str
    forward: Patch
    backward: Patch
    at: datetime
    merge: str = ""


class History:
    """Entries, oldest first; those from `position` on are undone and can be made again."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.position = 0

    def add(self, entry: Entry) -> None:
        """Add what was just done, drop what was undone; typing on becomes part of the last."""
        del self.entries[self.position :]
        merged = self._merged(entry)
        if merged is not None:
            self.entries[-1] = merged
        else:
            self.entries.append(entry)
            self.position += 1

    def seal(self) -> None:
        """Let nothing be added to the last entry: what was saved stays a place to come back to."""
        if self.position:
            last = self.entries[self.position - 1]
            self.entries[self.position - 1] = replace(last, merge="")

    def _merged(self, entry: Entry) -> Entry | None:
        if not entry.merge or not self.entries or self.entries[-1].merge != entry.merge:
            return None
        last = self.entries[-1]
        if (entry.at - last.at).total_seconds() > TYPING_PAUSE:
            return None
        if (places := _places(entry)) is not None and places == _places(last):
            # All that was set before is overwritten: a long text is not kept once a letter.
            return replace(entry, backward=last.backward)
        forward, backward = last.forward + entry.forward, entry.backward + last.backward
        return Entry(entry.title, forward, backward, entry.at, entry.merge)

    @property
    def can_undo(self) -> bool:
        """Whether there is something to undo."""
        return self.position > 0

    @property
    def can_redo(self) -> bool:
        """Whether something was undone that can be made again."""
        return self.position < len(self.entries)

    def step_back(self) -> Entry:
        """Return the entry to undo and stand before it; raises IndexError when there is none."""
        if not self.can_undo:
            raise IndexError
        self.position -= 1
        return self.entries[self.position]

    def step_on(self) -> Entry:
        """Return the entry to make again and stand after it; raises IndexError likewise."""
        entry = self.entries[self.position]
        self.position += 1
        return entry


def _places(entry: Entry) -> list[tuple[str, ...]] | None:
    """Return the paths that an entry sets, None for one that does anything else."""
    if any(edit.op != "set" for edit in entry.forward):
        return None
    return [edit.path for edit in entry.forward]
