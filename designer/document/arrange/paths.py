"""Knows which blocks make the main path of a drawing, through its frames. Must not know sizes.

The main path is the longest way through the drawing. Where it leads through a frame, it has to come
in where the block before it leads to, and to go out towards the block behind it; otherwise the line
would be straight in the frame and bent at its border.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from designer.document.arrange.blocks import Scope
from designer.document.arrange.layers import forward, groups, ranks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.document.arrange.layers import Edge


@dataclass(frozen=True, slots=True)
class Course:
    """How paths go through the blocks of a scope.

    Attributes:
        edges: between blocks, without those that lead back.
        groups: blocks that hang together.
        mains: the main path of each group.
        crossed: whether the main path around the scope leads through the first group.
    """

    edges: list[Edge]
    groups: list[list[int]]
    mains: list[list[int]]
    crossed: bool


@dataclass(frozen=True, slots=True)
class _Beside:
    """Steps that the main path leaves before a scope, and that it comes to behind it."""

    before: frozenset[str] = frozenset()
    behind: frozenset[str] = frozenset()


def courses(scopes: Sequence[Scope]) -> dict[int, Course]:
    """Return the course through each scope, by its identity.

    Args:
        scopes: a scope and all inside of it, each before those that it holds.
    """
    length: dict[int, int] = {}
    for scope in reversed(scopes):
        edges = forward(len(scope.blocks), scope.edges, [at for _, at in scope.entered])
        length[id(scope)] = _longest(len(scope.blocks), edges, _weights(scope, length))
    found: dict[int, Course] = {}
    beside: dict[int, _Beside] = {}
    for scope in scopes:
        near = beside.get(id(scope), _Beside())
        found[id(scope)] = course = _course(scope, near, _weights(scope, length))
        for main in course.mains:
            beside |= _inside(scope, main, near)
    return found


def _weights(scope: Scope, length: dict[int, int]) -> list[int]:
    return [length[id(block)] if isinstance(block, Scope) else 1 for block in scope.blocks]


def _longest(count: int, edges: Sequence[Edge], weights: Sequence[int]) -> int:
    """Return how many columns the blocks take up."""
    path = _main_path([*range(count)], edges, weights, set(), set())
    return max(1, sum(weights[block] for block in path))


def _course(scope: Scope, near: _Beside, weights: Sequence[int]) -> Course:
    entered, left = [at for _, at in scope.entered], [at for at, _ in scope.left]
    comes = [at for step, at in scope.entered if step in near.before]
    goes = [at for at, step in scope.left if step in near.behind]
    edges = forward(len(scope.blocks), scope.edges, [*comes, *entered])
    parts = groups(len(scope.blocks), edges)
    near_ones = {*comes}, {*goes}
    parts.sort(key=lambda part: -sum(not one.isdisjoint(part) for one in near_ones))
    group_of = {block: at for at, part in enumerate(parts) for block in part}
    held: list[list[Edge]] = [[] for _ in parts]
    for edge in edges:
        held[group_of[edge[0]]].append(edge)
    starts, ends = {*(comes or entered)}, {*(goes or left)}
    mains = [
        _main_path(part, inner, weights, starts, ends)
        for part, inner in zip(parts, held, strict=True)
    ]
    return Course(edges, parts, mains, crossed=bool(comes or goes))


def _main_path(
    blocks: Sequence[int],
    edges: Sequence[Edge],
    weights: Sequence[int],
    starts: set[int],
    ends: set[int],
) -> list[int]:
    """Return the longest path from a start to an end; of several, that of the steps drawn first.

    Args:
        blocks: those that it may lead through.
        edges: between them, without circles.
        weights: how long each block of the scope is.
        starts: where it is to begin; anywhere where none of the blocks is one.
        ends: where it is to end; likewise.
    """
    at = {block: number for number, block in enumerate(blocks)}
    drawn = [(at[source], at[target]) for source, target in edges]
    begins, ceases = ({at[one] for one in some if one in at} for some in (starts, ends))
    way = _ways_on(drawn, [weights[block] for block in blocks], ceases)
    here: int | None = max(
        range(len(blocks)),
        key=lambda one: (not begins or one in begins, way[one].worth, -one),
        default=None,
    )
    path: list[int] = []
    while here is not None:
        path.append(blocks[here])
        here = way[here].follows
    return path


class _Way(NamedTuple):
    """The best way on from a block: whether it reaches an end, its length, the block behind."""

    reaches: bool
    length: int
    follows: int | None

    @property
    def worth(self) -> tuple[bool, int]:
        """By which ways are compared: to reach an end counts more than any length."""
        return self.reaches, self.length


def _ways_on(drawn: Sequence[Edge], weights: Sequence[int], ceases: set[int]) -> list[_Way]:
    """Return the best way on from each block, found from the last ones on."""
    after: list[list[int]] = [[] for _ in weights]
    for source, target in drawn:
        after[source].append(target)
    rank = ranks(len(weights), drawn)
    way = [_Way(reaches=False, length=0, follows=None)] * len(weights)
    for block in sorted(range(len(weights)), key=lambda one: -rank[one]):
        on = _Way(reaches=not ceases or block in ceases, length=0, follows=None)
        best = max(after[block], key=lambda one: (way[one].worth, -one), default=None)
        if best is not None and way[best].worth >= on.worth:
            on = way[best]._replace(follows=best)
        way[block] = on._replace(length=on.length + weights[block])
    return way


def _inside(scope: Scope, main: Sequence[int], near: _Beside) -> dict[int, _Beside]:
    """Return, for the scopes on a main path, what the path leaves before and comes to behind."""
    steps = [_steps(scope.blocks[at]) for at in main]
    before, behind = [near.before, *steps[:-1]], [*steps[1:], near.behind]
    return {
        id(block): _Beside(before[number], behind[number])
        for number, at in enumerate(main)
        if isinstance(block := scope.blocks[at], Scope)
    }


def _steps(block: str | Scope) -> frozenset[str]:
    return frozenset({block} if isinstance(block, str) else block.steps())
