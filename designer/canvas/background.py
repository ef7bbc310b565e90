"""Knows the ground of the canvas: dots of the grid, and the stripes of what cannot be changed.

Must not know what stands on it.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil, floor
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from designer.canvas.detail import Detail, detail_at
from designer.canvas.geometry import DOTS
from designer.canvas.inks import qcolor

if TYPE_CHECKING:
    from designer.canvas.inks import Inks

_STRIPES = 12


def paint_background(
    painter: QPainter, area: QRectF, inks: Inks, zoom: float, *, editable: bool
) -> None:
    """Paint a part of the ground.

    Args:
        painter: what to paint with, in units of the scene.
        area: the part, in units of the scene.
        inks: the colours.
        zoom: how large the scene is on the screen.
        editable: whether the drawing can be changed.
    """
    painter.fillRect(area, inks.brush(inks.theme.canvas))
    if not editable:
        _stripes(painter, area, inks)
    elif detail_at(zoom) is Detail.FULL:
        _dots(painter, area, inks)


def _dots(painter: QPainter, area: QRectF, inks: Inks) -> None:
    """Paint the grid row by row; the dots of a row are one call."""
    first, last = floor(area.left() / DOTS), ceil(area.right() / DOTS)
    row = [QPointF(column * DOTS, 0) for column in range(first, last + 1)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(QPen(qcolor(inks.theme.grid), 2.0))
    for line in range(floor(area.top() / DOTS), ceil(area.bottom() / DOTS) + 1):
        painter.translate(0, line * DOTS)
        painter.drawPoints(row)
        painter.translate(0, -line * DOTS)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _stripes(painter: QPainter, area: QRectF, inks: Inks) -> None:
    """Paint diagonal stripes that stand still on the scene at any zoom."""
    transform = painter.worldTransform()
    painter.save()
    painter.resetTransform()
    tile = _tile(inks.theme.grid)
    painter.setBrushOrigin(round(transform.dx()) % _STRIPES, round(transform.dy()) % _STRIPES)
    painter.fillRect(transform.mapRect(area), QBrush(tile))
    painter.restore()


@lru_cache(maxsize=8)
def _tile(color: str) -> QPixmap:
    tile = QPixmap(_STRIPES, _STRIPES)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = QColor(color)
    ink.setAlpha(150)
    painter.setPen(QPen(ink, 1.5))
    for shift in (-_STRIPES, 0, _STRIPES):
        painter.drawLine(shift, _STRIPES, shift + _STRIPES, 0)
    painter.end()
    return tile
