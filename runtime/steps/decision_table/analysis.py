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
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, TypeAlias

from runtime.step import Finding
from runtime.steps.decision_table.cells import (
    Anything,
    Between,
    Cell,
    Compared,
    Literal_,
    Missing,
    Operand,
    Test,
    output,
    read,
)

if TYPE_CHECKING:
    from runtime.steps.decision_table.params import DecisionTableParams, InputColumn, Rules

Box: TypeAlias = tuple[int, ...]
_MOST_FOUND = 10
_MOST_WORK = 200_000
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class _Class:
    """Values that no cell of a column can tell apart.

    Attributes:
        low, high: the ends of a stretch (None is without end), or twice the same value.
        stretch: whether the ends themselves are outside of it.
    """

    low: Literal_ | None
    high: Literal_ | None
    stretch: bool


_OTHER = _Class(None, None, stretch=True)


@dataclass(frozen=True, slots=True)
class _Space:
    """A table as boxes; `boxes[n]` is None for a row whose cells are only known at run time."""

    columns: tuple[InputColumn, ...]
    classes: tuple[tuple[_Class, ...], ...]
    boxes: tuple[Box | None, ...]


def findings(params: DecisionTableParams) -> tuple[Finding, ...]:
    """Returns what a reader of the table should know, at most a handful of each sort. Pure."""
    space = _space(params.table)
    found = [*_gaps(params, space)]
    if params.hit in {"unique", "any"}:
        found += _overlaps(params, space)
    if params.hit == "first":
        found += _unreachable(space)
    return tuple(found)


def _gaps(params: DecisionTableParams, space: _Space) -> list[Finding]:
    if params.table.otherwise is not None or params.hit == "collect" or None in space.boxes:
        return []
    whole: Box = tuple((1 << len(classes)) - 1 for classes in space.classes)
    left = _without([whole], space.boxes)
    return [
        Finding("table.gap", "table.rows", f"No row applies when {_described(box, space)}.")
        for box in left[:_MOST_FOUND]
    ]


def _overlaps(params: DecisionTableParams, space: _Space) -> list[Finding]:
    found: list[Finding] = []
    rows = [(number, box) for number, box in enumerate(space.boxes) if box is not None]
    for _, ((one, left), (two, right)) in zip(
        range(_MOST_WORK), combinations(rows, 2), strict=False
    ):
        both = tuple(a & b for a, b in zip(left, right, strict=True))
        if all(both) and not (params.hit == "any" and _may_agree(params.table, one, two)):
            message = f"Rows {one + 1} and {two + 1} both apply when {_described(both, space)}."
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
    for number, box in enumerate(space.boxes):
        if box is not None and number and not _without([box], space.boxes[:number]):
            message = f"Row {number + 1} never applies: rows above it take all of its values."
            found.append(Finding("table.unreachable", f"table.rows[{number}]", message))
    return found[:_MOST_FOUND]


def _without(boxes: list[Box], taken: tuple[Box | None, ...]) -> list[Box]:
    """Returns what is left of boxes; stops early, with something left, when it grows too costly."""
    work = 0
    for box in taken:
        if box is None:
            continue
        work += len(boxes)
        if work > _MOST_WORK // 10:
            break
        boxes = [rest for whole in boxes for rest in _cut(whole, box)]
    return boxes


def _cut(whole: Box, taken: Box) -> list[Box]:
    """Returns the parts of a box outside of another, disjoint from each other."""
    if not all(a & b for a, b in zip(whole, taken, strict=True)):
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
    classes = tuple(_classes(column, of) for column, of in zip(columns, cells, strict=True))
    rows = zip(*cells, strict=True)
    boxes = tuple(
        _box([_bits(cell, known) for cell, known in zip(row, classes, strict=True)]) for row in rows
    )
    return _Space(columns, classes, boxes)


def _box(bits: list[int | None]) -> Box | None:
    known = tuple(one for one in bits if one is not None)
    return known if len(known) == len(bits) else None


