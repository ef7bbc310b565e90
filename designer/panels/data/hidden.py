"""Knows how what is about a person is hidden in sentences: failures, what would have been done.

Pure: must not know Qt, runs or files. A sentence has no fields, so the values that are personal
where they stand in the data are looked for in it.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from runtime.definition.personal import MASK, masked_text, named_personal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.definition.json_value import JsonValue

_SHORTEST, _FEWEST = 3, 4
"""Letters of a text, and digits of a number, that are looked for inside of sentences."""
_LONGEST, _MOST = 200, 2_000
_DEEPEST = 50


class Hidden:
    """Values about people, as they are gathered from data, and sentences without them."""

    def __init__(self) -> None:
        self._texts: dict[str, None] = {}

    def gather(self, value: JsonValue, marked: frozenset[tuple[str, ...]] = frozenset()) -> None:
        """Take in what is about people in a value.

        Args:
            value: any; not changed.
            marked: ways of fields in it that a schema says are personal.
        """
        for text in _personal(value, (), marked, hides=False):
            if len(self._texts) >= _MOST:
                return
            if text not in self._texts:
                self._texts[text] = None
                self.__dict__.pop("_pattern", None)

    def without(self, sentence: str) -> str:
        """Return a sentence with all of it hidden that is about a person."""
        found = self._pattern.sub(MASK, sentence) if self._texts else sentence
        return masked_text(found)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest = sorted(self._texts, key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")


def _personal(
    value: JsonValue, way: tuple[str, ...], marked: frozenset[tuple[str, ...]], *, hides: bool
) -> Iterator[str]:
    """Yield the single values that are personal, as a sentence would have them."""
    if len(way) > _DEEPEST:
        return
    if isinstance(value, dict):
        around = way[-1] if way else ""
        for name, inner in value.items():
            here = (*way, name)
            is_one = hides or here in marked or named_personal(name, around)
            yield from _personal(inner, here, marked, hides=is_one)
    elif isinstance(value, list):
        for item in value:
            yield from _personal(item, way, marked, hides=hides)
    elif hides and isinstance(value, str):
        yield from (value,) if _SHORTEST <= len(value) <= _LONGEST else ()
    elif hides and isinstance(value, int | float) and not isinstance(value, bool):
        yield from (str(value),) if len(str(value)) >= _FEWEST else ()
