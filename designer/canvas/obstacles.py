"""Knows which boxes lie near a place. Must not know what they are or Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from designer.canvas.geometry import Box

_CELL = 512.0


class Obstacles:
    """Boxes by name, found by place in a coarse grid."""

    def __init__(self) -> None:
        self._boxes: dict[str, Box] = {}
        self._cells: dict[tuple[int, int], dict[str, Box]] = {}

    def put(self, name: str, box: Box) -> None:
        """Put a box, in place of an earlier one of the name."""
        old = self._boxes.get(name)
        if old == box:
            return
        self._boxes[name] = box
        cells = _cells(box)
        if old is not None:
            self._leave(name, [cell for cell in _cells(old) if cell not in cells])
        for cell in cells:
            held = self._cells.get(cell)
            if held is None:
                self._cells[cell] = {name: box}
            else:
                held[name] = box

    def remove(self, name: str) -> None:
        """Take a box away, if it is there."""
        box = self._boxes.pop(name, None)
        if box is not None:
            self._leave(name, _cells(box))

    def _leave(self, name: str, cells: list[tuple[int, int]]) -> None:
        for cell in cells:
            del self._cells[cell][name]

    def all(self) -> Mapping[str, Box]:
        """Return all boxes by name, as they are at any moment."""
        return self._boxes

    def box(self, name: str) -> Box | None:
        """Return a box by its name."""
        return self._boxes.get(name)

    def named_in(self, area: Box) -> dict[str, Box]:
        """Return the boxes that touch an area, by name."""
        if not self._boxes:
            return {}
        left, top, right, bottom = area
        return {
            name: box
            for cell in _cells(area)
            for name, box in self._cells.get(cell, _NONE).items()
            if box[0] <= right and left <= box[2] and box[1] <= bottom and top <= box[3]
        }


_NONE: dict[str, Box] = {}


def _cells(box: Box) -> list[tuple[int, int]]:
    left, top = int(box[0] // _CELL), int(box[1] // _CELL)
    right, bottom = int(box[2] // _CELL), int(box[3] // _CELL)
    if left == right and top == bottom:
        return [(left, top)]
    return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
