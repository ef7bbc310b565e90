"""Knows in which order steps stand in a drawing: as a case goes through them. Must not know Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.document.layout import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from designer.document.layout import Pair
    from designer.document.model import Model


def in_order(model: Model) -> list[str]:
    """Return the ids of all steps in the order of the drawing.

    A step comes after those that lead to it, arrows back left out; of several ways out the upper
    one comes first, and what lies inside a step comes right behind it.
    """
    places = {step: place_of(model, step) for step in model.nodes}
    after = _after(model, places)
    entered = {name for step, names in after.items() for name in names if name != step}
    read = sorted(model.nodes, key=lambda step: (places[step], step))
    seen: set[str] = set()
    found: list[str] = []
    for step in reversed([step for step in read if step not in entered]):
        found += _finished(step, after, seen)
    found.reverse()
    for step in read:  # circles that nothing leads into
        if step not in seen:
            found += reversed([*_finished(step, after, seen)])
    return found


def _after(model: Model, places: dict[str, Pair]) -> dict[str, list[str]]:
    """Return what follows each step, what lies inside it first, then from top to bottom."""
    inside: dict[str, list[str]] = {step: [] for step in model.nodes}
    targets: dict[str, list[str]] = {step: [] for step in model.nodes}
    for edge in model.edges.values():
        source, target = str(edge["source"]), str(edge["target"])
        if source in targets and target in targets:
            targets[source].append(target)
    for step, node in model.nodes.items():
        around = node.get("parent")
        if isinstance(around, str) and around in inside:
            inside[around].append(step)

    def height(name: str) -> tuple[float, float, str]:
        x, y = places[name]
        return y, x, name

    return {
        step: [*dict.fromkeys((*sorted(inside[step], key=height), *sorted(names, key=height)))]
        for step, names in targets.items()
    }


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
