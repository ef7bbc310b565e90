"""Knows how chosen steps are lined up and spread evenly. Must not know Qt or who chose them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from designer.document.changes.places import added, outermost, place_of, put, with_inside
from designer.document.changes.steps import GRID
from designer.document.history import Command

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from designer.document.model import Model

Side: TypeAlias = Literal["left", "centre", "right", "top", "middle", "bottom"]
"""What is brought onto one line: an edge or the middle of the cards."""

Spread: TypeAlias = Literal["columns", "rows"]
"""Whether the gaps between the cards become equal from left to right, or from top to bottom."""

SPREADS: tuple[Spread, ...] = ("columns", "rows")

Sizes: TypeAlias = "Mapping[str, tuple[float, float]]"

_PAIR, _TRIPLE = 2, 3

_SHARE: dict[Side, tuple[int, float]] = {
    "left": (0, 0.0),
    "centre": (0, 0.5),
    "right": (0, 1.0),
    "top": (1, 0.0),
    "middle": (1, 0.5),
    "bottom": (1, 1.0),
}


def align(model: Model, steps: Iterable[str], how: Side, sizes: Sizes) -> Command:
    """Bring steps onto one line; what lies inside a step goes with it.

    Args:
        model: the document.
        steps: which; fewer than two change nothing.
        how: the line is the outermost edge, or the middle of all.
        sizes: width and height of each card.
    """
    chosen = outermost(model, steps)
    if len(chosen) < _PAIR:
        return Command("Align", ())
    axis, share = _SHARE[how]
    low = min(place_of(model, step)[axis] for step in chosen)
    high = max(place_of(model, step)[axis] + sizes[step][axis] for step in chosen)
    line = low + (high - low) * share
    largest = max(sizes[step][axis] for step in chosen) * share
    line = round((line - largest) / GRID) * GRID + largest
    to = {step: line - sizes[step][axis] * share for step in chosen}
    return _moved(model, f"Align {len(chosen)} steps", axis, to)


def distribute(model: Model, steps: Iterable[str], how: Spread, sizes: Sizes) -> Command:
    """Make the gaps between steps equal; the outermost two stay where they are.

    Args:
        model: the document.
        steps: which; fewer than three change nothing.
        how: from left to right or from top to bottom.
        sizes: width and height of each card.
    """
    axis = SPREADS.index(how)
    chosen = sorted(outermost(model, steps), key=lambda step: place_of(model, step)[axis])
    if len(chosen) < _TRIPLE:
        return Command("Distribute", ())
    extents = [sizes[step][axis] for step in chosen]
    start = place_of(model, chosen[0])[axis]
    whole = place_of(model, chosen[-1])[axis] + extents[-1] - start
    gap = (whole - sum(extents)) / (len(chosen) - 1)
    to = {step: start + sum(extents[:at]) + gap * at for at, step in enumerate(chosen)}
    return _moved(model, f"Distribute {len(chosen)} steps", axis, to)


def _moved(model: Model, title: str, axis: int, to: Mapping[str, float]) -> Command:
    """Return the command that brings each step to a place on one axis, with what is inside it."""
    places: dict[str, tuple[float, float]] = {}
    for step, spot in to.items():
        way = spot - place_of(model, step)[axis]
        by = (way, 0.0) if axis == 0 else (0.0, way)
        for inner in with_inside(model, [step]):
            places[inner] = added(place_of(model, inner), by)
    return Command(title, put(model, places))
