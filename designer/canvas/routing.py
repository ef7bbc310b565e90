"""Knows the way of an edge from a way out to a way in. Must not know Qt, items or documents.

Forward it is a curve. Back, or where the curve would run across a card or a title, it goes along
straight lines with round corners. A name stands where its line is free.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

from designer.canvas.corners import STUB, way_round
from designer.canvas.geometry import Box, Point, crosses, grown, line_box
from designer.canvas.ground import CLEAR, Run
from designer.canvas.lanes import quick_way

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from designer.canvas.ground import Ground

CORNER = 16.0
LARGEST_NAME = 2.25
"""So much larger than in natural size a name is painted at most, to be read."""
NEAR = 320.0
"""How far around its ends an edge that leads back looks for a way."""
_FLAT = 3.0
"""A piece of a curve that rises no more is level."""
_SHARES = (0.42, 0.58, 0.34, 0.66, 0.26, 0.74)
_NAME_STEP = 24.0
_MOST_STEPS = 12
_SAMPLES = tuple(part / 12 for part in range(1, 12))
_WEIGHTS = tuple(((1 - s) ** 3, 3 * (1 - s) ** 2 * s, 3 * (1 - s) * s * s, s**3) for s in _SAMPLES)
"""What each of a curve's four points counts at a sample."""


@dataclass(frozen=True, slots=True)
class Route:
    """The way of an edge.

    Attributes:
        points: a curve's four (start, two that pull, end), or the corners from start to end.
        curve: which of the two it is.
        middle: where a label and what is clicked stand.
        room: how much larger than in natural size a label may be painted there.
    """

    points: tuple[Point, ...]
    curve: bool
    middle: Point
    room: float = inf


def reach(start: Point, end: Point) -> Box:
    """Return the area in which cards matter to an edge."""
    if _is_forward(start, end):
        return hull(_curve(start, end).points)
    left, right = min(start[0], end[0] - STUB), max(start[0] + STUB, end[0])
    return grown((left, min(start[1], end[1]), right, max(start[1], end[1])), NEAR)


def curve(starts: Sequence[Point], end: Point, others: Sequence[Box]) -> Route | None:
    """Return the first curve that crosses nothing; None where each does.

    Args:
        starts: where the line may begin: behind names, or at the way out itself.
        end: the way in.
        others: what is not to be crossed.
    """
    for begin in dict.fromkeys(starts):
        if _is_forward(begin, end):
            led = _curve(begin, end)
            if not _hits(led, others):
                return led
    return None


def around(start: Point, end: Point, ground: Ground, stub: float = STUB) -> Route:
    """Return the way along straight lines."""
    points = way_round(start, end, ground, stub)
    return Route(tuple(points), curve=False, middle=_middle(points))


def quick(
    start: Point, end: Point, others: Sequence[Box], area: Box, stubs: Sequence[float], lane: float
) -> Route | None:
    """Return a way along straight lines that is soon found; None where there is none such.

    Args:
        start: the way out.
        end: the way in.
        others: cards and titles that are not to be crossed.
        area: what is known of them.
        stubs: how far behind the way out it turns, if it may: behind names that stand there.
        lane: how far farther from cards than others it runs.
    """
    points = quick_way(start, end, [grown(box, CLEAR) for box in others], area, stubs, lane)
    return Route(tuple(points), curve=False, middle=_middle(points)) if points else None


def straight(start: Point, end: Point) -> Route:
    """Return the curve, whatever it crosses: while something is dragged."""
    return _curve(start, end)


def is_steep(start: Point, end: Point) -> bool:
    """Whether a curve there is more down or up than along: near others it is one of a bundle."""
    return abs(end[1] - start[1]) > end[0] - start[0]


def _is_forward(start: Point, end: Point) -> bool:
    return end[0] - start[0] >= STUB


# --- curves -----------------------------------------------------------------------------------


def _curve(start: Point, end: Point) -> Route:
    pull = min(max(abs(end[0] - start[0]) / 2, 48.0), 160.0)
    points = (start, (start[0] + pull, start[1]), (end[0] - pull, end[1]), end)
    return Route(points, curve=True, middle=at(points, 0.5))


def hull(points: Sequence[Point]) -> Box:
    """Return a box that a curve never leaves."""
    (x0, y0), (x1, _), (x2, _), (x3, y3) = points
    return (min(x0, x2), min(y0, y3), max(x1, x3), max(y0, y3))


