"""Knows the way of an edge along level and upright lines, round what stands and runs there.

It never crosses a card where it can be helped, keeps a distance from the lines of others, and would
rather go farther than across a name. Among equal ways the choice is that of their corners alone.
Must not know Qt, items or documents, nor whose lines came first.
"""

from __future__ import annotations

import heapq
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from designer.canvas.geometry import Point
from designer.canvas.ground import APART, CLEAR, SHARED, Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from designer.canvas.ground import Ground

STUB = 24.0
"""How far an edge leaves a card straight before it may turn."""
DETOUR = 64.0
"""How far beside a card an edge that goes around it may run, at most."""
LANE = 20.0
"""How far from a card a line runs along it."""
_LANES = (0.0, 8.0, -8.0, 16.0, -16.0, 24.0, 32.0)
_LANE_COST = 3.0
_STUBS = (0.0, 8.0, -8.0, 16.0, 24.0, 32.0)
ABOVE = 48.0
"""What it counts to go above the way out, and not below."""
_BEND = 40.0
_LOW = 120.0
"""So far above and below a way out what stands beside others is looked at."""
_MOST_NODES = 1_200
"""So many corners are looked at before the search through gaps is given up."""
_MOST_LEVELS = 24
"""So many heights are tried before the best of them is taken."""

Found: TypeAlias = tuple[float, tuple[Point, ...]]
"""What a way counts, and its corners: ways are equal only when they are the same."""
_Node: TypeAlias = tuple[int, int, int]


def way_round(start: Point, end: Point, ground: Ground, stub: float = STUB) -> list[Point]:
    """Return the corners of the best way, its two ends included.

    Args:
        start: the way out.
        end: the way in.
        ground: what lies there.
        stub: how far behind the way out the names beside it end.
    """
    ways = [_under(start, end, ground, stub)]
    if ways[0] is None or ways[0][0] >= SHARED:
        ways.append(_through(start, end, ground))
    found = [way for way in ways if way is not None]
    if found:
        return list(min(found)[1])
    low = (
        max((wall[3] for wall in ground.walls), default=max(start[1], end[1]) + 36.0) + LANE - CLEAR
    )
    return _cornered(start, start[0] + STUB, low, end[0] - STUB, end)


def _cornered(start: Point, x: float, level: float, last: float, end: Point) -> list[Point]:
    turns = [(x, start[1]), (x, level), (last, level), (last, end[1])]
    return without_straights([start, *turns, end])


# --- down, along and up again ---------------------------------------------------------------------


def _under(start: Point, end: Point, ground: Ground, stub: float) -> Found | None:
    """Return the best way down, along and back up; None when a card stands in every such way."""
    best: Found | None = None
    outs = _turns(start, _outs(start, ground, stub), ground, Part.LEAVING)
    lanes = _STUBS if ground.is_shared else (0.0,)
    backs = [end[0] - STUB - by for by in lanes if by >= 0]
    turns = outs, _turns(end, backs, ground, Part.COMING)
    for number, (wish, level) in enumerate(_levels(start, end, ground)):
        if best is not None and (best[0] <= wish or number > _MOST_LEVELS):
            break
        found = _at_level(start, end, level, ground, turns)
        if found is not None and (best is None or (wish + found[0], found[1]) < best):
            best = (wish + found[0], found[1])
    return best


def _outs(start: Point, ground: Ground, stub: float) -> list[float]:
    """Return where behind its way out a line may turn, the nearest first."""
    first = start[0] + STUB
    lanes = _STUBS if ground.is_shared else (0.0,)
    outs = {first + by for by in lanes}
    if stub > STUB:
        outs |= {start[0] + stub + by for by in lanes}
    beside = [
        m for m in ground.marks if abs(m[0] - start[0]) < STUB and abs(m[1] - start[1]) < _LOW
    ]
    outs |= {mark[2] + by for mark in beside for by in (0.0, APART) if mark[2] > first}
    outs = {x for x in outs if x <= ground.sides[1]}
    return sorted(outs, key=lambda x: (abs(x - first), x))


def _levels(start: Point, end: Point, ground: Ground) -> Iterator[tuple[float, float]]:
    """Yield the heights at which a line may go along, and what each counts, the best first."""
    bases, (_, y), (_, y2) = _bases(ground), start, end
    known: list[tuple[float, float]] = []
    for by in _LANES if ground.is_shared else (0.0,):
        far = abs(by) * _LANE_COST
        for base in bases:
            level = base + by
            cost = abs(level - y) + abs(level - y2) + far
            known.append((cost + ABOVE if level < y else cost, level))
    known += [(abs(y - y2), y), (abs(y - y2), y2)]
    heapq.heapify(known)  # few of them are asked for
    seen: set[float] = set()
    while known:
        cost, level = heapq.heappop(known)
        if level not in seen:
            seen.add(level)
            yield cost, level


def _bases(ground: Ground) -> set[float]:
    """Return the heights right above and below what stands there."""
    bases = {float(round(wall[3] - CLEAR + LANE)) for wall in ground.walls}
    bases |= {float(round(wall[1] + CLEAR - LANE)) for wall in ground.walls}
    return bases | {float(round(strip[1] - CLEAR)) for strip in ground.strips}


class _Turns(NamedTuple):
    """Where a line may turn behind its way out, or before its way in.

    Attributes:
        port: that way.
        part: which of the two it is.
        usual: where most lines turn.
        places: what each place counts without the line up or down from there, and the place.
    """

    port: Point
    part: Part
    usual: float
    places: Sequence[tuple[float, float, float]]


