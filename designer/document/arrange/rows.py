"""Knows how far down each block of a column comes. Must not know Qt, steps or what a block is.

Every block wants to be level with those it is connected to, and those of the main path want it
most. What fits best to all wishes without two blocks touching has an exact and quick answer:
neighbours that are in each other's way share their wishes (isotonic regression).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.document.arrange.layers import Layers

GRID = 8
ROW_GAP, LANE = 40.0, 16.0
"""Between two blocks, and between an edge that only passes and what is beside it."""
_SWEEPS = 6
_MAIN, _BEND, _BLOCK = 1e6, 4.0, 1.0
"""How much the wish of a block on the main path counts, of a bend, of any other block."""


def tops(
    layers: Layers, heights: Sequence[float], anchors: Sequence[float], main: set[int]
) -> list[float]:
    """Return how far down the top of each block is, on the grid; the main path is level.

    Args:
        layers: blocks in columns.
        heights: of each block, multiples of the grid.
        anchors: how far below a block's top its edges begin and end; they differ by multiples of
            the grid.
        main: blocks and bends of the main path, one a column at most.
    """
    lines = _Lines(layers, heights, anchors, main)
    for sweep in range(_SWEEPS):
        lines.sweep(forwards=sweep % 2 == 0)
    lines.sweep(forwards=True)
    return [lines.top[node] for node in range(layers.blocks)]


class _Lines:
    def __init__(
        self, layers: Layers, heights: Sequence[float], anchors: Sequence[float], main: set[int]
    ) -> None:
        self._columns, self._main, self._blocks = layers.columns, main, layers.blocks
        bends = [node for column in layers.columns for node in column if node >= layers.blocks]
        self._height = dict(enumerate(heights)) | dict.fromkeys(bends, 0.0)
        self._anchor = dict(enumerate(anchors)) | dict.fromkeys(bends, 0.0)
        self._level = min((self._anchor[node] for node in main), default=0.0)
        self._before: dict[int, list[int]] = {node: [] for node in self._height}
        self._after: dict[int, list[int]] = {node: [] for node in self._height}
        for source, target in layers.edges:
            self._after[source].append(target)
            self._before[target].append(source)
        self._apart = [self._distances(column) for column in layers.columns]
        self.top: dict[int, float] = {}
        for column, apart in zip(self._columns, self._apart, strict=True):
            self._put(column, apart, [0.0] * len(column))

    def _distances(self, column: Sequence[int]) -> list[float]:
        """Return how far below the first each has to be at least."""
        found, down = [0.0], 0.0
        for upper, lower in pairwise(column):
            both = upper < self._blocks and lower < self._blocks
            down += self._height[upper] + (ROW_GAP if both else LANE)
            found.append(down)
        return found

    def sweep(self, *, forwards: bool) -> None:
        """Let each column follow the one before it, or the one behind it."""
        beside = self._before if forwards else self._after
        order = range(len(self._columns)) if forwards else reversed(range(len(self._columns)))
        for at in order:
            column = self._columns[at]
            self._put(column, self._apart[at], [self._wish(node, beside[node]) for node in column])

    def _wish(self, node: int, others: Sequence[int]) -> float:
        if node in self._main:
            return self._level - self._anchor[node]
        if not others:
            return self.top[node]
        levels = sorted(self.top[other] + self._anchor[other] for other in others)
        middle = (levels[(len(levels) - 1) // 2] + levels[len(levels) // 2]) / 2
        return middle - self._anchor[node]

    def _put(self, column: Sequence[int], apart: Sequence[float], wishes: Sequence[float]) -> None:
        free = [wish - down for wish, down in zip(wishes, apart, strict=True)]
        levels = _rising(free, [self._weight(node) for node in column])
        for node, level, down in zip(column, levels, apart, strict=True):
            self.top[node] = round(level / GRID) * GRID + down

    def _weight(self, node: int) -> float:
        return _MAIN if node in self._main else _BEND if node >= self._blocks else _BLOCK


def _rising(wishes: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Return the numbers nearest to the wishes of which none is smaller than the one before."""
    pools: list[tuple[float, float, int]] = []  # level, weight, how many
    for wish, weight in zip(wishes, weights, strict=True):
        level, many = wish, 1
        while pools and pools[-1][0] > level:
            other, heavy, more = pools.pop()
            level = (level * weight + other * heavy) / (weight + heavy)
            weight, many = weight + heavy, many + more  # noqa: PLW2901 - the pool grows
        pools.append((level, weight, many))
    return [level for level, _, many in pools for _ in range(many)]
