"""Knows which edges can carry a token at the same time. Must not judge whether they should.

The relation of Kovalyov and Esparza, as a fixed point over sets of rows: the edges of one port are
concurrent; what is concurrent with a way into a step is concurrent with its ways out; what comes
out of a join is concurrent only with what is concurrent with all its ways in. Edges that can only
have the same answer (the exits of a choice, steps after each other) share one row, so that the
sets stay as small as the number of splits.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from runtime.definition.attributes import Edge
from runtime.plan.arrows import Arrows
from runtime.primitives import Choose, Group, Join, Race

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runtime.plan.drawing import Drawing, Step


@dataclass(slots=True)
class _Flow:
    """What a step, or the begin of an item, does with tokens.

    Attributes:
        ins: rows of the ways in.
        waits: whether only what runs beside all ways in still runs beside the way out.
        outs: rows of the ways out that are new here.
        forks: rows that get a token each at the same time.
        not_beside: as bits, rows that carry no token any more when it goes on.
    """

    ins: tuple[int, ...]
    waits: bool
    not_beside: int = 0
    outs: list[int] = field(default_factory=list[int])
    forks: list[list[int]] = field(default_factory=list[list[int]])


class Concurrency:
    """Which edges and steps of a drawing can be under way at the same time, region by region."""

    def __init__(self, drawing: Drawing) -> None:
        self._steps = drawing.steps
        self._ins: defaultdict[str, list[Edge]] = defaultdict(list)
        self._outs: defaultdict[str, list[Edge]] = defaultdict(list)
        self._begins: defaultdict[str, list[Edge]] = defaultdict(list)
        self._sort(drawing)
        self._row: dict[str, int] = {}
        self._with: list[int] = []
        self._spread(self._flows())

    def edges(self, one: Edge, other: Edge) -> bool:
        """Whether both edges can carry a token at once; for one edge, whether it can carry two."""
        rows = self._row.get(one.key), self._row.get(other.key)
        if rows[0] is None or rows[1] is None:
            return False
        return bool(self._with[rows[0]] >> rows[1] & 1)

    def rows(self, edges: Iterable[Edge]) -> int:
        """Return the edges as a set of bits, for `beside`."""
        return sum(1 << row for row in {self._row[edge.key] for edge in edges})

    def beside(self, edge: Edge, rows: int) -> bool:
        """Whether an edge can carry a token at the same time as one of the edges of a set."""
        return bool(self._with[self._row[edge.key]] & rows)

    def any_beside(self, edges: Iterable[Edge]) -> bool:
        """Whether two of these edges can carry a token at the same time."""
        return any(self._with[row] & others for row, others in self._others(edges))

    def all_beside(self, edges: Iterable[Edge]) -> bool:
        """Whether all these edges can carry a token at the same time, two by two."""
        return all(others & ~self._with[row] == 0 for row, others in self._others(edges))

    def group(self, first: Edge, edges: Iterable[Edge]) -> list[Edge]:
        """Return edges that can all carry a token at once, beginning with one of them, greedily."""
        found, rows = [first], 1 << self._row[first.key]
        for other in edges:
            row = self._row[other.key]
            if other.key != first.key and rows & ~self._with[row] == 0:
                found.append(other)
                rows |= 1 << row
        return found

    def _others(self, edges: Iterable[Edge]) -> Iterator[tuple[int, int]]:
        """Yield the row of each edge, and as bits the rows of the other edges."""
        rows = Counter(self._row[edge.key] for edge in edges)
        every = sum(1 << row for row in rows)
        for row, count in rows.items():
            yield row, every if count > 1 else every & ~(1 << row)

    def steps(self, one: str, other: str) -> bool:
        """Whether two steps, perhaps of different regions, can be under way at once."""
        for first in self._chain(one):
            for second in self._chain(other):
                if first == second:
                    return False
                if self._steps[first].node.parent == self._steps[second].node.parent:
                    return self._meet(first, second)
        return False

    def crowded(self, steps: Iterable[str]) -> set[str]:
        """Return those steps that may run beside another of them: no other pair needs a look."""
        rows = {step: self._rows_around(step) for step in steps}
        every = 0
        for found in rows.values():
            every |= sum(1 << row for row in found)
        return {step for step, found in rows.items() if any(self._with[r] & every for r in found)}

    def _rows_around(self, step: str) -> set[int]:
        """Return the rows by which a token comes to a step, or to what it lies inside of."""
        return {self._row[edge.key] for around in self._chain(step) for edge in self._ins[around]}

    def arrivals(self, step: str) -> list[Edge]:
        """Return the edges by which a token arrives at a step in its region."""
        return self._ins[step]

    def _meet(self, first: str, second: str) -> bool:
        pairs = ((one, two) for one in self._ins[first] for two in self._ins[second])
        return any(self.edges(one, two) for one, two in pairs)

    def _chain(self, step: str) -> Iterator[str]:
        """Yield a step and all that it lies inside of, innermost first."""
        current: str | None = step
        while current is not None:
            yield current
            current = self._steps[current].node.parent

    def _sort(self, drawing: Drawing) -> None:
        """Sort the edges by their ends; those that cross the border of a region do not count."""
        for edge in drawing.definition.edges():
            if drawing.stays(edge):
                self._outs[edge.source].append(edge)
                self._ins[edge.target].append(edge)
        for parent in {node.parent for node in drawing.definition.nodes()}:
            for entry in drawing.entries(parent) if parent is not None else ():
                drawn = drawing.definition.out_edges(parent or "")
                edge = next((found for found in drawn if found.target == entry), None)
                # Where no line is drawn, the begin of an item is one all the same.
                edge = edge or Edge(source=parent or "", target=entry, key=f"\0{entry}")
                self._begins[parent or ""].append(edge)
                self._ins[entry].append(edge)

    def _flows(self) -> list[_Flow]:
        """Give every edge its row, and say how tokens get from row to row."""
        flows: list[_Flow] = []
        for begins in self._begins.values():
            flow = _Flow((), waits=False)
            flow.forks.append(self._new_rows(begins))
            flows.append(flow)
        by_step = {step.id: self._flow(step) for step in self._in_order()}
        # Ways in that come from further down a loop have their rows only now.
        for step, flow in by_step.items():
            flow.ins = tuple({self._row[edge.key] for edge in self._ins[step]})
            flow.not_beside = self._awaited(self._steps[step])
        return [*flows, *(flow for flow in by_step.values() if flow.outs or flow.forks)]

    def _awaited(self, step: Step) -> int:
        """Return, as bits, the rows that a join which waits for all that come looks at."""
        if not isinstance(step.primitive, Join) or not step.primitive.coming:
            return 0
        around = {step.id, *self._before(step.id)}
        rows = {self._row[e.key] for s in around for e in self._ins[s] if e.key in self._row}
        return sum(1 << row for row in rows)

    def _before(self, step: str) -> set[str]:
        """Return the steps from which a path can come to a step, not through it."""
        found: set[str] = set()
        todo = [step]
        while todo:
            new = {edge.source for edge in self._ins[todo.pop()]} - found - {step}
            found |= new
            todo += new
        return found

    def _in_order(self) -> Iterator[Step]:
        lines = [(e.source, e.target) for edges in self._ins.values() for e in edges]
        for component in Arrows(self._steps, lines).rings():
            yield from (self._steps[step] for step in sorted(component))

    def _flow(self, step: Step) -> _Flow:
        ports: defaultdict[str, list[Edge]] = defaultdict(list)
        for edge in self._outs[step.id]:
            ports[edge.port].append(edge)
        forks, single = _parted(step, ports)
        ins = {self._row.get(edge.key) for edge in self._ins[step.id]}
        same = ins.pop() if len(ins) == 1 and not _meets(step, len(self._ins[step.id])) else None
        flow = _Flow((), _waits(step, len(self._ins[step.id])))
        if same is not None:
            self._row.update((edge.key, same) for edge in single)
        elif single:
            (row,) = self._new_rows(single[:1])
            self._row.update((edge.key, row) for edge in single)
            flow.outs.append(row)
        flow.forks = [self._new_rows(edges) for edges in forks]
        return flow

    def _new_rows(self, edges: Iterable[Edge]) -> list[int]:
        rows: list[int] = []
        for edge in edges:
            self._row[edge.key] = len(self._with)
            rows.append(len(self._with))
            self._with.append(0)
        return rows

    def _spread(self, flows: list[_Flow]) -> None:
        """Carry the sets on until nothing grows any more."""
        followers: defaultdict[int, list[int]] = defaultdict(list)
        for number, flow in enumerate(flows):
            for row in flow.ins:
                followers[row].append(number)
        todo = dict.fromkeys(range(len(flows)))
        while todo:
            number = next(iter(todo))
            del todo[number]
            for row in self._carry(flows[number]):
                todo.update(dict.fromkeys(followers[row]))

    def _carry(self, flow: _Flow) -> set[int]:
        """Carry the sets of the ways in to the ways out; return the rows that grew."""
        sets = [self._with[row] for row in flow.ins]
        carried = sets[0] if sets else 0
        for found in sets[1:]:
            carried = carried & found if flow.waits else carried | found
        carried &= ~flow.not_beside
        grown: set[int] = set()
        for row in flow.outs:
            grown |= self._add(row, carried)
        for fork in flow.forks:
            every = sum(1 << row for row in fork)
            for row in fork:
                grown |= self._add(row, carried)
                if every & ~(1 << row) & ~self._with[row]:
                    # The other rows of the fork get their share in their own turn.
                    self._with[row] |= every & ~(1 << row)
                    grown.add(row)
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


def _parted(step: Step, ports: dict[str, list[Edge]]) -> tuple[list[list[Edge]], list[Edge]]:
    """Return the ways out that get a token at the same time, and those that get one instead."""
    kind = step.primitive
    if isinstance(kind, Race):
        # All are waited for at once, but only one of them goes on.
        return [], [edge for edges in ports.values() for edge in edges]
    forks = [edges for edges in ports.values() if len(edges) > 1]
    single = [edges[0] for edges in ports.values() if len(edges) == 1]
    if isinstance(kind, Choose) and kind.every:
        chosen = {branch.port for branch in kind.branches}
        forks.append([edge for port, edges in ports.items() if port in chosen for edge in edges])
        single = [edge for edge in single if edge.port not in chosen]
    if isinstance(kind, Group):
        beside = {found.port for found in kind.boundaries if not found.interrupts}
        every = [edge for edges in ports.values() for edge in edges]
        forks += [
            [one, other] for one in every if one.port in beside for other in every if other != one
        ]
    return forks, single


def _meets(step: Step, ways_in: int) -> bool:
    return isinstance(step.primitive, Join) and (ways_in > 1 or step.primitive.coming)


def _waits(step: Step, ways_in: int) -> bool:
    join = step.primitive
    if not isinstance(join, Join) or join.coming or join.when is not None:
        return False
    return join.cancel_rest or join.need in {0, ways_in}
