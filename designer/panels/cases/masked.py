"""Knows how what differs in a test is told without what is about people. Must not know Qt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from designer.panels.cases.compare import NOTHING
from designer.panels.data.hidden import Hidden
from runtime.definition.personal import MASK, is_personal

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.panels.cases.case import Case, Place
    from designer.panels.cases.compare import Difference
    from designer.panels.cases.reached import Reached
    from runtime.definition.json_value import JsonValue

    Marked = Callable[[str], frozenset[tuple[str, ...]]]


@dataclass(slots=True)
class Masked:
    """Differences of one test without what is about people.

    Attributes:
        marked: gives the ways that schemas mark as personal in "input" and "data".
    """

    marked: Marked
    _hidden: Hidden = field(default_factory=Hidden)

    def gather(self, case: Case, got: Reached | None) -> None:
        """Learn what is about people in a test, and in what came of it."""
        self._hidden.gather(case.given, self.marked("input"))
        for each in case.expected.fields:
            value: JsonValue = each.value
            for name in reversed(_names(each.at)):
                value = {name: value}
            self._hidden.gather(value, self.marked("data"))
        if got is not None:
            self._hidden.gather(got.data, self.marked("data"))
            self._hidden.gather(got.result, self.marked("data"))

    def told(self, found: Difference) -> Difference:
        """Return a difference as it may be seen."""
        personal = bool(found.at) and is_personal(_names(found.at), self.marked("data"))
        both = (self._text(text, personal=personal) for text in (found.expected, found.got))
        expected, got = both
        return replace(found, expected=expected, got=got)

    def _text(self, text: str, *, personal: bool) -> str:
        return MASK if personal and text != NOTHING else self._hidden.without(text)


def _names(at: Place) -> tuple[str, ...]:
    """Return the names on the way to a field, without what it lies in and numbers of items."""
    return tuple(name for name in at[1:] if isinstance(name, str))
