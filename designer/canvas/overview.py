"""Knows how a whole drawing looks from so far that only blocks and lines are left.

Everything of one colour is painted by one call, so thousands of steps cost a few milliseconds.
Must not know views.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from designer.canvas import text
from designer.canvas.card_paint import block_color
from designer.canvas.geometry import FRAME_RADIUS, PORT_TOP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from designer.canvas.drawing import Drawing
    from designer.canvas.frame_item import FrameItem
    from designer.canvas.geometry import Box
    from designer.canvas.ways import Ways

_ASIDE, _PAPER = 6.0, 3.0
"""How far right of its corner the title of a group begins, and the paper round it, in pixels."""
_ABOVE = 0.75
"""How much of a title stands above the border: right below it there are cards."""


class Overview:
    """What a drawing looks like from afar, at one moment.

    Args:
        drawing: what is shown.
    """

    def __init__(self, drawing: Drawing) -> None:
        self._inks = drawing.inks
        self._borders = [(f.frame_rect(), f.border) for f in _frames(drawing)]
        self._notes = [note.note_rect() for note in drawing.notes.values()]
        boxes = drawing.card_boxes()
        self._lines = _lines(drawing.ways, boxes, self._inks.theme.edge)
        self._cards: dict[str, list[QRectF]] = defaultdict(list[QRectF])
        for name, (left, top, right, bottom) in boxes.items():
            face = drawing.cards_shown[name].face
            color = block_color(face.shown(), face, self._inks)
            self._cards[color].append(QRectF(left, top, right - left, bottom - top))

    def paint(self, painter: QPainter) -> None:
        """Paint it all, in units of the scene."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        theme = self._inks.theme
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for rect, border in self._borders:
            painter.setPen(self._inks.pen(theme.accent if border.selected else theme.edge, 0.0))
            painter.drawRoundedRect(rect, FRAME_RADIUS, FRAME_RADIUS)
        for rect in self._notes:
            painter.fillRect(rect, self._inks.brush(theme.paper))
        for color, path in self._lines.items():
            painter.setPen(self._inks.pen(color, 0.0))
            painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        for color, rects in self._cards.items():
            painter.setBrush(self._inks.brush(color))
            painter.drawRects(rects)

    def paint_titles(self, painter: QPainter) -> None:
        """Paint the titles of groups on their upper borders, where they are wide enough."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, grow = self._inks.theme, text.growth(painter, "strong")
        for rect, border in self._borders:
            room = rect.width() / grow - 2 * _ASIDE - 2 * _PAPER
            title = text.worded(border.title, "strong", room)
            if title is None:
                continue
            high = title.height * grow
            corner = QPointF(rect.left() + (_ASIDE + _PAPER) * grow, rect.top() - _ABOVE * high)
            wide = (title.width + 2 * _PAPER) * grow
            paper = QRectF(corner.x() - _PAPER * grow, corner.y(), wide, high)
            painter.fillRect(paper, self._inks.brush(theme.canvas))
            painter.setPen(self._inks.pen(theme.text))
            text.draw_grown(painter, title, corner, grow)


def _frames(drawing: Drawing) -> tuple[FrameItem, ...]:
    return (*drawing.frames.values(), *drawing.regions.values())


def _lines(ways: Ways, boxes: Mapping[str, Box], usual: str) -> dict[str, QPainterPath]:
    """Return straight lines from ways out to ways in, by colour."""
    paths: dict[str, QPainterPath] = defaultdict(QPainterPath)
    inked, plain = ways.inked(), paths[usual]
    for key, (source, target, down) in ways.ends().items():
        first, last = boxes[source], boxes[target]
        path = paths[inked[key]] if key in inked else plain
        path.moveTo(first[2], first[1] + down)
        path.lineTo(last[0], last[1] + PORT_TOP)
    return paths
