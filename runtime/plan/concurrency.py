"""Knows which edges can carry a token at the same time. Must not judge whether they should.

The relation of Kovalyov and Esparza, as a fixed point over sets of edges: the edges of one port
are concurrent; what is concurrent with a way into a step is concurrent with its ways out; what
comes out of a join is concurrent only with what is concurrent with all its ways in. Edges in a
row, with nothing splitting or meeting between them, share one set, which keeps the sets small.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from runtime.primitives import Join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.definition.attributes import Edge
    from runtime.plan.drawing import Drawing, Step


class Concurrency:
    """Which edges and steps of a drawing can be under way at the same time, region by region."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._edges = [edge for edge in drawing.definition.edges() if _counts(drawing, edge)]
        self._ins: defaultdict[str, list[Edge]] = defaultdict(list)
        self._outs: defaultdict[str, list[Edge]] = defaultdict(list)
        for edge in self._edges:
            self._ins[edge.target].append(edge)
            if drawing.stays(edge):
                self._outs[edge.source].append(edge)
        self._row = self._rows()
        self._with = dict.fromkeys(self._row.values(), 0)
        self._spread()

    def edges(self, one: Edge, other: Edge) -> bool:
        """Whether both edges can carry a token at once; for one edge, whether it can carry two."""
        rows = self._row.get(one.key), self._row.get(other.key)
        if rows[0] is None or rows[1] is None:
            return False
        return bool(self._with[rows[0]] >> rows[1] & 1)

    def steps(self, one: str, other: str) -> bool:
        """Whether two steps, perhaps of different regions, can be under way at once."""
        for first in self._chain(one):
            for second in self._chain(other):
                if first == second:
                    return False
                if self._region(first) == self._region(second):
                    return self._meet(first, second)
        return False

    def arrivals(self, step: str) -> list[Edge]:
        """Return the edges by which a token arrives at a step in its region."""
        return self._ins[step]

    def _meet(self, first: str, second: str) -> bool:
        pairs = ((one, two) for one in self._ins[first] for two in self._ins[second])
        return any(self.edges(one, two) for one, two in pairs)

    def _region(self, step: str) -> str | None:
        return self._drawing.steps[step].node.parent

    def _chain(self, step: str) -> Iterator[str]:
        """Yield a step and all that it lies inside of, innermost first."""
        current: str | None = step
        while current is not None:
            yield current
            current = self._region(current)

    def _rows(self) -> dict[str, int]:
        """Number the edges; edges in a row have one number."""
        numbers: dict[str, int] = {}
        for edge in self._edges:
            row, current = {edge.key: edge}, edge
            while current.key not in numbers and (before := self._before(current)) is not None:
                if before.key in row:
                    break  # a ring that nothing leads into
                row[before.key] = current = before
            number = numbers.get(current.key, len(numbers))
            numbers.update(dict.fromkeys(row, number))
        return numbers

    def _before(self, edge: Edge) -> Edge | None:
        """Return the edge that leads to this one with nothing splitting or meeting between."""
        if len(self._ins[edge.source]) == 1 and len(self._outs[edge.source]) == 1:
            return self._ins[edge.source][0]
        return None

    def _spread(self) -> None:
        regions = {self._region(step) for step in self._drawing.steps} - {None}
        for region in regions:
            self._fork([e for e in self._edges if e.source == region and self._drawing.enters(e)])
        todo = dict.fromkeys(self._drawing.steps)
        followers = self._followers()
        while todo:
            step = self._drawing.steps[todo.popitem()[0]]
            for row in self._flow(step):
                todo.update(dict.fromkeys(followers[row]))

    def _followers(self) -> dict[int, list[str]]:
        """Return the steps to look at again when a row's set grows."""
        found: defaultdict[int, list[str]] = defaultdict(list)
        for edge in self._edges:
            found[self._row[edge.key]].append(edge.target)
        return found

    def _flow(self, step: Step) -> set[int]:
        """Carry the sets of a step's ways in to its ways out; return the rows that grew."""
        outs, ins = self._outs[step.id], self._ins[step.id]
        if not outs or (len(outs) == 1 and len(ins) == 1):
            return set()
        carried, grown = self._carried(step, ins), set[int]()
        ports: defaultdict[str, list[Edge]] = defaultdict(list)
        for edge in outs:
            ports[edge.port].append(edge)
            grown |= self._add(self._row[edge.key], carried)
        for group in ports.values():
            grown |= self._fork(group)
        return grown

    def _carried(self, step: Step, ins: list[Edge]) -> int:
        sets = [self._with[self._row[edge.key]] for edge in ins]
        if not sets:
            return 0
        together = sets[0]
        for found in sets[1:]:
            together = together & found if _waits(step, len(ins)) else together | found
        return together

    def _fork(self, group: list[Edge]) -> set[int]:
        grown: set[int] = set()
        every = {self._row[edge.key] for edge in group}
        if len(group) > len(every):
            return grown  # two edges of a ring; no token ever gets there
        for row in every:
            grown |= self._add(row, sum(1 << other for other in every if other != row))
        return grown

    def _add(self, row: int, others: int) -> set[int]:
        new = others & ~self._with[row]
        if not new:
            return set()
        self._with[row] |= new
        grown = {row}
        while new:
            other = (new & -new).bit_length() - 1
            new &= new - 1
            self._with[other] |= 1 << row
            grown.add(other)
        return grown


def _counts(drawing: Drawing, edge: Edge) -> bool:
    return drawing.stays(edge) or drawing.enters(edge)


def _waits(step: Step, ways_in: int) -> bool:
    """Whether only what runs beside all ways in still runs beside the way out."""
    join = step.primitive
    if not isinstance(join, Join):
        return False
    return join.cancel_rest or join.need in {0, ways_in}
