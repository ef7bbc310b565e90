"""Knows where two values differ, found step by step. Pure: must not know Qt, steps or runs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from designer.panels.data.nodes import Node, Way

Word: TypeAlias = Literal["changed", "only left", "only right", "same"]

_Place: TypeAlias = "tuple[Way, Any, Any]"
_GONE = object()
"""Stands for a value that is not there."""

MOST = 2_000
"""More differences than that nobody reads."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where two values are compared; None at a side where it is not there."""

    left: Node | None
    right: Node | None
    word: Word


SAME = Difference(None, None, "same")
"""Stands for places that are the same, where only differences are wanted."""


def differences(left: Node, right: Node, *, only: bool = False) -> Iterator[Difference]:
    """Yield all places, from the top to the single values; a place on one side only is one.

    Single values are compared as they are, also where they are shown masked.

    Args:
        left: the one value.
        right: the other.
        only: whether places that are the same are yielded as `SAME`, which is much quicker.
    """
    waiting: list[Iterator[_Place]] = [iter([((), left.value, right.value)])]
    while waiting:
        place = next(waiting[-1], None)
        if place is None:
            waiting.pop()
            continue
        way, a, b = place
        word = _compared(a, b)
        if word is None:
            waiting.append(_pairs(way, a, b))
        elif only and word == "same":
            yield SAME
        else:
            here = left.at(way) if a is not _GONE else None
            there = right.at(way) if b is not _GONE else None
            yield Difference(here, there, word)


def _compared(a: Any, b: Any) -> Word | None:
    """Return how two values compare; None where what lies in them has to be compared."""
    if a is _GONE or b is _GONE:
        return "only right" if a is _GONE else "only left"
    if a and b and ((isinstance(a, dict) and isinstance(b, dict)) or _are_lists(a, b)):
        return None
    return "same" if a == b and isinstance(a, bool) == isinstance(b, bool) else "changed"


def _are_lists(a: Any, b: Any) -> bool:
    return isinstance(a, list) and isinstance(b, list)


def _pairs(way: Way, a: Any, b: Any) -> Iterator[_Place]:
    if isinstance(a, dict):
        one_of, other_of = cast("dict[str, Any]", a), cast("dict[str, Any]", b)
        for name in _names(one_of, other_of):
            yield (*way, name), one_of.get(name, _GONE), other_of.get(name, _GONE)
    else:
        for at, (one, other) in enumerate(zip_longest(a, b, fillvalue=_GONE)):
            yield (*way, at), one, other


def _names(one_of: dict[str, Any], other_of: dict[str, Any]) -> list[str]:
    """Return the names of two objects in their order; new ones behind the one before them."""
    if one_of.keys() == other_of.keys():
        return [*one_of]
    behind: dict[str | None, list[str]] = {}
    last: str | None = None
    for name in other_of:
        if name in one_of:
            last = name
        else:
            behind.setdefault(last, []).append(name)
    return [*behind.get(None, ()), *(n for name in one_of for n in (name, *behind.get(name, ())))]