def at(points: Sequence[Point], share: float) -> Point:
    """Return a point of a curve, 0 at its start and 1 at its end."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points
    rest = 1 - share
    a, b, c, d = rest**3, 3 * rest * rest * share, 3 * rest * share * share, share**3
    return (a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3)


def _hits(curve: Route, others: Sequence[Box]) -> bool:
    """Whether a curve runs across a card; between two samples a line stands for the curve."""
    if not others:
        return False
    area = hull(curve.points)
    near = [wide for box in others if crosses(area, wide := grown(box, 2.0))]
    if not near:
        return False
    places = [curve.points[0], *_between(curve.points), curve.points[-1]]
    for wide in near:
        for one, other in pairwise(places):
            if crosses(line_box(one, other), wide) and line_hits(one, other, wide):
                return True
    return False


def _between(points: Sequence[Point]) -> list[Point]:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points
    return [
        (a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3)
        for a, b, c, d in _WEIGHTS
    ]


def line_hits(one: Point, other: Point, box: Box) -> bool:
    """Whether a straight line runs through the inside of a box."""
    (x, y), (dx, dy) = one, (other[0] - one[0], other[1] - one[1])
    first, last = 0.0, 1.0
    for place, step, low, high in ((x, dx, box[0], box[2]), (y, dy, box[1], box[3])):
        if step == 0:
            if not low < place < high:
                return False
            continue
        near_end, far_end = sorted(((low - place) / step, (high - place) / step))
        first, last = max(first, near_end), min(last, far_end)
    return first < last


# --- where lines are --------------------------------------------------------------------------


def pieces(led: Route) -> list[tuple[Point, Point]]:
    """Return the straight lines that stand for a way."""
    if not led.curve:
        return list(pairwise(led.points))
    if led.points[0][1] == led.points[-1][1]:
        return [(led.points[0], led.points[-1])]
    return list(pairwise([led.points[0], *_between(led.points), led.points[-1]]))


def runs(led: Route, source: str, target: str) -> Iterator[Run]:
    """Return the stretches of a way that are level or upright, of a curve as good as."""
    if led.curve:
        yield from _at_ends(led, source, target)
    for (x, y), (x2, y2) in pieces(led):
        left, top, right, bottom = min(x, x2), min(y, y2), max(x, x2), max(y, y2)
        if bottom - top <= _FLAT:
            middle = (y + y2) / 2
            yield Run((left, middle, right, middle), source, target)
        elif right - left <= _FLAT:
            middle = (x + x2) / 2
            yield Run((middle, top, middle, bottom), source, target)


def stands_for(led: Route) -> Iterator[Box]:
    """Return the level and upright lines that another edge crosses where it crosses a way."""
    if not led.curve:
        yield from (line_box(one, other) for one, other in pairwise(led.points))
        return
    (x, y), (x2, y2) = led.points[0], led.points[-1]
    middle = (x + x2) / 2
    yield line_box((x, y), (middle, y))
    if y != y2:
        left, top, right, bottom = line_box((middle, y), (middle, y2))
        yield (left, top - 1, right, bottom + 1)  # a line at the height of an end crosses it too
    yield line_box((middle, y2), (x2, y2))


def _at_ends(led: Route, source: str, target: str) -> Iterator[Run]:
    """Return where a curve begins and ends: as good as level for a little."""
    (x, y), (x2, y2) = led.points[0], led.points[-1]
    yield Run((x, y, x + STUB, y), source, target)
    yield Run((x2 - STUB, y2, x2, y2), source, target)


# --- where a name stands ----------------------------------------------------------------------


def named(
    led: Route,
    size: tuple[float, float],
    boxes: Sequence[Box],
    lines: Sequence[tuple[Point, Point]],
    afar: Sequence[Box],
) -> Route:
    """Return the same way with its name where it covers least.

    Args:
        led: the way.
        size: of the name.
        boxes: cards, titles and names near.
        lines: of other edges near.
        afar: the same boxes as they may be seen from further off.
    """
    best = min(
        (_covered(name_box(place, size), boxes, lines), -_growth(place, size, afar), number, place)
        for number, place in enumerate(_places(led, size))
    )
    return replace(led, middle=best[3], room=max(-best[1], 1.0))


def _growth(middle: Point, size: tuple[float, float], boxes: Sequence[Box]) -> float:
    """Return how much larger a name may be at a place and cover nothing; below 1 if it does."""
    x, y = middle
    found = LARGEST_NAME
    for left, top, right, bottom in boxes:
        across = max(left - x, x - right) / (size[0] / 2)
        down = max(top - y, y - bottom) / (size[1] / 2)
        found = min(found, max(across, down, 0.0))
    return found


def name_box(middle: Point, size: tuple[float, float]) -> Box:
    """Return the place of a name."""
    (x, y), (width, height) = middle, size
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _covered(box: Box, boxes: Sequence[Box], lines: Sequence[tuple[Point, Point]]) -> int:
    wide = grown(box, 2.0)
    count = sum(4 for other in boxes if crosses(wide, other))
    return count + sum(crosses(line_box(a, b), wide) and line_hits(a, b, wide) for a, b in lines)


def _places(led: Route, size: tuple[float, float]) -> Iterator[Point]:
    """Return where on its way a name may stand, the best place first."""
    yield led.middle
    if led.curve:
        yield from (at(led.points, share) for share in _SHARES)
        return
    lines = sorted(
        pairwise(led.points), key=lambda pair: (pair[0][0] == pair[1][0], -_length(pair), pair)
    )
    for one, other in lines:
        need = size[0] if one[1] == other[1] else size[1]
        room = _length((one, other)) / 2 - need / 2 - CORNER
        steps = int(max(room, 0) // _NAME_STEP)
        middle = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
        for step in range(min(steps, _MOST_STEPS) + 1):
            for by in (step * _NAME_STEP, -step * _NAME_STEP):
                yield (
                    (middle[0] + by, middle[1])
                    if one[1] == other[1]
                    else (middle[0], middle[1] + by)
                )


def _length(pair: tuple[Point, Point]) -> float:
    (x, y), (x2, y2) = pair
    return abs(x - x2) + abs(y - y2)


def _middle(points: Sequence[Point]) -> Point:
    """Return the middle of the longest line that runs level, else of the longest."""
    lines = list(pairwise(points))
    level = [pair for pair in lines if pair[0][1] == pair[1][1]] or lines
    one, other = max(level, key=_length)
    return ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
