"""Knows how a journal says the same in fewer words. Must not know disks or Qt.

What was undone and done otherwise, and what was done long ago, is left out: the journal begins with
the document as it was before the oldest entry that is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from designer.document.drafts.lines import Header, header_line, line, saved_line
from designer.document.model import Model
from runtime.definition.definition import Definition

if TYPE_CHECKING:
    from pathlib import Path

    from designer.document.history import Entry
    from designer.document.workflow import WorkflowDocument

MOST_ENTRIES = 500
"""Entries of the history that come back after a restart, however many were made."""
MOST_BYTES = 2 * 1024 * 1024
"""Bytes that these take; of larger ones fewer are kept."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How a document stands that was just saved; another thread may read it.

    Attributes:
        path, digest: the file it stands in, and the content address of that.
        made: what was done, the oldest first.
        undone: what was undone and can be made again, in that order.
    """

    definition: Definition
    path: Path | None
    digest: str
    made: tuple[Entry, ...]
    undone: tuple[Entry, ...]

    @classmethod
    def of(cls, document: WorkflowDocument) -> Stand:
        """Return how a document stands; raises DefinitionError where it cannot be written."""
        entries, at = document.history.entries, document.history.position
        made, undone = tuple(entries[:at]), tuple(entries[at:])
        return cls(document.definition(), document.path, document.saved_stamp, made, undone)


def shrunk(
    stand: Stand, *, entries: int = MOST_ENTRIES, size: int = MOST_BYTES
) -> tuple[bytes, list[bytes]]:
    """Return first line and further lines of a journal that leads to a document just saved.

    Args:
        stand: the document.
        entries: how many of its history are kept at most; all that can be made again always are.
        size: how many bytes they may take.

    Raises:
        DefinitionError: the document cannot be written as it was.
    """
    made, undone = stand.made, stand.undone
    kept = _newest(made, max(entries - len(undone), 0), size)
    model = Model(stand.definition.document())
    for entry in reversed(made[len(made) - len(kept) :]):
        model.apply(entry.backward)
    base = Definition.from_document(model.document()).document()
    header = header_line(Header(stand.path, base, stand.digest))
    lines = [*kept, *(line("do", entry) for entry in undone), *[line("undo")] * len(undone)]
    if stand.path is not None:
        lines.append(saved_line(stand.path, stand.digest))
    return header, lines


def _newest(made: tuple[Entry, ...], most: int, size: int) -> list[bytes]:
    """Return the lines of the newest entries, as many as fit, the oldest first."""
    kept: list[bytes] = []
    for entry in reversed(made[len(made) - most :] if most < len(made) else made):
        text = line("do", entry)
        size -= len(text)
        if size < 0:
            break
        kept.append(text)
    return kept[::-1]
