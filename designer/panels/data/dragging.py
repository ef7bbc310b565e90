"""Knows how a field looks while it is dragged: a chip with its name. Not where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QDrag, QPainter, QPixmap

from designer.forms.formulas.dragged import unpacked

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtWidgets import QAbstractItemView

_PADDING, _HEIGHT, _LONGEST = 9, 24, 60
_BEHIND = QPoint(-10, -6)


def start_drag(view: QAbstractItemView, carried: QMimeData) -> None:
    """Let the person drag a field; nothing happens where there is none."""
    field = unpacked(carried)
    if field is None:
        return
    drag = QDrag(view)
    drag.setMimeData(carried)
    drag.setPixmap(_chip(view, field.reference))
    drag.setHotSpot(_BEHIND)
    drag.exec(Qt.DropAction.CopyAction)


def _chip(view: QAbstractItemView, text: str) -> QPixmap:
    short = text if len(text) <= _LONGEST else f"…{text[1 - _LONGEST :]}"
    metrics, ratio = view.fontMetrics(), view.devicePixelRatioF()
    width = metrics.horizontalAdvance(short) + 2 * _PADDING
    made = QPixmap(round(width * ratio), round(_HEIGHT * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    palette = view.palette()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.highlight())
    painter.drawRoundedRect(QRectF(0, 0, width, _HEIGHT), 6, 6)
    painter.setPen(palette.highlightedText().color())
    painter.setFont(view.font())
    painter.drawText(QRectF(0, 0, width, _HEIGHT), Qt.AlignmentFlag.AlignCenter, short)
    painter.end()
    return made
