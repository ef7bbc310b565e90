"""Knows frames round steps, open and folded, and the regions of steps that lie inside another.

Must not know documents.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem

from designer.canvas import text
from designer.canvas.detail import Detail, detail_at
from designer.canvas.geometry import FRAME_PADDING, FRAME_RADIUS, FRAME_STRIP, Box
from designer.canvas.shapes import box_of, rect_of

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

    from designer.canvas.inks import Inks

FRAME_Z, REGION_Z = -20.0, -15.0
_FOLD = QRectF(8, 6, 20, 20)
_EDGE = 6.0
_FREE = 8.0
"""How far lines keep from the border that they would run along."""


def frame_box(members: Box) -> Box:
    """Return the place of a frame round the box of all its members."""
    left, top, right, bottom = members
    pad = FRAME_PADDING
    return (left - pad, top - FRAME_STRIP - pad / 2, right + pad, bottom + pad)


@dataclass(slots=True)
class Border:
    """What a frame shows.

    Attributes:
        title: in the strip at its top.
        note: behind the title: "7 steps".
        foldable: whether it has an arrow that folds it.
        selected: whether it is chosen.
    """

    title: str
    note: str = ""
    foldable: bool = True
    selected: bool = False


class FrameItem(QGraphicsRectItem):
    """A dashed border round steps, with a strip for its title.

    Args:
        frame: id of the frame; of a region, of the step that it belongs to.
        border: what it shows.
        inks: the colours.
        region: whether it is round the steps inside another step.
    """

    def __init__(self, frame: str, border: Border, inks: Inks, *, region: bool = False) -> None:
        super().__init__()
        self.frame = frame
        self.border = border
        self.inks = inks
        self.region = region
        self.setPen(QPen(Qt.PenStyle.NoPen))
        self.setZValue(REGION_Z if region else FRAME_Z)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable, not region)

    def put(self, box: Box, border: Border) -> None:
        """Stand elsewhere and show something else."""
        border.selected = self.border.selected
        rect = rect_of(box).adjusted(-3, -3, 3, 3)
        if border != self.border or rect != self.rect():
            self.border = border
            self.setRect(rect)
            self.update()

    def stand(self, rect: QRectF) -> None:
        """Stand there for a moment, on the way from one place to another."""
        self.setRect(rect.adjusted(-3, -3, 3, 3))

    def frame_rect(self) -> QRectF:
        """Return the place of the border, in the scene."""
        return self.rect().adjusted(3, 3, -3, -3)

    def title_box(self) -> Box:
        """Return the place of the title, in the scene."""
        box = self.frame_rect()
        title, note = text.line(self.border.title, "strong"), text.line(self.border.note, "label")
        left = box.left() + (32 if self.border.foldable else 14)
        right = min(left + title.width + note.width + 18, box.right())
        return (box.left() + 4, box.top(), right, box.top() + FRAME_STRIP)

    def strips(self) -> dict[str, Box]:
        """Return where no line is to run along: the strip of the title, and the lower border."""
        left, top, right, bottom = box_of(self.frame_rect())
        foot = (left, bottom - _FREE, right, bottom + _FREE)
        return {"title": (left, top - _FREE, right, top + FRAME_STRIP), "foot": foot}

    def fold_at(self, place: QPointF) -> bool:
        """Whether a point in the scene means the arrow that folds the frame."""
        return self.border.foldable and _FOLD.translated(self.frame_rect().topLeft()).contains(
            place
        )

    def mark_selected(self) -> None:
        """Note whether the item is selected; Qt repaints it by itself."""
        self.border.selected = self.isSelected()

    def shape(self) -> QPainterPath:
        """Return what a click means: the strip and the border, not what lies inside."""
        box = self.frame_rect()
        path = QPainterPath()
        if self.region:
            return path
        path.addRect(box)
        hole = QPainterPath()
        hole.addRect(box.adjusted(_EDGE, FRAME_STRIP, -_EDGE, -_EDGE))
        return path.subtracted(hole)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint the frame."""
        del option, widget
        zoom = max(text.zoom_of(painter), 0.01)
        theme, box = self.inks.theme, self.frame_rect()
        color = theme.accent if self.border.selected else theme.edge
        pen = self.inks.pen(color, 2.0 if self.border.selected else 1.0, Qt.PenStyle.DashLine)
        detail = detail_at(zoom)
        heading = self._heading(zoom) if detail is not Detail.BLOCKS else None
        gap = heading.gap(box, zoom) if heading is not None else None
        painter.setPen(pen if gap is None else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(self.inks.brush(theme.surface, 90))
        painter.drawRoundedRect(box, FRAME_RADIUS, FRAME_RADIUS)
        if gap is not None:
            _draw_open(painter, pen, box, gap)
        if heading is not None:
            self._strip(painter, heading, arrow=detail is Detail.FULL)

    def _heading(self, zoom: float) -> _Heading:
        """Return the words of the strip as they are painted; they stay readable from afar."""
        box = self.frame_rect()
        grow = text.grown_at(zoom, "strong")
        left = box.left() + (32 if self.border.foldable else 14)
        room = (box.right() - left - 12) / grow
        note, more = text.line(self.border.note, "label"), text.grown_at(zoom, "label") / grow
        title = text.worded(self.border.title, "strong", room)
        if title is None:
            title = text.line(self.border.title, "strong", max(room // 4 * 4, 24))
        fits = title.width + note.width * more + 10 < room
        return _Heading(left, title, note if fits else None, grow, more)

    def _strip(self, painter: QPainter, heading: _Heading, *, arrow: bool) -> None:
        """Paint arrow and title."""
        box = self.frame_rect()
        x, y = box.left() + 18, box.top() + FRAME_STRIP / 2
        if self.border.foldable and arrow:
            painter.setPen(self.inks.pen(self.inks.theme.muted, 1.75))
            painter.drawPolyline([QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)])
        painter.translate(heading.left, y)
        painter.scale(heading.grow, heading.grow)
        painter.setPen(self.inks.pen(self.inks.theme.text))
        heading.title.draw(painter, 0, 4)
        if heading.note is not None:
            painter.setPen(self.inks.pen(self.inks.theme.muted))
            corner = QPointF(heading.title.width + 10, 4 - heading.note.ascent * heading.more)
            text.draw_grown(painter, heading.note, corner, heading.more)
        painter.scale(1 / heading.grow, 1 / heading.grow)
        painter.translate(-heading.left, -y)


@dataclass(frozen=True, slots=True)
class _Heading:
    """The words in the strip of a frame: where they begin, and how much larger they are."""

    left: float
    title: text.Line
    note: text.Line | None
    grow: float
    more: float

    def gap(self, box: QRectF, zoom: float) -> QRectF | None:
        """Return where the upper border gives way to words that are too large for the strip."""
        if FRAME_STRIP / 2 + (4 - self.title.ascent) * self.grow > 1 / zoom:
            return None
        width = self.title.width
        if self.note is not None:
            width += 10 + self.note.width * self.more
        room = 4 / zoom
        wide = width * self.grow + 2 * room
        return QRectF(self.left - room, box.top() - room, wide, 2 * room)


def _draw_open(painter: QPainter, pen: QPen, box: QRectF, gap: QRectF) -> None:
    """Draw the border of a frame, but not in the gap."""
    whole, cut = QPainterPath(), QPainterPath()
    whole.addRect(box.adjusted(-3, -3, 3, 3))
    cut.addRect(gap)
    painter.save()
    painter.setClipPath(whole.subtracted(cut), Qt.ClipOperation.IntersectClip)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, FRAME_RADIUS, FRAME_RADIUS)
    painter.restore()
