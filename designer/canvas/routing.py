"""Knows the way of an edge from a way out to a way in. Must not know Qt, items or documents.

Forward it is a curve. Back, or where the curve would run across a card, it goes along straight
lines with round corners: under the row by choice, and through gaps between cards where it must.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from designer.canvas.geometry import Box, Point, grown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CORNER = 16.0
STUB = 24.0
"""How far an edge leaves a card straight before it may turn."""
CLEAR = 12.0
"""How near it may come to a card."""
NEAR = 320.0
"""How far around its ends an edge that leads back looks for a way."""
DETOUR = 48.0
"""How far beside a card an edge that goes around it may run, at most."""
_LANE = 20.0
_ABOVE = 48.0
_BEND = 40.0
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
    """

    points: tuple[Point, ...]
    curve: bool
    middle: Point


def reach(start: Point, end: Point) -> Box:
    """Return the area in which cards matter to an edge."""
    if _is_forward(start, end):
        return _hull(_curve(start, end).points)
    left, right = min(start[0], end[0] - STUB), max(start[0] + STUB, end[0])
    return grown((left, min(start[1], end[1]), right, max(start[1], end[1])), NEAR)


def route(
    start: Point,
    end: Point,
    others: Sequence[Box],
    ends: Sequence[Box] = (),
    lane: int = 0,
    *,
    stub: float = STUB,
    port: Point | None = None,
) -> Route:
    """Return the way of an edge.

    Args:
        start: the way out.
        end: the way in.
        others: cards near that are not to be crossed.
        ends: the cards at its two ends.
        lane: edges of different lanes run beside each other where they go the same way.
        stub: how far it goes straight before it turns, where there is room: behind the names
            of the ways out.
        port: where the way out itself is, when a curve begins behind its name.
    """
    for begin in (start,) if port is None or port == start else (start, port):
        if _is_forward(begin, end):
            curve = _curve(begin, end)
            if not _hits(curve, others):
                return curve
    return _around(port or start, end, others, ends, lane, stub)


def straight(start: Point, end: Point) -> Route:
    """Return the curve, whatever it crosses: while something is dragged."""
    return _curve(start, end)


def _is_forward(start: Point, end: Point) -> bool:
    return end[0] - start[0] >= STUB


# --- curves -----------------------------------------------------------------------------------


def _curve(start: Point, end: Point) -> Route:
    pull = min(max(abs(end[0] - start[0]) / 2, 48.0), 160.0)
    points = (start, (start[0] + pull, start[1]), (end[0] - pull, end[1]), end)
    return Route(points, curve=True, middle=at(points, 0.5))


def _hull(points: Sequence[Point]) -> Box:
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
    hull = _hull(curve.points)
    near = [wide for box in others if _crosses(hull, wide := grown(box, 2.0))]
    if not near:
        return False
    first, (x1, y1), (x2, y2), last = curve.points
    (x0, y0), (x3, y3) = first, last
    between = [
        (a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3)
        for a, b, c, d in _WEIGHTS
    ]
    places = [first, *between, last]
    for wide in near:
        for one, other in pairwise(places):
            if _crosses(_box_of(one, other), wide) and line_hits(one, other, wide):
                return True
    return False


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


# --- straight lines with corners ----------------------------------------------------------------


def _around(
    start: Point, end: Point, others: Sequence[Box], ends: Sequence[Box], lane: int, stub: float
) -> Route:
    aside = 6.0 * lane
    out, back = (start[0] + STUB + aside, start[1]), (end[0] - STUB - aside, end[1])
    walls = [grown(box, CLEAR) for box in (*others, *ends)]
    behind = (start[0] + stub + aside, start[1])
    way = _under(behind, back, walls, aside) if stub > STUB else None
    way = way or _under(out, back, walls, aside) or _through(out, back, walls)
    if way is None:
        way = [out, (out[0], _lowest(walls, out, back) + aside), back]
        way.insert(2, (back[0], way[1][1]))
    points = _without_straights([start, *way, end])
    return Route(tuple(points), curve=False, middle=_middle(points))


def _under(out: Point, back: Point, walls: Sequence[Box], aside: float) -> list[Point] | None:
    """Return the way down, along and back up; None when a card stands in every such way."""
    levels = {round(wall[3] - CLEAR + _LANE + aside) for wall in walls}
    levels |= {round(wall[1] + CLEAR - _LANE - aside) for wall in walls} | {round(out[1])}
    (x, y), (last_x, last_y) = out, back
    down = [(wall[1], wall[3]) for wall in walls if wall[0] < x < wall[2]]
    up = [(wall[1], wall[3]) for wall in walls if wall[0] < last_x < wall[2]]
    left, right = min(x, last_x), max(x, last_x)
    along = [(wall[1], wall[3]) for wall in walls if left < wall[2] and wall[0] < right]
    for level in sorted(levels, key=lambda level: _cost(level, out, back)):
        height = float(level)
        if (
            _is_free(along, height, height)
            and _is_free(down, min(y, height), max(y, height))
            and _is_free(up, min(last_y, height), max(last_y, height))
        ):
            return [out, (x, height), (last_x, height), back]
    return None


