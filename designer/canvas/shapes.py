"""Knows outlines of cards and edges as Qt paths, made once for each form. Must not know colours."""

from __future__ import annotations

from functools import lru_cache
from math import hypot
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from designer.canvas.geometry import (
    CARD_RADIUS,
    CARD_WIDTH,
    PORT_TOP,
    ROUND_RADIUS,
    Box,
    Point,
)
from designer.canvas.routing import CORNER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.canvas.routing import Route
    from designer.library.cards import Shape

_ASIDE = 8.0
"""How far from a card the way past it runs."""


@lru_cache(maxsize=200)
def outline(shape: Shape, height: float, inset: float = 0.0) -> QPainterPath:
    """Return the outline of a card at the origin; it is shared, so it may not be changed."""
    left = ROUND_RADIUS if shape == "trigger" else CARD_RADIUS
    right = ROUND_RADIUS if shape == "end" else CARD_RADIUS
    box = QRectF(0, 0, CARD_WIDTH, height).adjusted(inset, inset, -inset, -inset)
    return rounded(box, max(left - inset, 2), max(right - inset, 2))


def rounded(box: QRectF, left: float, right: float) -> QPainterPath:
    """Return a box whose corners are round by one radius at the left, another at the right."""
    path = QPainterPath(QPointF(box.left() + left, box.top()))
    path.lineTo(box.right() - right, box.top())
    path.arcTo(box.right() - 2 * right, box.top(), 2 * right, 2 * right, 90, -90)
    path.lineTo(box.right(), box.bottom() - right)
    path.arcTo(box.right() - 2 * right, box.bottom() - 2 * right, 2 * right, 2 * right, 0, -90)
    path.lineTo(box.left() + left, box.bottom())
    path.arcTo(box.left(), box.bottom() - 2 * left, 2 * left, 2 * left, 270, -90)
    path.lineTo(box.left(), box.top() + left)
    path.arcTo(box.left(), box.top(), 2 * left, 2 * left, 180, -90)
    path.closeSubpath()
    return path


@lru_cache(maxsize=100)
def bar(shape: Shape, height: float, width: float = 4.0) -> QPainterPath:
    """Return the bar at the left of a card, cut off by its round corners."""
    strip = QPainterPath()
    strip.addRect(QRectF(0, 0, width, height))
    return outline(shape, height).intersected(strip)


@lru_cache(maxsize=100)
def foot(shape: Shape, height: float, share: float) -> QPainterPath:
    """Return the bar along the bottom of a card that shows a share of its width as done."""
    strip = QPainterPath()
    strip.addRect(QRectF(0, height - 3, CARD_WIDTH * share, 3))
    return outline(shape, height).intersected(strip)


@lru_cache(maxsize=50)
def round_about(height: float) -> QPainterPath:
    """Return the way past a card: from its way in under it to its first way out."""
    left, right, low = -_ASIDE, CARD_WIDTH + _ASIDE, height + _ASIDE
    corners = [(0.0, PORT_TOP), (left, PORT_TOP), (left, low), (right, low), (right, PORT_TOP)]
    return _bent([*corners, (CARD_WIDTH, PORT_TOP)], _ASIDE)


def path_of(route: Route, short: float = 0.0) -> QPainterPath:
    """Return the line of an edge.

    Args:
        route: its way.
        short: how far before its end it stops, to leave room for the arrow.
    """
    points = _shortened(route.points, short)
    if not route.curve:
        return _bent(points)
    path = QPainterPath(QPointF(*points[0]))
    path.cubicTo(*(QPointF(*point) for point in points[1:]))
    return path


def _bent(points: Sequence[Point], radius: float = CORNER) -> QPainterPath:
    """Return straight lines with round corners."""
    path = QPainterPath(QPointF(*points[0]))
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        path.lineTo(*_toward(corner, before, after, radius))
        path.quadTo(QPointF(*corner), QPointF(*_toward(corner, after, before, radius)))
    path.lineTo(*points[-1])
    return path


def _shortened(points: Sequence[Point], short: float) -> list[Point]:
    x, y = points[-1]
    return [*points[:-1], (x - short, y)]


def _toward(corner: Point, point: Point, other: Point, radius: float) -> Point:
    """Return where the round part of a corner begins on the side of a point."""
    length = hypot(point[0] - corner[0], point[1] - corner[1])
    across = hypot(other[0] - corner[0], other[1] - corner[1])
    share = min(radius, length / 2, across / 2) / length if length else 0.0
    return (
        corner[0] + (point[0] - corner[0]) * share,
        corner[1] + (point[1] - corner[1]) * share,
    )


def box_of(rect: QRectF) -> Box:
    """Return the place of a Qt rectangle."""
    return (rect.left(), rect.top(), rect.right(), rect.bottom())


def rect_of(box: Box) -> QRectF:
    """Return a box as Qt has it."""
    return QRectF(box[0], box[1], box[2] - box[0], box[3] - box[1])
