"""Knows which step is next in a direction: along edges first, else the nearest there.

Must not know items, keys or selections.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from PySide6.QtCore import QPointF, QRectF

    from designer.document.model import Model

Direction: TypeAlias = Literal["left", "right", "up", "down"]

_WAY: dict[Direction, tuple[int, int]] = {
    "left": (-1, 0),
    "right": (1, 0),
    "up": (0, -1),
    "down": (0, 1),
}


def vector(direction: Direction) -> tuple[int, int]:
    """Return the direction as steps to the right and down."""
    return _WAY[direction]


def next_step(
    model: Model, boxes: Mapping[str, QRectF], step: str, direction: Direction
) -> str | None:
    """Return the step to go to; None where there is none in that direction.

    Right goes on along an edge and left comes back along one; up and down go among the steps that
    are reached from, or lead to, the same one. Where no edge helps, the nearest card is next.

    Args:
        model: the document.
        boxes: the cards that can be seen, by step.
        step: where one stands.
        direction: where to.
    """
    linked = [name for name in _linked(model, step, direction) if name in boxes and name != step]
    ahead = _ahead(boxes, step, linked, direction)
    if ahead:
        return _best(boxes, step, ahead, direction)
    if linked and direction in {"left", "right"}:
        return _nearest(boxes, step, linked)
    around = _ahead(boxes, step, boxes, direction)
    return _best(boxes, step, around, direction) if around else None


def first_step(boxes: Mapping[str, QRectF]) -> str | None:
    """Return the step to begin at: the leftmost, and of those the uppermost."""
    return min(boxes, key=lambda step: (boxes[step].x(), boxes[step].y()), default=None)


def _linked(model: Model, step: str, direction: Direction) -> list[str]:
    after = [str(edge["target"]) for edge in model.out_edges(step)]
    before = [str(edge["source"]) for edge in model.in_edges(step)]
    if direction == "right":
        return list(dict.fromkeys(after))
    if direction == "left":
        return list(dict.fromkeys(before))
    siblings = [str(edge["target"]) for one in before for edge in model.out_edges(one)]
    siblings += [str(edge["source"]) for one in after for edge in model.in_edges(one)]
    return list(dict.fromkeys(siblings))


def _ahead(
    boxes: Mapping[str, QRectF], step: str, names: Iterable[str], direction: Direction
) -> list[str]:
    """Return those of the steps whose middle lies more that way than to the side."""
    here = boxes[step].center()
    found: list[str] = []
    for name in names:
        along, aside = _split(boxes[name].center() - here, direction)
        if name != step and along > 0 and aside <= 2 * along:
            found.append(name)
    return found


def _best(
    boxes: Mapping[str, QRectF], step: str, names: Iterable[str], direction: Direction
) -> str:
    here = boxes[step].center()

    def cost(name: str) -> float:
        along, aside = _split(boxes[name].center() - here, direction)
        return along + 2 * aside

    return min(names, key=cost)


def _nearest(boxes: Mapping[str, QRectF], step: str, names: Iterable[str]) -> str:
    here = boxes[step].center()
    return min(names, key=lambda name: (boxes[name].center() - here).manhattanLength())


def _split(way: QPointF, direction: Direction) -> tuple[float, float]:
    """Return how far a way leads in a direction, and how far aside of it."""
    x, y = _WAY[direction]
    along = way.x() * x + way.y() * y
    return along, abs(way.x() * y) + abs(way.y() * x)
