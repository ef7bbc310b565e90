"""Knows the sizes of what is drawn, in scene units. Must not know Qt, themes or documents."""

from __future__ import annotations

from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom."""

GRID, DOTS = 8, 24
CARD_WIDTH, CARD_HEIGHT, CARD_RADIUS, ROUND_RADIUS = 224.0, 72.0, 10.0, 36.0
TEXT_LEFT, TEXT_WIDTH = 64.0, 150
PORT_TOP, PORT_STEP, PORT_RADIUS, PORT_HIT = 36.0, 24.0, 6.0, 14.0
PORT_NAME_GAP, PORT_NAME_WIDTH = 4.0, 128
"""Where the name of a way out begins behind it, and how long it may be."""
PLUS_GAP, PLUS_STEM, PLUS_SIZE, PLUS_HIT = 40.0, 12.0, 20.0, 14.0
TRASH_SIZE = 14.0
BADGE_RADIUS = 9.0
FRAME_RADIUS, FRAME_PADDING, FRAME_STRIP = 12.0, 16.0, 32.0
NOTE_SIZE, NOTE_RADIUS = (160.0, 96.0), 6.0
SMALLEST_ZOOM, LARGEST_ZOOM = 0.1, 4.0


def card_height(ports: int) -> float:
    """Return the height of a card: it grows with each way out beyond two."""
    return CARD_HEIGHT + PORT_STEP * max(ports - 2, 0)


def port_y(index: int) -> float:
    """Return how far below the card's top a way out is; the first is level with the way in."""
    return PORT_TOP + PORT_STEP * index


def near(one: Point, other: Point, reach: float) -> bool:
    """Whether two points are so close that a click on one means the other."""
    return abs(one[0] - other[0]) <= reach and abs(one[1] - other[1]) <= reach


def united(boxes: list[Box]) -> Box:
    """Return the smallest box round all, of which there is at least one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def grown(box: Box, by: float) -> Box:
    """Return the box with room on every side."""
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def line_box(one: Point, other: Point) -> Box:
    """Return the smallest box round a straight line."""
    left, right = (one[0], other[0]) if one[0] <= other[0] else (other[0], one[0])
    top, bottom = (one[1], other[1]) if one[1] <= other[1] else (other[1], one[1])
    return (left, top, right, bottom)


def crosses(one: Box, other: Box) -> bool:
    """Whether two boxes, also such without width, have some inside in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
