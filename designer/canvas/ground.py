"""Knows what stands and runs where an edge looks for its way, and what a line there would count.

Must not know Qt, items or documents, nor how a way is found.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from enum import Enum
from math import inf
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from designer.canvas.geometry import Box, Point, crosses, grown, line_box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CLEAR = 12.0
"""How near an edge may come to a card."""
APART = 8.0
"""How far from each other the lines of two edges run, at least."""
SHARED = 4_000.0
"""What it counts to run along the line of another edge: more than any detour."""
_TOUCH = 4.0
"""So much of two lines may be side by side where they cross or bend."""
_CROSSING = 40.0
_MERGED = 60.0
"""What it counts to come to a way in together with another line before the last bend."""
_MARK = 400.0
_STRIP = 160.0


class Part(Enum):
    """A part of a way: as it leaves, as it comes, or what lies between."""

    LEAVING = 1
    COMING = 2
    BETWEEN = 3


class Run(NamedTuple):
    """A level or upright stretch of another edge.

    Attributes:
        box: its place, without width.
        source: the way out that it comes from; lines may leave it as one.
        target: the way in that it leads to; lines may come to it as one, rather late than early.
    """

    box: Box
    source: str = ""
    target: str = ""


class Others(NamedTuple):
    """The edges that came first.

    Attributes:
        runs: stretches that no line is to lie on.
        lines: level and upright lines that stand for those edges where one would cross them.
    """

    runs: Sequence[Run] = ()
    lines: Sequence[Box] = ()


class Ground:
    """What lies where an edge looks for its way.

    Args:
        cards: not to be crossed.
        marks: names and boxes that are not to be crossed where there is another way.
        strips: along which no line is to run.
        others: the edges that came first.
        source, target: the way out and the way in of the edge itself.
        sides: how far left and right it looks for a way.
        own: what stands beside its way out: it may go along it, and not up or down across it.

    Attributes:
        walls: the cards, with the distance that lines keep from them.
    """

    def __init__(
        self,
        cards: Sequence[Box],
        marks: Sequence[Box] = (),
        strips: Sequence[Box] = (),
        others: Others | None = None,
        source: str = "",
        target: str = "",
        own: Box | None = None,
        sides: tuple[float, float] = (-inf, inf),
    ) -> None:
        self.walls = [grown(box, CLEAR) for box in cards]
        self.marks, self.strips = marks, strips
        self.source, self.target = source, target
        self._own, self.sides = own, sides
        runs, lines = others or Others()
        self.is_shared = bool(runs)
        self._walls = _Boxes(self.walls, 0), _Boxes(self.walls, 1)
        self._marks = _Boxes(marks, 0), _Boxes(marks, 1)
        self._strips = _Boxes(strips, 1)
        self._uprights = _Runs([run for run in runs if not _is_level(run.box)], 0)
        self._levels = _Runs([run for run in runs if _is_level(run.box)], 1)
        upright = [box for box in lines if not _is_level(box)]
        self._across = _Boxes([box for box in lines if _is_level(box)], 1), _Boxes(upright, 0)

    def blocks(self, one: Point, other: Point) -> bool:
        """Whether a level or upright line runs through a card, or too near to one."""
        left, top, right, bottom = box = line_box(one, other)
        for wall in self._walls[top == bottom].near(box):
            if left < wall[2] and wall[0] < right and top < wall[3] and wall[1] < bottom:
                return True
        return False

    def cost(self, one: Point, other: Point, part: Part = Part.BETWEEN) -> float:
        """Return what names and the lines of others count along a level or upright line."""
        box = line_box(one, other)
        level = _is_level(box)
        total = _MARK * _crossed(box, self._marks[level].near(box))
        if level:
            total += _STRIP * _crossed(box, self._strips.near(box))
        elif self._own is not None and crosses(box, self._own):
            total += _MARK
        if not self.is_shared:
            return total
        for run in (self._levels if level else self._uprights).beside(box):
            if not self._is_joined(run, part):
                total += _MERGED if run.target == self.target else SHARED
        return total + _CROSSING * _crossed(box, self._across[level].near(box))

    def _is_joined(self, run: Run, part: Part) -> bool:
        if part is Part.LEAVING:
            return run.source == self.source
        return part is Part.COMING and run.target == self.target


class _Boxes:
    """Boxes in the order of their lower end along one axis, found by a stretch of it."""

    def __init__(self, boxes: Sequence[Box], low: int) -> None:
        self._boxes = sorted(boxes, key=itemgetter(low))
        self._lows = [box[low] for box in self._boxes]
        self._low, self._high = low, low + 2
        self._longest = max([box[low + 2] - box[low] for box in boxes], default=0.0)

    def near(self, box: Box) -> Sequence[Box]:
        """Return those that may reach into the stretch of a box."""
        if not self._boxes:
            return ()
        first = bisect_left(self._lows, box[self._low] - self._longest)
        return self._boxes[first : bisect_right(self._lows, box[self._high])]


class _Runs(_Boxes):
    """Level lines, or upright ones, in the order in which they lie beside each other."""

    def __init__(self, runs: Sequence[Run], low: int) -> None:
        self._runs = sorted(runs, key=lambda run: run.box[low])
        super().__init__([run.box for run in self._runs], low)

    def beside(self, line: Box) -> Iterator[Run]:
        """Return those that run along a line like them, nearer than two lines may."""
        across = self._low
        first = bisect_right(self._lows, line[across] - APART)
        begin, end = line[1 - across], line[3 - across]
        for at in range(first, bisect_left(self._lows, line[across] + APART)):
            box = self._boxes[at]
            if min(end, box[3 - across]) - max(begin, box[1 - across]) > _TOUCH:
                yield self._runs[at]


def _crossed(line: Box, boxes: Sequence[Box]) -> int:
    """Return how many boxes a line runs through: asked most often of all."""
    left, top, right, bottom = line
    count = 0
    for box in boxes:
        if left < box[2] and box[0] < right and top < box[3] and box[1] < bottom:
            count += 1
    return count


def _is_level(box: Box) -> bool:
    return box[1] == box[3]
