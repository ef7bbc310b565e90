"""Knows which column a block comes into and the order inside of it. Must not know sizes or steps.

Blocks are numbers from 0, in the order of the document; so the same drawing gives the same columns.
The library that finds an order with few crossings ends the whole process on an edge from a block to
itself and goes wrong on circles: neither may ever reach it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from fast_sugiyama import from_edges

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Edge: TypeAlias = tuple[int, int]

LONGEST = 12
"""An edge over more columns than this is led round; keeping a lane free for it costs too much."""


@dataclass(slots=True)
class Layers:
    """Blocks in columns.

    Attributes:
        columns: numbers of blocks from top to bottom; those from `blocks` on are bends of edges
            that go on to a later column.
        edges: pairs in neighbouring columns, bends included.
    """

    blocks: int
    columns: list[list[int]]
    edges: list[Edge] = field(default_factory=list[Edge])

    def bends(self, path: Sequence[int]) -> set[int]:
        """Return the bends of the edges from each block of a path to the next."""
        after: dict[int, list[int]] = {}
        for source, target in self.edges:
            after.setdefault(source, []).append(target)
        found: set[int] = set()
        for source, target in pairwise(path):
            for bend in after.get(source, ()):
                chain = [bend]
                while chain[-1] >= self.blocks:
                    chain += after[chain[-1]]
                if chain[-1] == target:
                    found.update(chain[:-1])
        return found


def forward(count: int, edges: Iterable[Edge], first: Iterable[int] = ()) -> list[Edge]:
    """Return each pair once, without those that lead back to where a path came from.

    Args:
        count: how many blocks.
        edges: pairs of blocks, circles among them.
        first: where paths come in from outside; they begin there, after those that nothing enters.
    """
    after: list[list[int]] = [[] for _ in range(count)]
    entered = [False] * count
    for source, target in dict.fromkeys(edges):
        if source != target:
            after[source].append(target)
            entered[target] = True
    kept: list[Edge] = []
    state = [0] * count  # 0: not seen, 1: on the way, 2: done
    begins = [n for n in range(count) if not entered[n]]
    for root in (*begins, *first, *range(count)):
        if not state[root]:
            kept += _walk(root, after, state)
    return sorted(kept)


def _walk(root: int, after: Sequence[Sequence[int]], state: list[int]) -> list[Edge]:
    kept: list[Edge] = []
    way = [(root, iter(after[root]))]
    state[root] = 1
    while way:
        node, targets = way[-1]
        target = next(targets, None)
        if target is None:
            state[node] = 2
            way.pop()
        elif state[target] != 1:
            kept.append((node, target))
            if not state[target]:
                state[target] = 1
                way.append((target, iter(after[target])))
    return kept


def ranks(count: int, edges: Sequence[Edge]) -> list[int]:
    """Return the column of each block: one behind the last of those that lead to it."""
    after: list[list[int]] = [[] for _ in range(count)]
    waits = [0] * count
    for source, target in edges:
        after[source].append(target)
        waits[target] += 1
    found = [0] * count
    ready = [node for node in range(count) if not waits[node]]
    for node in ready:
        for target in after[node]:
            found[target] = max(found[target], found[node] + 1)
            waits[target] -= 1
            if not waits[target]:
                ready.append(target)
    return found


def groups(count: int, edges: Iterable[Edge]) -> list[list[int]]:
    """Return the blocks that hang together, each group and the groups in the order of blocks."""
    beside: list[list[int]] = [[] for _ in range(count)]
    for source, target in edges:
        beside[source].append(target)
        beside[target].append(source)
    found: list[list[int]] = []
    seen: set[int] = set()
    for start in range(count):
        if start in seen:
            continue
        group = [start]
        seen.add(start)
        for node in group:
            fresh = [other for other in beside[node] if other not in seen]
            seen.update(fresh)
            group += dict.fromkeys(fresh)
        found.append(sorted(group))
    return found


def layers(count: int, edges: Sequence[Edge]) -> Layers:
    """Return blocks that hang together in columns with few crossings.

    Args:
        count: how many; at least one.
        edges: without circles.
    """
    rank = ranks(count, edges)
    near = [(a, b) for a, b in edges if rank[b] - rank[a] <= LONGEST]
    if len(groups(count, near)) > 1:
        near = list(edges)
    if not near:
        return Layers(count, [[*range(count)]])
    return _split(count, near)


def kept_order(count: int, edges: Sequence[Edge], places: Sequence[float]) -> Layers:
    """Return columns in which blocks stand in the order in which they stand already."""
    rank = ranks(count, edges)
    columns: list[list[int]] = [[] for _ in range(max(rank) + 1)]
    for node in sorted(range(count), key=lambda one: (places[one], one)):
        columns[rank[node]].append(node)
    return Layers(count, columns, [(a, b) for a, b in edges if rank[b] - rank[a] == 1])


def _split(count: int, edges: Sequence[Edge]) -> Layers:
    """Ask the library; the whole numbers above ours that it brings along are bends."""
    ((found, _, _, bent),) = from_edges(list(edges), dummy_vertices=True, vertex_spacing=1)
    lines = {round(y): None for _, (_, y) in found}
    column = {y: at for at, y in enumerate(sorted(lines, reverse=True))}
    columns: list[list[tuple[float, int]]] = [[] for _ in column]
    for node, (x, y) in found:
        columns[column[round(y)]].append((x, int(node)))
    drawn = [(int(a), int(b)) for a, b in bent or ()]
    return Layers(count, [[node for _, node in sorted(line)] for line in columns], sorted(drawn))
