"""Knows what a judgement rests on: a drawing, its starts, and the steps that lines lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.definition.definition import Definition
    from runtime.plan.drawing import Drawing, Step


@dataclass(frozen=True, slots=True)
class Ground:
    """A drawing that is judged.

    Attributes:
        drawing: the steps and the lines between them.
        starts: the steps at the top level where a case may begin.
        reached: the steps that lines lead to from there.
    """

    drawing: Drawing
    starts: tuple[Step, ...]
    reached: frozenset[str]

    @property
    def definition(self) -> Definition:
        """The definition that is judged."""
        return self.drawing.definition

    @property
    def steps(self) -> Mapping[str, Step]:
        """All steps by id."""
        return self.drawing.steps
