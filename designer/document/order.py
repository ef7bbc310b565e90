"""Knows in which order steps stand in a drawing: as a case goes through them. Must not know Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.document.changes.places import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from designer.document.model import Model


def in_order(model: Model) -> list[str]:
    """Return the ids of all steps in the order of the drawing.

    A step comes after those that lead to it, arrows back left out; of several ways out the upper
    one comes first, and what lies inside a step comes right behind it.
    """
    after = _after(model)
    entered = {name for step, names in after.items() for name in names if name != step}
    begins = _as_read(model, (step for step in after if step not in entered))
    seen: set[str] = set()
    found: list[str] = []
    for step in reversed(begins):
        found += _finished(step, after, seen)
    found.reverse()
    for step in _as_read(model, after):  # circles that nothing leads into
        found += reversed([*_finished(step, after, seen)])
    return found


def _as_read(model: Model, steps: Iterable[str]) -> list[str]:
    return sorted(steps, key=lambda step: (place_of(model, step), step))


def _after(model: Model) -> dict[str, list[str]]:
    """Return what follows each step, what lies inside it first, then from top to bottom."""

    def height(name: str) -> tuple[float, float, str]:
        x, y = place_of(model, name)
        return y, x, name

    found: dict[str, list[str]] = {step: [] for step in model.nodes}
    for step in sorted(model.nodes, key=height):
        around = str(model.nodes[step].get("parent") or "")
        if around in found:
            found[around].append(step)
    for step, inside in found.items():
        targets = {str(edge["target"]) for edge in model.out_edges(step)} & model.nodes.keys()
        inside.extend(sorted(targets - {*inside}, key=height))
    return found


def _finished(root: str, after: dict[str, list[str]], seen: set[str]) -> Iterator[str]:
    """Yield what is reached from a step and was not seen yet, each behind all that follows it."""
    if root in seen:
        return
    seen.add(root)
    way = [(root, reversed(after[root]))]
    while way:
        step, left = way[-1]
        following = next((name for name in left if name not in seen), None)
        if following is None:
            way.pop()
            yield step
        else:
            seen.add(following)
            way.append((following, reversed(after[following])))
