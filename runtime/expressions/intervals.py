"""Knows sets of values a decision-table cell accepts, and how they overlap and leave gaps.

Must not know cells' text or tables. Numbers are exact decimals; text (dates in ISO 8601) is ordered
as text.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TypeAlias

Bound: TypeAlias = Decimal | str
Scalar: TypeAlias = Decimal | str | bool | None


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of ordered values.

    Attributes:
        low, high: the ends; None is without end.
        low_in, high_in: whether the end itself belongs to it.
    """

    low: Bound | None
    high: Bound | None
    low_in: bool = False
    high_in: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing lies inside."""
        if self.low is None or self.high is None:
            return False
        if _less(self.high, self.low):
            return True
        return self.low == self.high and not (self.low_in and self.high_in)


@dataclass(frozen=True, slots=True)
class Anything:
    """Every value, also a missing one (`-`)."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """What the cell accepts cannot be told without running it."""


@dataclass(frozen=True, slots=True)
class Values:
    """Listed values, or with `excluded` every value but these."""

    values: frozenset[Scalar]
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Intervals:
    """Stretches in ascending order that neither touch nor overlap; none means nothing is accepted.

    All bounds are of one kind: decimals, or text.
    """

    intervals: tuple[Interval, ...]


CellSet: TypeAlias = Anything | Unknown | Values | Intervals


def union(first: CellSet, second: CellSet) -> CellSet:
    """Returns what either accepts."""
    if isinstance(first, Anything) or isinstance(second, Anything):
        return Anything()
    if isinstance(first, Values) and isinstance(second, Values):
        return _values_union(first, second)
    left, right = _comparable(first, second)
    if left is None or right is None:
        return Unknown()
    return Intervals(_merged([*left, *right]))


def complement(cells: CellSet) -> CellSet:
    """Returns what it does not accept, among values of its own kind."""
    match cells:
        case Anything():
            return Values(frozenset())
        case Values():
            return Values(cells.values, excluded=not cells.excluded)
        case Intervals():
            return Intervals(_between(cells.intervals))
        case Unknown():
            return cells


def intersection(first: CellSet, second: CellSet) -> CellSet:
    """Returns what both accept; Unknown where that cannot be told."""
    if isinstance(first, Anything):
        return second
    if isinstance(second, Anything):
        return first
    if isinstance(first, Values) and isinstance(second, Values):
        return _values_intersection(first, second)
    left, right = _comparable(first, second)
    if left is None or right is None:
        return _mixed_intersection(first, second)
    pairs = [_common(one, other) for one in left for other in right]
    return Intervals(_merged([pair for pair in pairs if not pair.is_empty]))


def is_empty(cells: CellSet) -> bool | None:
    """Returns whether nothing is accepted; None where that cannot be told."""
    match cells:
        case Anything():
            return False
        case Values():
            return not cells.values and not cells.excluded
        case Intervals():
            return not cells.intervals
        case Unknown():
            return None


def overlaps(first: CellSet, second: CellSet) -> bool | None:
    """Returns whether one value is accepted by both; None where that cannot be told."""
    empty = is_empty(intersection(first, second))
    return None if empty is None else not empty


def contains(cells: CellSet, value: Scalar) -> bool | None:
    """Returns whether a value is accepted; None where that cannot be told."""
    match cells:
        case Anything():
            return True
        case Values():
            return (_tagged(value) in {_tagged(each) for each in cells.values}) != cells.excluded
        case Intervals():
            return any(_holds(interval, value) for interval in cells.intervals)
        case Unknown():
            return None


def _values_union(first: Values, second: Values) -> CellSet:
    if not first.excluded and not second.excluded:
        return Values(first.values | second.values)
    if first.excluded and second.excluded:
        return _simplified(first.values & second.values)
    out, listed = (first, second) if first.excluded else (second, first)
    return _simplified(out.values - listed.values)


def _simplified(excluded: frozenset[Scalar]) -> CellSet:
    return Values(excluded, excluded=True) if excluded else Anything()


def _values_intersection(first: Values, second: Values) -> Values:
    if first.excluded and second.excluded:
        return Values(first.values | second.values, excluded=True)
    if first.excluded:
        return Values(second.values - first.values)
    if second.excluded:
        return Values(first.values - second.values)
    return Values(first.values & second.values)


def _mixed_intersection(first: CellSet, second: CellSet) -> CellSet:
    """Returns what both accept where one lists values and the other has stretches."""
    listed, other = (first, second) if isinstance(first, Values) else (second, first)
    if isinstance(listed, Values) and not listed.excluded and isinstance(other, Intervals):
        return Values(frozenset(each for each in listed.values if contains(other, each)))
    return Unknown()


def _comparable(
    first: CellSet, second: CellSet
) -> tuple[tuple[Interval, ...] | None, tuple[Interval, ...] | None]:
    left, right = _as_intervals(first), _as_intervals(second)
    if left is None or right is None:
        return None, None
    kinds = {
        type(end) for each in (*left, *right) for end in (each.low, each.high) if end is not None
    }
    return (left, right) if len(kinds) <= 1 else (None, None)


def _as_intervals(cells: CellSet) -> tuple[Interval, ...] | None:
    if isinstance(cells, Intervals):
        return cells.intervals
    if isinstance(cells, Values):
        points: list[Interval] = []
        for value in cells.values:
            if isinstance(value, bool) or value is None:
                return None
            points.append(Interval(value, value, low_in=True, high_in=True))
        if len({type(point.low) for point in points}) > 1:
            return None
        merged = _merged(points)
        return _between(merged) if cells.excluded else merged
    return None


def _merged(intervals: list[Interval]) -> tuple[Interval, ...]:
    result: list[Interval] = []
    for interval in sorted((each for each in intervals if not each.is_empty), key=_low_key):
        if result and _touch(result[-1], interval):
            result[-1] = _joined(result[-1], interval)
        else:
            result.append(interval)
    return tuple(result)


def _between(intervals: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """Returns the stretches before, between and behind sorted, separate intervals."""
    if not intervals:
        return (Interval(None, None),)
    gaps: list[Interval] = []
    if intervals[0].low is not None:
        gaps.append(Interval(None, intervals[0].low, high_in=not intervals[0].low_in))
    for one, following in pairwise(intervals):
        gaps.append(
            Interval(one.high, following.low, low_in=not one.high_in, high_in=not following.low_in)
        )
    if intervals[-1].high is not None:
        gaps.append(Interval(intervals[-1].high, None, low_in=not intervals[-1].high_in))
    return tuple(each for each in gaps if not each.is_empty)


def _common(one: Interval, other: Interval) -> Interval:
    low = max((one, other), key=_low_key)
    high = min((one, other), key=_high_key)
    return Interval(low.low, high.high, low_in=low.low_in, high_in=high.high_in)


def _touch(one: Interval, following: Interval) -> bool:
    if one.high is None or following.low is None:
        return True
    if one.high == following.low:
        return one.high_in or following.low_in
    return _less(following.low, one.high)


def _joined(one: Interval, following: Interval) -> Interval:
    last = max((one, following), key=_high_key)
    return Interval(one.low, last.high, low_in=one.low_in, high_in=last.high_in)


def _holds(interval: Interval, value: Scalar) -> bool:
    if value is None or isinstance(value, bool):
        return False
    ends = [end for end in (interval.low, interval.high) if end is not None]
    if any(isinstance(end, str) != isinstance(value, str) for end in ends):
        return False
    point = Interval(value, value, low_in=True, high_in=True)
    return not _common(interval, point).is_empty


def _low_key(interval: Interval) -> tuple[bool, Decimal, str, bool]:
    return (interval.low is not None, *_ordered(interval.low), not interval.low_in)


def _high_key(interval: Interval) -> tuple[bool, Decimal, str, bool]:
    return (interval.high is None, *_ordered(interval.high), interval.high_in)


def _ordered(bound: Bound | None) -> tuple[Decimal, str]:
    if isinstance(bound, Decimal):
        return bound, ""
    return Decimal(0), bound or ""


def _less(one: Bound, other: Bound) -> bool:
    return _ordered(one) < _ordered(other)


def _tagged(value: Scalar) -> tuple[str, Scalar]:
    return type(value).__name__, value
