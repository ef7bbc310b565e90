"""Knows how notes give way to the cards of a tidied drawing. Must not know Qt or how it was tidied.

A note goes no further than it must: straight up, down, left or right to the nearest place that is
free. One inside a group may stay in it; one outside does not come to lie in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from designer.document.layout import frames, notes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from designer.document.layout import Note
    from designer.document.model import Model

Pair: TypeAlias = "tuple[float, float]"
Box: TypeAlias = "tuple[float, float, float, float]"
"""Left, top, right, bottom."""

CARD = (224.0, 72.0)
"""The size of a card of which none is told."""
GAP = 16.0
"""Room between a note and what it gives way to."""
_SIDE, _STRIP = 16.0, 40.0
"""What a frame takes round its steps at the sides and below, and above with its title."""


def moved_aside(
    model: Model,
    places: Mapping[str, Pair],
    sizes: Mapping[str, Pair],
    notes_at: Mapping[str, Pair],
) -> dict[str, Pair]:
    """Return new places for the notes on which steps would come to lie.

    Args:
        model: the document, as it was before.
        places: top left corners of the steps that are moved.
        sizes: width and height of the card of each step.
        notes_at: where notes are to be that go with a step.
    """
    papers = notes(model)
    boxes = {name: _box(notes_at.get(name, note.position), note) for name, note in papers.items()}
    cards = _cards(model, places, sizes)
    arriving = [cards[step] for step in places if step in cards]
    before = [*_framed(model, _cards(model, {}, sizes)).items()]
    after = _framed(model, cards)
    found: dict[str, Pair] = {}
    for name, note in papers.items():
        own = {frame for frame, box in before if _meet(box, _box(note.position, note))}
        strange = [box for frame, box in after.items() if frame not in own]
        if _is_covered(boxes[name], [*arriving, *strange]):
            others = [box for other, box in boxes.items() if other != name]
            found[name] = nearest_free(boxes[name], [*cards.values(), *strange, *others])
            boxes[name] = _box(found[name], note)
    return found


def nearest_free(box: Box, taken: Sequence[Box]) -> Pair:
    """Return the nearest top left corner, straight in one direction, at which a box meets none."""
    left, top, right, bottom = box
    across = _free_spans(((a, c) for a, b, c, d in taken if _between(b, d, top, bottom)))
    down = _free_spans(((b, d) for a, b, c, d in taken if _between(a, c, left, right)))
    x, y = _nearest(left, right - left, across), _nearest(top, bottom - top, down)
    return (left, y) if abs(y - top) <= abs(x - left) else (x, top)


def _free_spans(taken: Iterable[Pair]) -> list[Pair]:
    """Return what is free along a line, in order, beside stretches that are taken."""
    free: list[Pair] = []
    end = float("-inf")
    for first, last in sorted(taken):
        if first - GAP > end:
            free.append((end, first - GAP))
        end = max(end, last + GAP)
    return [*free, (end, float("inf"))]


def _nearest(now: float, length: float, free: Iterable[Pair]) -> float:
    """Return where a stretch has room, as near as can be to where it is."""
    fits = [(first, last - length) for first, last in free if last - first >= length]
    return min((min(max(now, first), last) for first, last in fits), key=lambda at: abs(at - now))


def _between(first: float, last: float, begin: float, end: float) -> bool:
    return first - GAP < end and begin < last + GAP


def _cards(model: Model, places: Mapping[str, Pair], sizes: Mapping[str, Pair]) -> dict[str, Box]:
    found: dict[str, Box] = {}
    for step, node in model.nodes.items():
        at = places.get(step) or _position(node.get("position"))
        if at is not None:
            wide, high = sizes.get(step, CARD)
            found[step] = (at[0], at[1], at[0] + wide, at[1] + high)
    return found


def _position(value: object) -> Pair | None:
    match value:
        case [int() | float() as x, int() | float() as y]:
            return float(x), float(y)
        case _:
            return None


def _framed(model: Model, cards: Mapping[str, Box]) -> dict[str, Box]:
    """Return the boxes of the groups, and of the steps that lie inside another."""
    inside: dict[str, list[str]] = {}
    for name, frame in frames(model).items():
        inside[f"frame {name}"] = [*frame.members]
    for step, node in model.nodes.items():
        if isinstance(parent := node.get("parent"), str):
            inside.setdefault(f"step {parent}", []).append(step)
    held = {
        name: [cards[step] for step in steps if step in cards] for name, steps in inside.items()
    }
    return {name: _around(boxes) for name, boxes in held.items() if boxes}


def _around(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    left, top = min(lefts) - _SIDE, min(tops) - _STRIP
    return (left, top, max(rights) + _SIDE, max(bottoms) + _SIDE)


def _box(at: Pair, note: Note) -> Box:
    return (at[0], at[1], at[0] + note.size[0], at[1] + note.size[1])


def _is_covered(box: Box, by: Iterable[Box]) -> bool:
    return any(_meet(box, other) for other in by)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
