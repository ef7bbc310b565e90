"""Knows how to find gaps, overlaps and dead rows of a decision table. Must not know how it runs.

A cell is a set of classes of its column's values (see `runtime.expressions.cells.classes`), a row a
box of such sets, and every question is arithmetic on boxes. Rows with a cell whose meaning is only
known when the case runs (a formula) are left out of account.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, islice
from typing import TYPE_CHECKING, TypeAlias

from runtime.expressions.cells import ValueClasses, read_cell, read_value, value_classes
from runtime.step import Finding

if TYPE_CHECKING:
    from runtime.steps.decision_table.params import DecisionTableParams, InputColumn, Rules

Box: TypeAlias = tuple[int, ...]
_MOST_FOUND = 10
_MOST_PAIRS = 500_000
_MOST_BOXES = 1_000


@dataclass(frozen=True, slots=True)
class _Space:
    """A table as boxes; `boxes[n]` is None for a row whose cells are only known at run time."""

    columns: tuple[InputColumn, ...]
    axes: tuple[ValueClasses, ...]
    boxes: tuple[Box | None, ...]

    @property
    def every(self) -> Box:
        """All values of all columns, missing ones too."""
        return tuple(axis.every for axis in self.axes)

    @property
    def expected(self) -> Box:
        """What the rows together should cover."""
        return tuple(axis.expected for axis in self.axes)

    def described(self, box: Box) -> str:
        """Returns one example of a box in words; columns where everything passes are left out."""
        parts = [
            f"{column.title} is {axis.first_name(classes)}"
            for classes, axis, column in zip(box, self.axes, self.columns, strict=True)
            if axis.expected & ~classes
        ]
        return " and ".join(parts) or "any values are given"


def coverage(params: DecisionTableParams) -> tuple[Finding, ...]:
    """Returns gaps, overlaps and dead rows, at most a handful of each. Pure."""
    space = _space(params.table)
    found = _gaps(params, space)
    if params.hit in {"unique", "any"}:
        found += _overlaps(params, space)
    if params.hit == "first":
        found += _unreachable(space)
    return tuple(found)


def _gaps(params: DecisionTableParams, space: _Space) -> list[Finding]:
    if params.table.otherwise is not None or params.hit == "collect":
        return []
    left = [space.expected]
    for box in space.boxes:
        if box is None or len(left) > _MOST_BOXES:
            return []  # a formula may cover anything; too many pieces cost more than they tell
        left = _without(left, box)
    return [
        Finding("table.gap", "table.rows", f"No row applies when {space.described(box)}.")
        for box in left[:_MOST_FOUND]
    ]


def _overlaps(params: DecisionTableParams, space: _Space) -> list[Finding]:
    found: list[Finding] = []
    rows = [(number, box) for number, box in enumerate(space.boxes) if box is not None]
    for (one, left), (two, right) in islice(combinations(rows, 2), _MOST_PAIRS):
        both = tuple(a & b for a, b in zip(left, right, strict=True))
        if all(both) and not (params.hit == "any" and _may_agree(params.table, one, two)):
            message = f"Rows {one + 1} and {two + 1} both apply when {space.described(both)}."
            found.append(Finding("table.overlap", f"table.rows[{two}]", message))
            if len(found) == _MOST_FOUND:
                break
    return found


def _may_agree(table: Rules, one: int, two: int) -> bool:
    """Whether two rows give the same, or cannot be compared before the case runs."""
    for n, column in enumerate(table.outputs):
        left, right = (read_value(table.rows[row].then[n], column.type) for row in (one, two))
        if left != right and left.literal is not None and right.literal is not None:
            return False
    return True


def _unreachable(space: _Space) -> list[Finding]:
    found: list[Finding] = []
    left = [space.every]
    for number, box in enumerate(space.boxes):
        if box is None or len(left) > _MOST_BOXES:
            continue
        if not any(_meet(box, free) for free in left):
            message = f"Row {number + 1} never applies: rows above it take all of its values."
            found.append(Finding("table.unreachable", f"table.rows[{number}]", message))
        left = _without(left, box)
    return found[:_MOST_FOUND]


def _meet(one: Box, other: Box) -> bool:
    return all(a & b for a, b in zip(one, other, strict=True))


def _without(boxes: list[Box], taken: Box) -> list[Box]:
    return [rest for whole in boxes for rest in _cut(whole, taken)]


def _cut(whole: Box, taken: Box) -> list[Box]:
    """Returns the parts of a box outside of another, disjoint from each other."""
    if not _meet(whole, taken):
        return [whole]
    parts: list[Box] = []
    for n, bits in enumerate(taken):
        outside = whole[n] & ~bits
        if outside:
            parts.append((*whole[:n], outside, *whole[n + 1 :]))
        whole = (*whole[:n], whole[n] & bits, *whole[n + 1 :])
    return parts


def _space(table: Rules) -> _Space:
    columns = tuple(table.inputs)
    cells = [[read_cell(row.when[n], c.type) for row in table.rows] for n, c in enumerate(columns)]
    axes = tuple(value_classes(c.type, of) for c, of in zip(columns, cells, strict=True))
    rows = zip(*cells, strict=True)
    boxes = tuple(
        _box([axis.accepted(cell) for cell, axis in zip(row, axes, strict=True)]) for row in rows
    )
    return _Space(columns, axes, boxes)


def _box(sets: list[int | None]) -> Box | None:
    known = tuple(one for one in sets if one is not None)
    return known if len(known) == len(sets) else None
