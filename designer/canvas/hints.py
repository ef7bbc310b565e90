"""Knows what the pointer tells where words are too far away, or too long, to be read whole.

Must not know views or how anything is painted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from designer.canvas import text
from designer.canvas.detail import Detail, detail_at
from designer.canvas.edge_item import EdgeItem
from designer.canvas.geometry import TEXT_WIDTH
from designer.canvas.note_item import NoteItem
from designer.canvas.ports import is_left_out

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF

    from designer.canvas.scene import CanvasScene
    from designer.canvas.step_item import StepItem

_MOST = 400
"""Letters of a note that are told."""


def hint_at(scene: CanvasScene, place: QPointF, zoom: float) -> str:
    """Return what is told at a place of the scene; "" where all of it can be read.

    Args:
        scene: the drawing.
        place: where the pointer is.
        zoom: how large the drawing is on the screen.
    """
    item = scene.step_at(place)
    if item is not None:
        return _name_of_way(item, place, zoom) or _card(item, zoom)
    found = scene.items(QRectF(place, place).adjusted(-1, -1, 1, 1))
    return next((words for one in found if (words := _note(one, zoom) or _line(one, zoom))), "")


def _line(item: object, zoom: float) -> str:
    """Return the name of an edge that may have no room on its line."""
    if not isinstance(item, EdgeItem) or detail_at(zoom) is Detail.BLOCKS:
        return ""
    return "" if item.line.is_told_at(zoom) else item.line.label


def _name_of_way(item: StepItem, place: QPointF, zoom: float) -> str:
    """Return the name of a way out that may have no room beside it."""
    name = item.port_at(place)
    if name is None or detail_at(zoom) is Detail.BLOCKS or not is_left_out(item.face, name, zoom):
        return ""
    return next((port.title for port in item.face.card.ports if port.name == name), "")


def _card(item: StepItem, zoom: float) -> str:
    """Return what stands on a card, where any of it is cut off or too far away."""
    card, state = item.face.card, item.face.shown()
    lines: list[tuple[str, text.Role]] = [(card.title, "title"), (card.caption, "caption")]
    lines.append((state.line, "status"))
    is_near = detail_at(zoom) is Detail.FULL
    if is_near and not any(_is_cut(words, role, zoom) for words, role in lines):
        return ""
    return "\n".join(words for words, _ in lines if words)


def _is_cut(words: str, role: text.Role, zoom: float) -> bool:
    room = TEXT_WIDTH / text.grown_at(zoom, role)
    return text.line(words, role, room).static.text() != " ".join(words.split())


def _note(item: object, zoom: float) -> str:
    if not isinstance(item, NoteItem) or detail_at(zoom) is Detail.FULL:
        return ""
    words = item.paper.text.strip()
    return words if len(words) <= _MOST else f"{words[:_MOST]}…"