def _classes(column: InputColumn, cells: list[Cell]) -> tuple[_Class, ...]:
    values = {value for cell in cells for test in cell.tests for value in _values(test)}
    if column.type == "boolean" or (values and all(isinstance(v, bool) for v in values)):
        return tuple(_Class(value, value, stretch=False) for value in (False, True))
    numbers = sorted(value for value in values if isinstance(value, Decimal))
    texts = sorted(value for value in values if isinstance(value, str))
    if numbers and not texts:
        return _line(numbers, column)
    if column.type == "date":
        return _line(texts, column)
    return (*(_Class(text, text, stretch=False) for text in texts), _OTHER)


def _line(points: list[Decimal] | list[str], column: InputColumn) -> tuple[_Class, ...]:
    """Returns the points and the stretches between them, in order."""
    if not points:
        return (_OTHER,)
    line = [_Class(None, points[0], stretch=True)]
    for low, high in pairwise(points):
        line.append(_Class(low, low, stretch=False))
        if not _adjacent(low, high, column):
            line.append(_Class(low, high, stretch=True))
    line += [_Class(points[-1], points[-1], stretch=False), _Class(points[-1], None, stretch=True)]
    return tuple(line)


def _adjacent(low: Decimal | str, high: Decimal | str, column: InputColumn) -> bool:
    """Whether nothing lies between: money has cents, and a date has days."""
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        return column.type == "money" and high - low <= _CENT
    try:
        return (date.fromisoformat(str(high)) - date.fromisoformat(str(low))).days <= 1
    except ValueError:
        return False


def _operands(test: Test) -> tuple[Operand, ...]:
    if isinstance(test, Compared):
        return (test.operand,)
    return (test.low, test.high) if isinstance(test, Between) else ()


def _values(test: Test) -> list[Literal_]:
    return [one.literal for one in _operands(test) if one.literal is not None]


def _bits(cell: Cell, classes: tuple[_Class, ...]) -> int | None:
    """Returns the classes that pass a cell; None when that is only known at run time."""
    bits = 0
    for test in cell.tests:
        if not isinstance(test, Anything | Missing) and (
            not _operands(test) or any(one.literal is None for one in _operands(test))
        ):
            return None
        bits |= sum(1 << n for n, one in enumerate(classes) if _passes(test, one))
    return ~bits & ((1 << len(classes)) - 1) if cell.negated else bits


def _passes(test: Test, values: _Class) -> bool:
    if isinstance(test, Compared):
        return _holds(values, test.sign, test.operand.literal)
    if isinstance(test, Between):
        low, high = (">=" if test.with_low else ">"), ("<=" if test.with_high else "<")
        return _holds(values, low, test.low.literal) and _holds(values, high, test.high.literal)
    return isinstance(test, Anything)


def _holds(values: _Class, sign: str, limit: Literal_ | None) -> bool:
    """Whether a class lies on the side of a limit; a limit is always the end of some class."""
    if values is _OTHER:
        return sign == "!="
    if not values.stretch and values.low == limit:
        return sign in {"=", "<=", ">="}
    if sign in {"=", "!="}:
        return sign == "!="
    below = _below(values.high, limit)
    return below if sign in {"<", "<="} else not below


def _below(high: Literal_ | None, limit: Literal_ | None) -> bool:
    if isinstance(high, Decimal) and isinstance(limit, Decimal):
        return high <= limit
    return high is not None and str(high) <= str(limit)


def _described(box: Box, space: _Space) -> str:
    """Returns one example of a box in words; columns where everything passes are left out."""
    parts: list[str] = []
    for bits, classes, column in zip(box, space.classes, space.columns, strict=True):
        if bits != (1 << len(classes)) - 1:
            first = (bits & -bits).bit_length() - 1
            parts.append(f"{column.title} is {_spoken(classes[first])}")
    return " and ".join(parts) or "any values are given"


def _spoken(values: _Class) -> str:
    if values is _OTHER:
        return "anything else"
    if not values.stretch:
        return f"{values.low}".lower() if isinstance(values.low, bool) else f"{values.low}"
    if values.low is None:
        return f"below {values.high}"
    return (
        f"above {values.low}" if values.high is None else f"between {values.low} and {values.high}"
    )
