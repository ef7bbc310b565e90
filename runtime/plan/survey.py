"""Knows what is worked out once about a drawing for many checks. Must not judge it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from runtime.plan.arrows import Arrows
from runtime.plan.concurrency import Concurrency
from runtime.plan.soundness.ground import Ground
from runtime.plan.soundness.verdict import judge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.definition.definition import Definition
    from runtime.plan.drawing import Drawing, Step
    from runtime.plan.soundness.verdict import Verdict


class Survey:
    """A drawing with what follows from its lines, each worked out when it is first asked for."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing

    @property
    def definition(self) -> Definition:
        """The definition that is checked."""
        return self.drawing.definition

    @property
    def steps(self) -> Mapping[str, Step]:
        """All steps by id."""
        return self.drawing.steps

    @cached_property
    def concurrency(self) -> Concurrency:
        """Which steps can be under way at the same time."""
        return Concurrency(self.drawing)

    @cached_property
    def verdict(self) -> Verdict:
        """Whether every case comes to its end, as far as that can be told."""
        return judge(Ground(self.drawing, self.starts, self.reached))

    @cached_property
    def starts(self) -> tuple[Step, ...]:
        """The steps at the top level where a case may begin."""
        top = self.definition.children(None)
        return tuple(self.steps[node.id] for node in top if self.steps[node.id].begins)

    @cached_property
    def graph(self) -> Arrows:
        """Which step may come right after which, the steps of a for-each after itself."""
        drawn = [(edge.source, edge.target) for edge in self.definition.edges()]
        inner = [(step, entry) for step in self.steps for entry in self.drawing.entries(step)]
        return Arrows(self.steps, [*drawn, *inner])

    @cached_property
    def reached(self) -> frozenset[str]:
        """The steps that a case can come to."""
        found = {step.id for step in self.starts}
        todo = list(found)
        while todo:
            new = set(self.graph.after[todo.pop()]) - found
            found |= new
            todo += new
        return frozenset(found)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {step: number for number, step in enumerate(self.steps)}

    @cached_property
    def _before(self) -> dict[str, int]:
        """For each step the set, as bits, of the steps that may have run before it."""
        before: dict[str, int] = {}
        for component in self.graph.rings():
            entered = {p for step in component for p in self.graph.before[step]}
            found = 0
            for step in entered - component:
                found |= before[step] | 1 << self._numbers[step]
            if len(component) > 1 or component <= entered:
                found |= sum(1 << self._numbers[step] for step in component)
            before.update(dict.fromkeys(component, found))
        return before

    def may_follow(self, step: str, earlier: str) -> bool:
        """Whether `earlier` may have run when a case comes to `step`."""
        return bool(self._before[step] >> self._numbers[earlier] & 1)
