"""Knows which notes are drawn, and what each hangs on. Must not know what a note looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.canvas.note_item import NoteItem, Paper
from designer.document import layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QGraphicsScene

    from designer.canvas.geometry import Box
    from designer.canvas.inks import Inks
    from designer.document.model import Model


def follow_notes(
    scene: QGraphicsScene,
    model: Model,
    items: dict[str, NoteItem],
    box_of: Callable[[str], Box | None],
    inks: Inks,
) -> None:
    """Make, change and take away items until they show the notes of a document.

    Args:
        scene: where they are drawn.
        model: the document.
        items: those there are, by note; changed in place.
        box_of: where the card of a step is, or the one that stands for it.
        inks: the colours.
    """
    known = layout.notes(model)
    for name in items.keys() - known.keys():
        scene.removeItem(items.pop(name))
    for name, note in known.items():
        box = box_of(note.step) if note.step else None
        paper = Paper(note.text, note.position, note.size, note.color, box)
        if name in items:
            items[name].show_paper(paper)
        else:
            items[name] = NoteItem(name, paper, inks)
            scene.addItem(items[name])


def hung_on(model: Model) -> set[str]:
    """Return the steps that notes hang on."""
    return {note.step for note in layout.notes(model).values() if note.step}
