"""Knows where on the canvas a name is written anew, and what it changes. Must not know gestures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from designer.canvas.frame_item import FrameItem
from designer.canvas.geometry import CARD_WIDTH, FRAME_STRIP, TEXT_LEFT
from designer.canvas.renaming import NameField, NoteField
from designer.document import layout
from designer.document.changes.frames import rename_frame
from designer.document.changes.notes import set_note
from designer.document.changes.steps import rename

if TYPE_CHECKING:
    from designer.canvas.editor import Editor
    from designer.canvas.step_item import StepItem

_WIDEST = 320.0


def name_step(editing: Editor, step: str) -> None:
    """Write the name of a step anew, over its title."""
    item = editing.scene.step_item(step)
    if item is not None and step in editing.model.nodes and editing.scene.editable:
        before = str(editing.model.nodes[step].get("name") or "")
        NameField(
            editing.view,
            before,
            title_rect(item),
            lambda name: editing.do(rename(editing.model, step, name)),
        )


def name_frame(editing: Editor, frame: str) -> None:
    """Write the title of a frame anew, over it."""
    item = editing.scene.frame_item(frame)
    if item is None or not editing.scene.editable:
        return
    box = item.frame_rect() if isinstance(item, FrameItem) else item.card_rect()
    width = min(box.width() - 40, _WIDEST)
    NameField(
        editing.view,
        layout.frames(editing.model)[frame].title,
        QRectF(box.left() + 28, box.top() + 3, width, FRAME_STRIP - 6),
        lambda title: editing.do(rename_frame(editing.model, frame, title)),
    )


def write_note(editing: Editor, note: str) -> None:
    """Write the text of a note anew, over it."""
    item = editing.scene.note_item(note)
    if item is not None and editing.scene.editable:
        NoteField(
            editing.view,
            layout.notes(editing.model)[note].text,
            item.note_rect(),
            lambda text: editing.do(set_note(editing.model, note, "text", text)),
        )


def title_rect(item: StepItem) -> QRectF:
    """Return where the title of a card stands in the scene."""
    box = item.card_rect()
    return QRectF(box.left() + TEXT_LEFT - 8, box.top() + 9, CARD_WIDTH - TEXT_LEFT, 26)
