"""Knows what a cell can say: tests of one value, and joins of tests. Must not know its spelling."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

ValueType: TypeAlias = Literal["any", "text", "number", "money", "boolean", "date"]
"""What the value that a cell tests is. Money counts to the cent, a date without its time of day."""

Scalar: TypeAlias = str | bool | Decimal
"""A value that is known while drawing; numbers as decimals, days as ISO text."""


class CellError(ValueError):
    """A cell cannot be read; the message says why and what to write instead."""


@dataclass(frozen=True, slots=True)
class Operand:
    """What a value is compared with, or a result.

    Attributes:
        text: JSONata, already in the value's type.
        literal: its value where it is known while drawing, else None.
    """

    text: str
    literal: Scalar | None = None

    @property
    def is_formula(self) -> bool:
        """Whether it must be evaluated to be known."""
        return self.literal is None and self.text != "null"


NULL: Final = Operand("null")


@dataclass(frozen=True, slots=True)
class Anything:
    """Accepts every value, and no value too."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Accepts no value: null, or a field that is not there."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Accepts what compares so with the operand: `=`, `!=`, `<`, `<=`, `>`, `>=`."""

    sign: str
    operand: Operand

    @property
    def orders(self) -> bool:
        """Whether it asks for an order of values."""
        return self.sign not in {"=", "!="}


@dataclass(frozen=True, slots=True)
class Formula:
    """Accepts what makes a condition true that only an evaluation can tell.

    Attributes:
        parts: JSONata around the places where the value stands.
    """

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Accepts what every one accepts."""

    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Accepts what at least one accepts."""

    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """Accepts every value that none of them accepts; a missing value never."""

    tests: tuple[Test, ...]


Test: TypeAlias = Anything | Missing | Compared | Formula | AllOf | AnyOf | NoneOf

ANYTHING: Final = Anything()


def leaves(test: Test) -> Iterator[Anything | Missing | Compared | Formula]:
    """Yields the single tests that a test is made of."""
    if isinstance(test, AllOf | AnyOf | NoneOf):
        for part in test.tests:
            yield from leaves(part)
    else:
        yield test
