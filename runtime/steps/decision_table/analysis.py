"""Knows how to find gaps, overlaps and dead rows of a decision table. Must not know how it runs.

Each column's values fall into classes that no cell can tell apart: the numbers of its cells and
the stretches between them, the texts of its cells and all others, true and false. A cell is then a
set of classes (bits of one integer), a row a box, and every question is arithmetic on boxes. Cells
whose meaning is only known when the case runs (formulas) are left out of account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations, islice, pairwise
from typing import TYPE_CHECKING, TypeAlias

from runtime.step import Finding
from runtime.steps.decision_table.cells import (
    Anything,
    Between,
    Cell,
    Compared,
    Formula,
    Literal_,
    Operand,
    Test,
    output,
    read,
)

if TYPE_CHECKING:
    from runtime.steps.decision_table.params import DecisionTableParams, InputColumn, Rules

Box: TypeAlias = tuple[int, ...]
_MOST_FOUND = 10
_MOST_PAIRS = 500_000
_MOST_BOXES = 1_000
_CENT = Decimal("0.01")
_ORDERING = frozenset({"<", "<=", ">", ">="})


@dataclass(frozen=True, slots=True)
class _Axis:
    """The values of one column, in classes that no cell of it can tell apart.

    Attributes:
        names: what each class is called in a sentence.
        place: the class of exactly one value.
    """

    names: tuple[str, ...]
    place: dict[Literal_, int]

    @property
    def whole(self) -> int:
        """All classes."""
        return (1 << len(self.names)) - 1

    def compared(self, sign: str, limit: Literal_) -> int:
        """Returns the classes on one side of a limit; they are in order where that is asked."""
        point = 1 << self.place[limit]
        below = point - 1
        sides = {"=": point, "!=": ~point, "<": below, "<=": below | point}
        return (sides[sign] if sign in sides else ~sides[_OPPOSITE[sign]]) & self.whole


_OPPOSITE = {">": "<=", ">=": "<"}


@dataclass(frozen=True, slots=True)
class _Space:
    """A table as boxes; `boxes[n]` is None for a row whose cells are only known at run time."""

    columns: tuple[InputColumn, ...]
    axes: tuple[_Axis, ...]
    boxes: tuple[Box | None, ...]

    @property
    def whole(self) -> Box:
        """All values of all columns."""
        return tuple(axis.whole for axis in self.axes)

    def described(self, box: Box) -> str:
        """Returns one example of a box in words; columns where everything passes are left out."""
        parts: list[str] = []
        for bits, axis, column in zip(box, self.axes, self.columns, strict=True):
            if bits != axis.whole:
                first = (bits & -bits).bit_length() - 1
                parts.append(f"{column.title} is {axis.names[first]}")
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
    left = [space.whole]
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
        left, right = (output(table.rows[row].then[n], column.type) for row in (one, two))
        if left != right and left.literal is not None and right.literal is not None:
            return False
    return True


def _unreachable(space: _Space) -> list[Finding]:
    found: list[Finding] = []
    left = [space.whole]
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
    cells = [[read(row.when[n], c.type) for row in table.rows] for n, c in enumerate(columns)]
    axes = tuple(_axis(column, of) for column, of in zip(columns, cells, strict=True))
    rows = zip(*cells, strict=True)
    boxes = tuple(
        _box([_bits(cell, axis) for cell, axis in zip(row, axes, strict=True)]) for row in rows
    )
    return _Space(columns, axes, boxes)


def _box(bits: list[int | None]) -> Box | None:
    """A row one of whose cells never passes is an empty box, whatever the others are."""
    known = tuple(one for one in bits if one is not None)
    return known if len(known) == len(bits) else None


def _axis(column: InputColumn, cells: list[Cell]) -> _Axis:
    tests = [test for cell in cells for test in cell.tests]
    values = {value for test in tests for value in _literals(test)}
    if column.type == "boolean" or (values and all(isinstance(v, bool) for v in values)):
        return _Axis(("false", "true"), {False: 0, True: 1})
    numbers = sorted(value for value in values if isinstance(value, Decimal))
    texts = sorted(value for value in values if isinstance(value, str))
    if column.type == "any" and len({type(value) for value in values}) > 1:
        return _Axis(("anything",), {})
    if numbers or column.type == "date" or any(_orders(test) for test in tests):
        return _line(numbers or texts, column)
    names = (*texts, "anything else")
    return _Axis(names, {text: n for n, text in enumerate(texts)})


def _orders(test: Test) -> bool:
    return isinstance(test, Between) or (isinstance(test, Compared) and test.sign in _ORDERING)


def _line(points: list[Decimal] | list[str], column: InputColumn) -> _Axis:
    """Returns the points and the stretches between them, in order."""
    if not points:
        return _Axis(("anything",), {})
    names = [f"below {points[0]}"]
    place: dict[Literal_, int] = {}
    for low, high in pairwise(points):
        place[low] = len(names)
        names.append(str(low))
        if not _adjacent(low, high, column):
            names.append(f"between {low} and {high}")
    place[points[-1]] = len(names)
    names += [str(points[-1]), f"above {points[-1]}"]
    return _Axis(tuple(names), place)


def _adjacent(low: Decimal | str, high: Decimal | str, column: InputColumn) -> bool:
    """Whether nothing lies between: money has cents, and a date has days."""
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        return column.type == "money" and high - low <= _CENT
    if column.type != "date":
        return False
    try:
        return (date.fromisoformat(str(high)) - date.fromisoformat(str(low))).days <= 1
    except ValueError:
        return False


def _operands(test: Test) -> tuple[Operand, ...]:
    if isinstance(test, Compared):
        return (test.operand,)
    return (test.low, test.high) if isinstance(test, Between) else ()


def _literals(test: Test) -> list[Literal_]:
    return [one.literal for one in _operands(test) if one.literal is not None]


def _bits(cell: Cell, axis: _Axis) -> int | None:
    """Returns the classes that pass a cell; None when that is only known at run time."""
    bits = 0
    for test in cell.tests:
        known = [value for value in _literals(test) if value in axis.place]
        if isinstance(test, Formula) or len(known) < len(_operands(test)):
            return None
        bits |= _passing(test, known, axis)
    return ~bits & axis.whole if cell.negated else bits


def _passing(test: Test, limits: list[Literal_], axis: _Axis) -> int:
    if isinstance(test, Compared):
        return axis.compared(test.sign, limits[0])
    if isinstance(test, Between):
        low, high = (">=" if test.with_low else ">"), ("<=" if test.with_high else "<")
        return axis.compared(low, limits[0]) & axis.compared(high, limits[1])
    return axis.whole if isinstance(test, Anything) else 0
