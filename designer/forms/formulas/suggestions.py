"""Knows what may be typed next in a formula, from fields and functions. Must not know Qt.

Looks only at the name that is being typed, so that it answers at once at every length; what
depends on the brackets around it comes from the helper and is merged in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from designer.forms.formulas.fields import Field, find, flat
from designer.forms.formulas.synonyms import SPREADSHEET
from runtime.expressions import BUILT_INS, path_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TYPED = re.compile(r"(?:`[^`\n]*`?|\$?\$?[\w.`]|(?<=[\w`])\.)*\Z")
_LOOKED_AT = 300
_MOST = 400


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that may be typed here.

    Attributes:
        text: what is put in.
        label: what the list says.
        detail: kind of value, or the purpose of a function.
        kind: what it is.
        begin, end: the characters of the formula whose place it takes.
        caret: how many characters before the end of the text the cursor is put.
    """

    text: str
    label: str
    detail: str
    kind: Literal["field", "function", "other"]
    begin: int
    end: int
    caret: int = 0


class Suggestions:
    """Answers what may be typed, for one set of fields."""

    def __init__(self, fields: tuple[Field, ...]) -> None:
        self._fields = fields
        self._all = [(each, _sought(each)) for each in flat(fields) if len(each.path) > 1] + [
            (each, _sought(each)) for each in fields if not each.children
        ]

    def at(self, text: str, offset: int) -> list[Suggestion]:
        """Return what may be typed at a place, best first; nothing where a value has just ended."""
        typed = typed_before(text, offset)
        begin = offset - len(typed)
        if typed.startswith("$"):
            return functions(typed.lstrip("$"), begin, offset)
        if typed[:1].isdigit():
            return []
        inner = self._inside(typed, begin, offset)
        if not typed:
            return [*self._top(offset), *functions("", offset, offset)]
        return [*inner, *self._named(typed, begin, offset), *functions(typed, begin, offset)][
            :_MOST
        ]

    def _top(self, offset: int) -> list[Suggestion]:
        """Return every field, those of the nearest steps and the case first."""
        return [_of(each, offset, offset) for each, _ in self._all if not each.children][:_MOST]

    def _inside(self, typed: str, begin: int, end: int) -> list[Suggestion]:
        """Return the fields inside of the path that is typed up to its last dot."""
        if "." not in typed:
            return []
        before, _, prefix = typed.rpartition(".")
        parent = find(self._fields, tuple(part.strip("`") for part in before.split(".")))
        sought = prefix.strip("`").casefold()
        children = parent.children if parent is not None else ()
        at = begin + len(before) + 1
        return [
            replace(_of(each, at, end), text=path_text((each.name,)))
            for each in sorted(children, key=lambda each: _rank(each, sought))
            if sought in each.name.casefold() or sought in each.title.casefold()
        ][:_MOST]

    def _named(self, typed: str, begin: int, end: int) -> list[Suggestion]:
        """Return the fields, wherever they stand, whose name or title holds what is typed."""
        if "." in typed:
            return []
        sought = typed.strip("`").casefold().replace("_", " ")
        found = [each for each, words in self._all if sought in words]
        found.sort(key=lambda each: (_rank(each, sought), len(each.path)))
        return [_of(each, begin, end) for each in found[:_MOST]]


def typed_before(text: str, offset: int) -> str:
    """Return the name, with the dots before it, that is being typed at a place."""
    found = _TYPED.search(text[max(0, offset - _LOOKED_AT) : offset])
    return found[0] if found else ""


def functions(typed: str, begin: int, end: int) -> list[Suggestion]:
    """Return the functions that begin so, also by what spreadsheets call them."""
    sought = typed.casefold()
    own = [name for name in BUILT_INS if name.casefold().startswith(sought)]
    named = [
        name
        for name, words in SPREADSHEET.items()
        if name not in own and any(word.casefold().startswith(sought) for word in words)
    ]
    return [_function(name, begin, end) for name in sorted(own, key=str.casefold) + named]


def merged(first: Sequence[Suggestion], more: Iterable[Suggestion]) -> list[Suggestion]:
    """Return both, each insertion once."""
    known = {(each.begin, each.text) for each in first}
    return [*first, *(each for each in more if (each.begin, each.text) not in known)]


def shifted(found: Iterable[Suggestion], by: int) -> list[Suggestion]:
    """Return suggestions for a text that has so many more characters at its begin."""
    return [replace(each, begin=each.begin + by, end=each.end + by) for each in found]


def _function(name: str, begin: int, end: int) -> Suggestion:
    built_in = BUILT_INS[name]
    excel = " ".join(SPREADSHEET.get(name, ()))
    detail = f"{built_in.help} · {excel}" if excel else built_in.help
    label = f"${name}({built_in.arguments})"
    return Suggestion(
        f"${name}()", label, detail, "function", begin, end, 1 if built_in.arguments else 0
    )


def _of(field: Field, begin: int, end: int) -> Suggestion:
    detail = " · ".join(
        part for part in (field.words, "personal" if field.personal else "") if part
    )
    return Suggestion(field.reference, field.label, detail, "field", begin, end)


def _sought(field: Field) -> str:
    return f"{field.name} {field.label}".casefold().replace("_", " ")


def _rank(field: Field, sought: str) -> int:
    """Return how well a field fits what is typed: 0 is best."""
    names = (field.name.casefold().replace("_", " "), field.title.casefold())
    if sought in names:
        return 0
    return 1 if any(name.startswith(sought) for name in names) else 2
