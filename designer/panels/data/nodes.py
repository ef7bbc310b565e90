"""Knows a value of any size as a tree whose branches are made when they are looked at.

Must not know Qt or where the value came from.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from designer.document.counts import counted
from designer.forms.formulas.fields import SEPARATOR
from designer.forms.formulas.values import number, words
from runtime.definition.personal import (
    glimpse,
    masked_scalar,
    masked_text,
    named_personal,
    unused,
)
from runtime.expressions.plain_language import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from runtime.definition.json_value import JsonValue

Way: TypeAlias = tuple[str | int, ...]
"""Names and numbers of items (from 0) from the top of what is shown."""

CHUNK = 100
"""Longer lists are folded into groups of so many."""
_LONGEST = 200
_ID = re.compile(r"(?:^|[_\W])(?:id|ids|year|code|number|no|nr|zip|postal)$|(?<=[a-z])Id$", re.I)
_FIGURES = re.compile(r"-?\d{1,3}(?:[ ,]?\d{3})*(?:\.\d+)?|-?\d+(?:\.\d+)?")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def _as_it_is(way: Way) -> str:
    last = way[-1] if way else ""
    return f"{last + 1:,}" if isinstance(last, int) else words_of(last)


def _nowhere(way: Way) -> tuple[str, ...]:
    del way
    return ()


@dataclass(frozen=True, slots=True)
class Looks:
    """How a tree is looked at.

    Attributes:
        masks: whether what is about a person is hidden.
        title_of: what people call what lies at a way.
        reference_of: names by which a formula reads it; () where none can.
        path_of: how its place is copied as text; "" where it has none.
        marked: ways, of names alone, that the schema says are personal.
    """

    masks: bool = False
    title_of: Callable[[Way], str] = _as_it_is
    reference_of: Callable[[Way], tuple[str, ...]] = _nowhere
    path_of: Callable[[Way], str] = lambda way: exact_path(("",), way).lstrip(".")
    marked: frozenset[tuple[str, ...]] = frozenset()


@dataclass(slots=True, eq=False)
class Node:
    """A place in a value.

    Attributes:
        way: to it.
        first, end: the items that it stands for, where it is a group of a long list.
    """

    looks: Looks
    way: Way
    value: JsonValue
    parent: Node | None = None
    row: int = 0
    first: int = -1
    end: int = -1
    is_personal: bool = False
    _inside: list[Node] | None = field(default=None, repr=False)

    # --- the tree ---------------------------------------------------------------------------------

    @property
    def is_group(self) -> bool:
        """Whether it stands for some items of a long list."""
        return self.first >= 0

    @property
    def is_branch(self) -> bool:
        """Whether something lies in it."""
        return isinstance(self.value, dict | list) and len(self.value) > 0

    def inside(self) -> list[Node]:
        """Return what lies in it, made when it is first asked for."""
        if self._inside is None:
            self._inside = list(self._made())
        return self._inside

    def each(self) -> Iterator[Node]:
        """Yield what lies in it, groups left out, and keep nothing."""
        yield from self._entries(0, self.size())

    def size(self) -> int:
        """Return how many entries it has."""
        return len(self.value) if isinstance(self.value, dict | list) else 0

    def _made(self) -> Iterator[Node]:
        size = self.size()
        if self.is_group:
            yield from self._entries(self.first, self.end)
        elif size <= CHUNK:
            yield from self._entries(0, size)
        else:
            step = CHUNK
            while size / step > CHUNK * 4:
                step *= CHUNK
            for row, first in enumerate(range(0, size, step)):
                end = min(first + step, size)
                yield Node(
                    self.looks, self.way, self.value, self, row, first, end, self.is_personal
                )

    def _entries(self, first: int, end: int) -> Iterator[Node]:
        if isinstance(self.value, list):
            for row, at in enumerate(range(first, end)):
                yield self._child(at, self.value[at], row)
        elif isinstance(self.value, dict):
            for row, (name, inner) in enumerate(islice(self.value.items(), first, end)):
                yield self._child(name, inner, row)

    def _child(self, key: str | int, value: JsonValue, row: int) -> Node:
        hides = self.is_personal
        way = (*self.way, key)
        if self.looks.masks and not hides and isinstance(key, str):
            hides = named_personal(key, self.name) or (
                bool(self.looks.marked) and names_in(way) in self.looks.marked
            )
        return Node(self.looks, way, value, self, row, is_personal=hides)

    def at(self, way: Way) -> Node | None:
        """Return the place at a way from here; None where there is none."""
        node = self
        for key in way:
            if not _has(node.value, key):
                return None
            held: Any = node.value
            node = node._child(key, held[key], 0)
        return node

    # --- words ------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """The last name on the way, "" at the top."""
        for key in reversed(self.way):
            if isinstance(key, str):
                return key
        return ""

    @property
    def title(self) -> str:
        """What people call it."""
        if self.is_group:
            return f"{self.first + 1:,} to {self.end:,}"
        found = self.looks.title_of(self.way)
        return masked_text(found) if self.looks.masks else found

    @property
    def titles(self) -> list[str]:
        """Titles of what it lies in, from the top, and its own."""
        ways = [self.way[:end] for end in range(1, len(self.way) + 1)]
        found = [self.looks.title_of(way) for way in ways]
        return [masked_text(title) for title in found] if self.looks.masks else found

    @property
    def trail(self) -> str:
        """Its title behind those that it lies in."""
        return SEPARATOR.join(self.titles)

    @property
    def shown(self) -> JsonValue:
        """The value as it may be seen; of a large one the beginning."""
        if not self.looks.masks:
            return self.value
        if isinstance(self.value, list) and self.value:
            return self.value  # only ever counted
        return glimpse(self.value, is_personal=self.is_personal, around=self.name)

    @property
    def told(self) -> str:
        """The value in words, on one line."""
        if self.is_group:
            return ""
        value = self.value
        if isinstance(value, list) and (value and (self.looks.masks or len(value) > 1)):
            return extent(value)
        return told(self.shown, self.name)

    def line(self) -> str:
        """Return it as a line of JSON, with what lies in it counted."""
        if self.is_group:
            return self.title
        key = self.way[-1] if self.way else ""
        head = f"{_quoted(key, masks=self.looks.masks)}: " if isinstance(key, str) and key else ""
        if isinstance(key, int):
            head = f"{key}: "
        value = self.value
        if isinstance(value, dict):
            return f"{head}{{ {extent(value)} }}" if value else f"{head}{{}}"
        if isinstance(value, list):
            return f"{head}[ {extent(value)} ]" if value else f"{head}[]"
        return head + _cut(json.dumps(_short(self.shown), ensure_ascii=False))

    def text(self) -> Iterator[str]:
        """Yield it as JSON to be copied, in pieces; a single text as it is."""
        if isinstance(self.value, str):
            yield str(self.shown)
        else:
            yield from self.json()

    def json(self, indent: str = "") -> Iterator[str]:
        """Yield it as JSON, in pieces; lines after the first are indented."""
        value, inner = self.value, indent + "  "
        if not isinstance(value, dict | list) or not value:
            plain = (
                value
                if isinstance(value, dict | list) or not self.looks.masks
                else masked_scalar(value, is_personal=self.is_personal)
            )
            yield json.dumps(plain, ensure_ascii=False)
            return
        is_list = isinstance(value, list)
        between, taken = ("[\n" if is_list else "{\n"), set[str]()
        for node in self._entries(0, len(value)):
            yield f"{between}{inner}"
            if not is_list:
                name = str(node.way[-1])
                key = unused(masked_text(name), taken) if self.looks.masks else name
                taken.add(key)
                yield f"{json.dumps(key, ensure_ascii=False)}: "
            yield from node.json(inner)
            between = ",\n"
        yield f"\n{indent}{']' if is_list else '}'}"


def _has(value: JsonValue, key: str | int) -> bool:
    if isinstance(key, str):
        return isinstance(value, dict) and key in value
    return isinstance(value, list) and 0 <= key < len(value)


def extent(value: JsonValue) -> str:
    """Return how much is in a value: "5 fields", "10,000 rows", "1 item"."""
    if isinstance(value, dict):
        return counted(len(value), "field")
    if isinstance(value, list):
        return counted(len(value), "row" if value and isinstance(value[0], dict) else "item")
    return ""


def told(value: JsonValue, name: str = "") -> str:
    """Return a single value as people say it; the name of its field tells ids from amounts."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return words(value)
    if isinstance(value, int | float):
        return str(value) if isinstance(value, int) and _ID.search(name) else number(value)
    if isinstance(value, str):
        return _moment(value) or words(value)
    return words(value)


