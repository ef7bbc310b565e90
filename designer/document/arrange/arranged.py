"""Knows how the scopes of a drawing are laid out and put together. Must not know Qt or kinds."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from designer.document.arrange import layers as columns_of
from designer.document.arrange.blocks import Drawing, Scope
from designer.document.arrange.paths import courses
from designer.document.arrange.rows import GRID, ROW_GAP, tops

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from designer.document.arrange.paths import Course
    from runtime.definition.json_value import JsonObject

Place: TypeAlias = tuple[float, float]
Size: TypeAlias = tuple[float, float]

COLUMN_GAP, NAMED_GAP = 72.0, 120.0
"""Between columns, and where names of ways out of unknown length stand between them."""
_BEHIND_NAME, _READ_FROM_AFAR = 44.0, 184.0
"""What a line needs behind a name; and up to which gap a name is given room for twice its size."""
_UNMEASURED: Mapping[str, float] = MappingProxyType({})
CARD = (224.0, 72.0)
"""The size of a card of which none is told."""
_LEVEL = 36.0
"""How far below the top of a card its way in and its first way out are."""
_SIDE, _STRIP = 16.0, 40.0
"""Room between a frame and its steps at the sides and below, and above with its title."""


def arranged(
    document: JsonObject,
    sizes: Mapping[str, Size],
    steps: Sequence[str] | None = None,
    *,
    keep_order: bool = False,
    names: Mapping[str, float] = _UNMEASURED,
) -> dict[str, Place]:
    """Return where each step is to be: from left to right, the main path straight, no two touching.

    Pure: the same document and sizes give the same places.

    Args:
        document: node-link data.
        sizes: width and height of the card of each step.
        steps: only these move, with what lies inside them, to a free place near where they are; the
            others stay. None for all.
        keep_order: steps of a column stay above each other in the order in which they are now.
        names: how far right of each card the names of its ways out reach, where any stand there.
    """
    drawing = Drawing(document)
    chosen = set(drawing.nodes) if steps is None else {*steps} & drawing.nodes.keys()
    found: dict[str, Place] = {}
    for scope in drawing.chosen(chosen):
        laid = _Layout(drawing, sizes, names, keep_order=keep_order).scope(scope)
        places = _put_where_it_was(drawing, laid.places)
        if steps is not None:
            still = [
                (place, sizes.get(step, CARD))
                for step in drawing.nodes
                if step not in places and (place := found.get(step, drawing.place(step)))
            ]
            places = _moved_clear(sizes, places, still)
        found |= places
    return found


@dataclass(slots=True)
class _Laid:
    """A block of which the inside is laid out, with its top left corner at 0, 0.

    Attributes:
        level: how far below its top edges reach it.
        gap: how far right of it the next block may stand.
        names: how far right of it the names of its ways out reach.
    """

    places: dict[str, Place]
    size: Size
    level: float = _LEVEL
    gap: float = COLUMN_GAP
    names: float = 0.0


@dataclass(slots=True)
class _Layout:
    drawing: Drawing
    sizes: Mapping[str, Size]
    names: Mapping[str, float]
    keep_order: bool = field(kw_only=True)

    def scope(self, root: Scope) -> _Laid:
        """Lay out a scope, what is innermost first."""
        order: list[Scope] = []
        waiting = [root]
        while waiting:
            scope = waiting.pop()
            order.append(scope)
            waiting += [block for block in scope.blocks if isinstance(block, Scope)]
        course = courses(order)
        done: dict[int, _Laid] = {}
        for scope in reversed(order):
            blocks = [
                done.pop(id(block)) if isinstance(block, Scope) else self._card(block)
                for block in scope.blocks
            ]
            done[id(scope)] = self._around(scope, self._beside(course[id(scope)], blocks))
        return done[id(root)]

    def _card(self, step: str) -> _Laid:
        width, height = self.sizes.get(step, CARD)
        names = self.names.get(step, 0.0)
        gap = NAMED_GAP if step in self.drawing.branching else COLUMN_GAP
        if names:
            gap = max(COLUMN_GAP, names + _BEHIND_NAME, min(2 * names, _READ_FROM_AFAR))
        return _Laid({step: (0.0, 0.0)}, (_up(width), _up(height)), gap=_up(gap), names=names)

    def _around(self, scope: Scope, inner: _Laid) -> _Laid:
        """Put a frame, or the step that they lie inside, round laid-out blocks."""
        if scope.frame:
            return _shifted_into(inner, (_SIDE, _STRIP), {}, inner.level + _STRIP)
        if scope.step:
            card = self._card(scope.step)
            width, height = card.size
            corner = (width + card.gap, height + ROW_GAP + _STRIP)
            return _shifted_into(inner, corner, {scope.step: (0.0, 0.0)}, _LEVEL)
        return inner

    def _beside(self, course: Course, blocks: list[_Laid]) -> _Laid:
        alone: list[int] = []
        places: dict[str, Place] = {}
        down = right = names = 0.0
        level = _LEVEL
        for at, (group, main) in enumerate(zip(course.groups, course.mains, strict=True)):
            first = course.crossed and not at
            if len(group) == 1 and len(blocks) > 1 and not first:
                alone += group
                continue
            laid = self._group(group, main, course.edges, blocks)
            level = laid.level if not places else level
            places |= _moved(laid.places, (0.0, down))
            down += laid.size[1] + ROW_GAP
            right, names = max(right, laid.size[0]), max(names, laid.names)
        if alone:
            laid = _shelves([blocks[at] for at in alone], right)
            level = laid.level if not places else level
            places |= _moved(laid.places, (0.0, down))
            down += laid.size[1] + ROW_GAP
            right = max(right, laid.size[0])
        return _Laid(places, (right, max(down - ROW_GAP, 0.0)), level, names=names)

    def _group(
        self,
        group: list[int],
        path: list[int],
        edges: Sequence[columns_of.Edge],
        blocks: list[_Laid],
    ) -> _Laid:
        """Lay out blocks that hang together, those of a path in one line."""
        at = {block: number for number, block in enumerate(group)}
        inner = [(at[a], at[b]) for a, b in edges if a in at]
        laid = [blocks[block] for block in group]
        if self.keep_order:
            now = [self._height_now(block) for block in laid]
            lines = columns_of.kept_order(len(laid), inner, now)
        else:
            lines = columns_of.layers(len(laid), inner)
        main = [at[block] for block in path]
        heights, levels = [block.size[1] for block in laid], [block.level for block in laid]
        top = tops(lines, heights, levels, {*main, *lines.bends(main)})
        return _joined(laid, lines, top, main[0])

    def _height_now(self, block: _Laid) -> float:
        places = [self.drawing.place(step) for step in block.places]
        return min((place[1] for place in places if place is not None), default=0.0)


def _joined(laid: list[_Laid], lines: columns_of.Layers, top: Sequence[float], main: int) -> _Laid:
    places: dict[str, Place] = {}
    left, gap, highest = 0.0, 0.0, min(top)
    for column in lines.columns:
        here = [block for block in column if block < lines.blocks]
        for block in here:
            places |= _moved(laid[block].places, (left, top[block] - highest))
        if here:
            gap = max(laid[block].gap for block in here)
            left += max(laid[block].size[0] for block in here) + gap
    bottom = max(down + block.size[1] for down, block in zip(top, laid, strict=True))
    level = top[main] - highest + laid[main].level
    last = [laid[block] for block in lines.columns[-1] if block < lines.blocks]
    names = _up(max((block.names for block in last), default=0.0))
    return _Laid(places, (left - gap, bottom - highest), level, names=names)


def _shelves(blocks: list[_Laid], width: float) -> _Laid:
    """Put blocks that hang on nothing into rows, about as wide as what is above or as a square."""
    area = sum((block.size[0] + COLUMN_GAP) * (block.size[1] + ROW_GAP) for block in blocks)
    width = max(width, 1.6 * area**0.5)
    places: dict[str, Place] = {}
    left = down = lowest = right = 0.0
    for block in blocks:
        if left and left + block.size[0] > width:
            left, down = 0.0, lowest + ROW_GAP
        places |= _moved(block.places, (left, down))
        left += block.size[0] + COLUMN_GAP
        right, lowest = max(right, left - COLUMN_GAP), max(lowest, down + block.size[1])
    return _Laid(places, (right, lowest), blocks[0].level)


def _shifted_into(inner: _Laid, by: Place, more: dict[str, Place], level: float) -> _Laid:
    size = (by[0] + inner.size[0] + inner.names + _SIDE, by[1] + inner.size[1] + _SIDE)
    return _Laid({**more, **_moved(inner.places, by)}, size, level)


def _moved(places: Mapping[str, Place], by: Place) -> dict[str, Place]:
    return {step: (x + by[0], y + by[1]) for step, (x, y) in places.items()}


def _up(length: float) -> float:
    """Return the next multiple of the grid."""
    return float(-(-length // GRID) * GRID)


def _put_where_it_was(drawing: Drawing, places: dict[str, Place]) -> dict[str, Place]:
    """Return the places with the top left corner of all where it is now."""
    now = [place for step in places if (place := drawing.place(step)) is not None]
    corner = (min(x for x, _ in now), min(y for _, y in now)) if now else (0.0, 0.0)
    left, top = (min(place[axis] for place in places.values()) for axis in (0, 1))
    by = (round(corner[0] / GRID) * GRID - left, round(corner[1] / GRID) * GRID - top)
    return _moved(places, by)


def _moved_clear(
    sizes: Mapping[str, Size], places: dict[str, Place], still: Sequence[tuple[Place, Size]]
) -> dict[str, Place]:
    """Return the places so far down that no card lies on one that stays.

    This ends: each step passes each card that stays at most once, and only downwards.
    """
    while down := _overlap(places, sizes, still):
        places = _moved(places, (0.0, down))
    return places


def _overlap(
    places: Mapping[str, Place], sizes: Mapping[str, Size], still: Sequence[tuple[Place, Size]]
) -> float:
    """Return how far down the steps have to go at least to leave all cards that are in the way."""
    left, top = (min(place[axis] for place in places.values()) for axis in (0, 1))
    right = max(x + sizes.get(step, CARD)[0] for step, (x, _) in places.items())
    bottom = max(y + sizes.get(step, CARD)[1] for step, (_, y) in places.items())
    down = 0.0
    for (x, y), (width, height) in still:
        if x >= right or x + width <= left or y >= bottom or y + height <= top:
            continue
        for step, (own_x, own_y) in places.items():
            wide, high = sizes.get(step, CARD)
            if own_x < x + width and x < own_x + wide and own_y < y + height and y < own_y + high:
                down = max(down, _up(y + height + ROW_GAP - own_y))
    return down