def _is_free(walls: Iterable[tuple[float, float]], top: float, bottom: float) -> bool:
    """Whether no wall of those that stand beside a line reaches into a part of it."""
    return not any(top < last and first < bottom for first, last in walls)


def _cost(level: float, out: Point, back: Point) -> float:
    detour = abs(level - out[1]) + abs(level - back[1])
    return detour + (_ABOVE if level < out[1] else 0.0)


def _lowest(walls: Sequence[Box], out: Point, back: Point) -> float:
    return max((wall[3] for wall in walls), default=max(out[1], back[1]) + 36.0) + _LANE - CLEAR


def _blocks(one: Point, other: Point, walls: Iterable[Box]) -> bool:
    """Whether a level or upright line runs through a wall; asked most often of all."""
    left, top, right, bottom = _box_of(one, other)
    for wall in walls:
        if left < wall[2] and wall[0] < right and top < wall[3] and wall[1] < bottom:
            return True
    return False


def _box_of(one: Point, other: Point) -> Box:
    left, right = (one[0], other[0]) if one[0] <= other[0] else (other[0], one[0])
    top, bottom = (one[1], other[1]) if one[1] <= other[1] else (other[1], one[1])
    return (left, top, right, bottom)


def _crosses(line: Box, wall: Box) -> bool:
    return line[0] < wall[2] and wall[0] < line[2] and line[1] < wall[3] and wall[1] < line[3]


def _through(out: Point, back: Point, walls: Sequence[Box]) -> list[Point] | None:
    """Return the cheapest way through the gaps (A*); None when cards shut an end in."""
    aside = _LANE - CLEAR
    xs = sorted({out[0], back[0], *(w[0] - aside for w in walls), *(w[2] + aside for w in walls)})
    ys = sorted({out[1], back[1], *(w[1] - aside for w in walls), *(w[3] + aside for w in walls)})
    start, goal = (xs.index(out[0]), ys.index(out[1])), (xs.index(back[0]), ys.index(back[1]))
    came: dict[tuple[int, int, int], tuple[int, int, int] | None] = {(*start, 0): None}
    costs = {(*start, 0): 0.0}
    queue = [(0.0, (*start, 0))]
    while queue:
        _, here = heapq.heappop(queue)
        if here[:2] == goal:
            return _walked(here, came, xs, ys)
        for there in _neighbours(here, xs, ys, walls):
            step = abs(xs[there[0]] - xs[here[0]]) + abs(ys[there[1]] - ys[here[1]])
            cost = costs[here] + step + (_BEND if there[2] != here[2] else 0.0)
            if cost < costs.get(there, float("inf")):
                costs[there], came[there] = cost, here
                ahead = abs(xs[there[0]] - back[0]) + abs(ys[there[1]] - back[1])
                heapq.heappush(queue, (cost + ahead, there))
    return None


def _neighbours(
    here: tuple[int, int, int], xs: Sequence[float], ys: Sequence[float], walls: Sequence[Box]
) -> Iterable[tuple[int, int, int]]:
    column, row, _ = here
    for x, y, turn in ((column - 1, row, 0), (column + 1, row, 0), (column, row - 1, 1)):
        if x >= 0 and y >= 0 and x < len(xs) and _is_open(here, (x, y), xs, ys, walls):
            yield (x, y, turn)
    if row + 1 < len(ys) and _is_open(here, (column, row + 1), xs, ys, walls):
        yield (column, row + 1, 1)


def _is_open(
    here: tuple[int, int, int],
    there: tuple[int, int],
    xs: Sequence[float],
    ys: Sequence[float],
    walls: Sequence[Box],
) -> bool:
    return not _blocks((xs[here[0]], ys[here[1]]), (xs[there[0]], ys[there[1]]), walls)


def _walked(
    last: tuple[int, int, int],
    came: dict[tuple[int, int, int], tuple[int, int, int] | None],
    xs: Sequence[float],
    ys: Sequence[float],
) -> list[Point]:
    way: list[Point] = []
    here: tuple[int, int, int] | None = last
    while here is not None:
        way.append((xs[here[0]], ys[here[1]]))
        here = came[here]
    return way[::-1]


def _without_straights(points: Sequence[Point]) -> list[Point]:
    """Return the corners alone: no point twice and none in the middle of a straight line."""
    kept: list[Point] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and _in_line(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def _in_line(one: Point, two: Point, three: Point) -> bool:
    return one[0] == two[0] == three[0] or one[1] == two[1] == three[1]


def _middle(points: Sequence[Point]) -> Point:
    """Return the middle of the longest line that runs level, else of the longest."""
    pairs = list(pairwise(points))
    level = [pair for pair in pairs if pair[0][1] == pair[1][1]] or pairs
    one, other = max(level, key=lambda p: abs(p[0][0] - p[1][0]) + abs(p[0][1] - p[1][1]))
    return ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