def is_figure(value: JsonValue) -> bool:
    """Whether a value stands at the right of its column: a number, an amount, a date."""
    if isinstance(value, str):
        short = value[:40]
        return bool(_FIGURES.fullmatch(short) or _moment(short))
    return isinstance(value, int | float) and not isinstance(value, bool)


def names_in(way: Way) -> tuple[str, ...]:
    """Return the names on a way, without the numbers of items."""
    return tuple(key for key in way if isinstance(key, str))


def exact_path(base: tuple[str, ...], way: Way) -> str:
    """Return a way as a formula writes it, with numbers of items: "data.lines[2].price"."""
    from runtime.expressions import path_text

    text = path_text(base)
    for key in way:
        text += f"[{key}]" if isinstance(key, int) else f".{path_text((key,))}"
    return text


def _moment(text: str) -> str:
    """Return a date or a moment as people of this place say it; "" where it is neither."""
    try:
        if _DATE.fullmatch(text):
            day = date.fromisoformat(text)
            return f"{day.day} {day:%b %Y}"
        if _TIME.match(text):
            when = datetime.fromisoformat(text)
            when = when.astimezone() if when.tzinfo else when
            return f"{when.day} {when:%b %Y %H:%M}"
    except ValueError:
        return ""
    return ""


def _quoted(text: str, *, masks: bool) -> str:
    return json.dumps(masked_text(text) if masks else text, ensure_ascii=False)


def _short(value: JsonValue) -> JsonValue:
    return value[: _LONGEST * 2] if isinstance(value, str) else value


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
