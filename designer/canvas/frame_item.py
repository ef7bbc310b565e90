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
from designer.canvas.shapes import rect_of

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

    from designer.canvas.inks import Inks

FRAME_Z, REGION_Z = -20.0, -15.0
_FOLD = QRectF(8, 6, 20, 20)
_EDGE = 6.0
_LEAST = 11 / 12
"""The least size on the screen of a title that is 12 pixels high: groups are landmarks."""


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
        zoom = text.zoom_of(painter)
        theme = self.inks.theme
        color = theme.accent if self.border.selected else theme.edge
        width = 2.0 if self.border.selected else 1.0
        painter.setPen(self.inks.pen(color, width, Qt.PenStyle.DashLine))
        painter.setBrush(self.inks.brush(theme.surface, 90))
        painter.drawRoundedRect(self.frame_rect(), FRAME_RADIUS, FRAME_RADIUS)
        if detail_at(zoom) is not Detail.BLOCKS:
            self._strip(painter, max(zoom, 0.01))

    def _strip(self, painter: QPainter, zoom: float) -> None:
        """Paint arrow and title; text stays readable from afar."""
        box = self.frame_rect()
        x, y = box.left() + 18, box.top() + FRAME_STRIP / 2
        if self.border.foldable:
            painter.setPen(self.inks.pen(self.inks.theme.muted, 1.75))
            painter.drawPolyline([QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)])
        grow = max(1.0, _LEAST / zoom)
        left = box.left() + (32 if self.border.foldable else 14)
        room = (box.right() - left - 12) / grow
        painter.translate(left, y)
        painter.scale(grow, grow)
        note = text.line(self.border.note, "label")
        title = text.line(self.border.title, "strong", max(room // 4 * 4, 24))
        painter.setPen(self.inks.pen(self.inks.theme.text))
        title.draw(painter, 0, 4)
        if title.width + note.width + 10 < room:
            painter.setPen(self.inks.pen(self.inks.theme.muted))
            note.draw(painter, title.width + 10, 4)
        painter.scale(1 / grow, 1 / grow)
        painter.translate(-left, -y)
