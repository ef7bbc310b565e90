"""Knows how room is made: all beyond a line is pushed away, or pulled back. Must not know Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from designer.document.changes.places import place_of, shift, with_inside
from designer.document.history import Command
from designer.document.layout import notes

if TYPE_CHECKING:
    from designer.document.model import Model

Axis: TypeAlias = Literal["x", "y"]
"""Whether what is right of the line moves, or what is below it."""


def beyond(model: Model, axis: Axis, line: float) -> tuple[list[str], list[str]]:
    """Return the steps and free notes beyond a line; what begins before it stays as a whole.

    A step inside another goes by where the outer one begins, so that no region is torn apart; a
    note that hangs on a step goes by the step.
    """
    at = 0 if axis == "x" else 1
    steps = [
        step
        for step, node in model.nodes.items()
        if not node.get("parent") and place_of(model, step)[at] >= line
    ]
    free = [note for note in notes(model).values() if not note.step]
    return steps, [note.id for note in free if note.position[at] >= line]


def make_space(model: Model, axis: Axis, line: float, by: float) -> Command:
    """Push everything beyond a line away from it.

    Args:
        model: the document.
        axis: to the right or down.
        line: where, in scene units.
        by: how far; less than nothing pulls closer.
    """
    steps, papers = beyond(model, axis, line)
    way = (by, 0.0) if axis == "x" else (0.0, by)
    count = len(with_inside(model, steps))
    title = f"{'Make room' if by > 0 else 'Take room away'}: {count} steps moved"
    return Command(title, shift(model, steps, way, notes=papers).patch)
