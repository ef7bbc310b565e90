"""Knows which personal data a test would keep, and puts others in their place. Must not know Qt.

A test lies in the file of the workflow and goes wherever that goes. What stands in is the same
everywhere in the test, so that it comes out as it did.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from runtime.definition.personal import is_personal, masked_text
from runtime.expressions.plain_language import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from designer.panels.cases.case import Case
    from runtime.definition.json_value import JsonValue

Way: TypeAlias = tuple[str, ...]
"""Names from the top of a value, without numbers of items."""
Marks: TypeAlias = "frozenset[Way]"

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_SHORTEST = 3
"""Letters of a text that is also looked for inside of others."""


@dataclass(slots=True)
class Personal:
    """Data about a person in a test.

    Attributes:
        way: where they lie, in what the case began with, its data or the result of a step.
        values: what stands there, in order.
        is_marked: whether a schema says that they are personal; else it only looks like it.
    """

    way: Way
    values: list[JsonValue] = field(default_factory=list["JsonValue"])
    is_marked: bool = False

    @property
    def title(self) -> str:
        """What people call it."""
        return " \u203a ".join(words_of(name) for name in self.way) or "Text"


def personal_in(case: Case, marked: Marks) -> list[Personal]:
    """Return what in a test is about a person, what a schema marks first.

    Args:
        case: the test.
        marked: ways that schemas mark, as formulas read them: ("input", "email").
    """
    found: dict[Way, Personal] = {}
    for head, way, value in _all_of(case):
        marks = _under(marked, head)
        is_marked = any(way[:end] in marks for end in range(1, len(way) + 1))
        looks = is_personal(way) or (isinstance(value, str) and masked_text(value) != value)
        if isinstance(value, bool) or value in (None, "") or not (is_marked or looks):
            continue
        made = found.setdefault(way, Personal(way))
        made.is_marked = made.is_marked or is_marked
        if value not in made.values:
            made.values.append(value)
    return sorted(found.values(), key=lambda each: (not each.is_marked, each.title))


def replaced(case: Case, several: Sequence[Personal]) -> Case:
    """Return a test with other values in the place of some."""
    swap = _Swap(several)
    return case.model_copy(
        update={
            "given": swap.whole(case.given),
            "pins": tuple(
                pin.model_copy(update={"output": swap.whole(pin.output)}) for pin in case.pins
            ),
            "answers": tuple(
                answer.model_copy(
                    update={"values": swap.whole(answer.values), "reason": swap.text(answer.reason)}
                )
                for answer in case.answers
            ),
            "expected": case.expected.model_copy(
                update={
                    "fields": tuple(
                        each.model_copy(update={"value": swap.whole(each.value, _names(each.at))})
                        for each in case.expected.fields
                    )
                }
            ),
        }
    )


class _Swap:
    """What stands in for what."""

    def __init__(self, several: Sequence[Personal]) -> None:
        self._ways = {each.way for each in several}
        self._texts: dict[str, str] = {}
        self._longest: list[str] = []
        texts = [(value, each.way) for each in several for value in each.values]
        for value, way in sorted(texts, key=lambda pair: len(str(pair[0]))):
            if isinstance(value, str) and value not in self._texts:
                within = self.text(value)  # what it is made of has its stand-in already
                number = len(self._texts) + 1
                self._texts[value] = _other(value, way, number) if within == value else within
                self._longest.insert(0, value)

    def whole(self, value: JsonValue, way: Way = ()) -> JsonValue:
        """Return a value with all of it that is personal swapped."""
        if isinstance(value, dict):
            return {name: self.whole(inner, (*way, name)) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.whole(item, way) for item in value]
        if isinstance(value, str):
            return self.text(value)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return 0 if is_number and way in self._ways else value

    def text(self, text: str) -> str:
        """Return a text likewise."""
        if text in self._texts:
            return self._texts[text]
        for known in self._longest:
            if len(known) >= _SHORTEST and known in text:
                text = text.replace(known, self._texts[known])
        return text


def _other(text: str, way: Way, number: int) -> str:
    """Return a text of the same sort that is about nobody."""
    if _EMAIL.fullmatch(text):
        return f"person{number}@example.com"
    if _DATE.fullmatch(text):
        return "2000-01-01"
    digits = sum(char.isdigit() for char in text)
    if digits * 2 > len(text):
        return re.sub(r"\d", "0", text)
    return f"{words_of(way[-1]).capitalize() if way else 'Text'} {number}"


# --- where the values lie -------------------------------------------------------------------------


def _all_of(case: Case) -> Iterator[tuple[Way, Way, JsonValue]]:
    """Yield every value: what formulas call the whole that it lies in, its way there, itself."""
    yield from (((("input",)), way, value) for way, value in _leaves(case.given))
    for pin in case.pins:
        yield from ((("steps", pin.step), way, value) for way, value in _leaves(pin.output))
    for answer in case.answers:
        yield from ((("steps", answer.step), way, value) for way, value in _leaves(answer.values))
    for each in case.expected.fields:
        head, way = each.at[:1], _names(each.at)
        top = tuple(str(name) for name in head)
        yield from ((top, inner, value) for inner, value in _leaves(each.value, way))


def _leaves(value: JsonValue, way: Way = ()) -> Iterator[tuple[Way, JsonValue]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, (*way, name))
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item, way)
    else:
        yield way, value


def _names(at: tuple[str | int, ...]) -> Way:
    return tuple(name for name in at[1:] if isinstance(name, str))


def _under(marked: Marks, head: Way) -> Marks:
    size = len(head)
    return frozenset(way[size:] for way in marked if way[:size] == head)
