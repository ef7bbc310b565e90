"""Knows which values tests accept, exactly and without running them. Must not know their spelling.

Values fall into classes that none of the tests at hand can tell apart: the numbers they name and
the stretches between them, the texts they name and all others, true, false, and no value. What a
test accepts is then a set of classes, kept as the bits of one integer; gaps and overlaps are `&`,
`|` and `~`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from itertools import pairwise
from typing import TYPE_CHECKING

from runtime.expressions.cells.meaning import (
    AllOf,
    AnyOf,
    Anything,
    Compared,
    Formula,
    Missing,
    NoneOf,
    Scalar,
    Test,
    ValueType,
    leaves,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ValueClasses:
    """The classes of one value.

    Attributes:
        names: what each class is called in a sentence; the last one is the missing value.
        expected: the classes that somebody who wrote the tests has thought of: a missing value
            only where a test names it.
        kinds: the classes of each kind of value.
        places: the class of a single value.
    """

    names: tuple[str, ...]
    expected: int
    kinds: Mapping[type, int]
    places: Mapping[tuple[type, Scalar], int]

    @property
    def every(self) -> int:
        """All classes."""
        return (1 << len(self.names)) - 1

    @property
    def missing(self) -> int:
        """The class of no value."""
        return 1 << (len(self.names) - 1)

    @property
    def present(self) -> int:
        """All classes of values."""
        return self.missing - 1

    def accepted(self, test: Test) -> int | None:
        """Returns the classes a test accepts; None where only an evaluation can tell.

        Args:
            test: one of those that the classes were made for.
        """
        match test:
            case Anything():
                return self.every
            case Missing():
                return self.missing
            case Formula():
                return None
            case Compared():
                limit = test.operand.literal
                return None if limit is None else self._compared(test.sign, limit)
            case _:
                return self._joined(test)

    def first_name(self, classes: int) -> str:
        """Returns what the first of some classes is called."""
        return self.names[(classes & -classes).bit_length() - 1]

    def _compared(self, sign: str, limit: Scalar) -> int:
        point = 1 << self.places[type(limit), limit]
        ordered = self.kinds[type(limit)]
        below = (point - 1) & ordered
        above = ordered & ~below & ~point
        return {
            "=": point,
            "!=": self.present & ~point,
            "<": below,
            "<=": below | point,
            ">": above,
            ">=": above | point,
        }[sign]

    def _joined(self, test: AllOf | AnyOf | NoneOf) -> int | None:
        parts = [self.accepted(part) for part in test.tests]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        if isinstance(test, AllOf):
            return reduce(lambda both, part: both & part, known)
        either = reduce(lambda either, part: either | part, known)
        return either if isinstance(test, AnyOf) else self.present & ~either


def value_classes(of: ValueType, tests: Iterable[Test]) -> ValueClasses:
    """Returns the classes that these tests tell apart.

    Args:
        of: the type of the value; money has cents and dates have days, nothing lies between.
        tests: all tests of the value.
    """
    found = [leaf for test in tests for leaf in leaves(test)]
    names: list[str] = []
    kinds: dict[type, int] = {}
    places: dict[tuple[type, Scalar], int] = {}
    compared = [leaf for leaf in found if isinstance(leaf, Compared)]
    for section in _sections(of, compared):
        first = len(names)
        names += section.names
        kinds[section.kind] = (1 << len(names)) - (1 << first)
        places |= {(section.kind, value): first + n for value, n in section.places.items()}
    if not names or (str in kinds and not _has_line(of, compared)):
        names.append("anything else" if names else "anything")
    present = (1 << len(names)) - 1
    expected = present | (1 << len(names) if Missing() in found else 0)
    return ValueClasses((*names, "missing"), expected, kinds, places)


@dataclass(frozen=True, slots=True)
class _Section:
    """The classes of one kind of value, counted from 0."""

    kind: type
    names: Sequence[str]
    places: Mapping[Scalar, int]


def _sections(of: ValueType, compared: list[Compared]) -> Iterator[_Section]:
    """Yields a section for each kind of value that is named; values of others never pass."""
    limits = [test.operand.literal for test in compared]
    numbers = sorted({limit for limit in limits if isinstance(limit, Decimal)})
    texts = sorted({limit for limit in limits if isinstance(limit, str)})
    if numbers:
        yield _line(Decimal, numbers, of)
    if texts:
        points = _Section(str, texts, {text: n for n, text in enumerate(texts)})
        yield _line(str, texts, of) if _has_line(of, compared) else points
    if of == "boolean" or any(isinstance(limit, bool) for limit in limits):
        yield _Section(bool, ("false", "true"), {False: 0, True: 1})


def _has_line(of: ValueType, compared: list[Compared]) -> bool:
    """Whether texts stand in an order, with stretches between them."""
    return of == "date" or any(
        test.orders and isinstance(test.operand.literal, str) for test in compared
    )


def _line(kind: type, points: Sequence[Decimal] | Sequence[str], of: ValueType) -> _Section:
    """Returns the points and the stretches between them, in order."""
    names = [f"below {points[0]}"]
    places: dict[Scalar, int] = {}
    for low, high in pairwise(points):
        places[low] = len(names)
        names.append(str(low))
        if not _adjacent(low, high, of):
            names.append(f"between {low} and {high}")
    places[points[-1]] = len(names)
    names += [str(points[-1]), f"above {points[-1]}"]
    return _Section(kind, names, places)


def _adjacent(low: Decimal | str, high: Decimal | str, of: ValueType) -> bool:
    """Whether nothing lies between: money has cents, and a date has days."""
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        return of == "money" and high - low <= _CENT
    if of != "date":
        return False
    return (date.fromisoformat(str(high)) - date.fromisoformat(str(low))).days <= 1