def _turns(port: Point, xs: Sequence[float], ground: Ground, part: Part) -> _Turns:
    y, begin = port[1], port[0] + (CLEAR if part is Part.LEAVING else -CLEAR)
    free = [x for x in xs if not ground.blocks((begin, y), (x, y))]
    asides = [(x, _aside(xs[0], x)) for x in free]
    places = [(far, far + ground.cost(port, (x, y), part), x) for x, far in asides]
    return _Turns(port, part, xs[0], places)


def _at_level(
    start: Point, end: Point, level: float, ground: Ground, turns: tuple[_Turns, _Turns]
) -> Found | None:
    """Return the best way along a height; each turn is chosen for itself."""
    outs, backs = turns
    low, high = sorted((outs.usual, backs.usual))
    inner = (low + CLEAR, level), (high - CLEAR, level)
    if inner[0][0] < inner[1][0] and ground.blocks(*inner):
        return None
    x = _best_turn(outs, level, ground)
    last = _best_turn(backs, level, ground) if x is not None else None
    if x is None or last is None or ground.blocks((x, level), (last, level)):
        return None
    points = _cornered(start, x, level, last, end)
    return (_cost(points, ground) + _aside(start[0] + STUB, x), tuple(points))


def _aside(usual: float, x: float) -> float:
    return abs(x - usual) / 2


def _best_turn(turns: _Turns, level: float, ground: Ground) -> float | None:
    y = turns.port[1]
    best: tuple[float, float] | None = None
    for far, known, x in turns.places:
        if best is not None and best[0] <= far:
            break
        if (best is not None and best[0] < known) or ground.blocks((x, y), (x, level)):
            continue
        cost = known + ground.cost((x, y), (x, level), turns.part)
        if best is None or (cost, x) < best:
            best = (cost, x)
    return best[1] if best else None


# --- what a way counts ----------------------------------------------------------------------------


def _cost(points: Sequence[Point], ground: Ground) -> float:
    """Return what names and lines on its way count."""
    last = len(points) - 2
    total = 0.0
    for number, (one, other) in enumerate(pairwise(points)):
        part = Part.BETWEEN if number < last - 1 else Part.COMING
        total += ground.cost(one, other, Part.LEAVING if number <= min(1, last - 1) else part)
    return total


# --- through gaps ---------------------------------------------------------------------------------


def _through(start: Point, end: Point, ground: Ground) -> Found | None:
    """Return the best way through the gaps; None when cards shut an end in."""
    found = _walk(start, end, ground, (0.0,))
    if found is not None and found[0] >= SHARED:
        wider = _walk(start, end, ground, (0.0, APART))
        found = min(found, wider) if wider is not None else found
    return found


def _detour(points: Sequence[Point]) -> float:
    """Return how much farther a way is than its ends are beside each other."""
    far = sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(points))
    return far - abs(points[-1][0] - points[0][0])


def _walk(start: Point, end: Point, ground: Ground, lanes: Sequence[float]) -> Found | None:
    out, back = (start[0] + STUB, start[1]), (end[0] - STUB, end[1])
    sides = [LANE - CLEAR + by for by in lanes]
    xs = sorted(
        {
            out[0],
            back[0],
            *(x for w in ground.walls for by in sides for x in (w[0] - by, w[2] + by)),
        }
    )
    xs = [x for x in xs if ground.sides[0] <= x <= ground.sides[1]]
    ys = sorted(
        {
            out[1],
            back[1],
            *(y for w in ground.walls for by in sides for y in (w[1] - by, w[3] + by)),
        }
    )
    goal = (xs.index(back[0]), ys.index(back[1]))
    begin: _Node = (xs.index(out[0]), ys.index(out[1]), 0)
    came: dict[_Node, _Node | None] = {begin: None}
    costs: dict[_Node, float] = {begin: 0.0}
    queue: list[tuple[float, _Node]] = [(0.0, begin)]
    while queue and len(came) < _MOST_NODES:
        _, here = heapq.heappop(queue)
        if here[:2] == goal:
            points = without_straights([start, *_walked(here, came, xs, ys), end])
            return (_detour(points) + _cost(points, ground), tuple(points))
        for there in _neighbours(here, xs, ys, ground):
            one, other = (xs[here[0]], ys[here[1]]), (xs[there[0]], ys[there[1]])
            step = abs(other[0] - one[0]) + abs(other[1] - one[1])
            cost = costs[here] + step + (_BEND if there[2] != here[2] else 0.0)
            known = costs.get(there, inf)
            if cost < known and (cost := cost + ground.cost(one, other)) < known:
                costs[there], came[there] = cost, here
                ahead = abs(other[0] - back[0]) + abs(other[1] - back[1])
                heapq.heappush(queue, (cost + ahead, there))
    return None


def _neighbours(
    here: _Node, xs: Sequence[float], ys: Sequence[float], ground: Ground
) -> Iterator[_Node]:
    column, row, _ = here
    for x, y, turn in (
        (column - 1, row, 0),
        (column + 1, row, 0),
        (column, row - 1, 1),
        (column, row + 1, 1),
    ):
        if not (0 <= x < len(xs) and 0 <= y < len(ys)):
            continue
        if not ground.blocks((xs[column], ys[row]), (xs[x], ys[y])):
            yield (x, y, turn)


def _walked(
    last: _Node, came: dict[_Node, _Node | None], xs: Sequence[float], ys: Sequence[float]
) -> list[Point]:
    way: list[Point] = []
    here: _Node | None = last
    while here is not None:
        way.append((xs[here[0]], ys[here[1]]))
        here = came[here]
    return way[::-1]


def without_straights(points: Sequence[Point]) -> list[Point]:
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
