"""Knows how one name of a field is changed where formulas and cells write it.

Must not know steps or documents. Nothing is changed but what the parser says is that name: text in
quotes and fields of the same name elsewhere stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from runtime.expressions.cells import formula_spans
from runtime.expressions.errors import ExpressionSyntaxError
from runtime.expressions.lineage import reads
from runtime.expressions.usage import WILD, is_plain

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from runtime.expressions.usage import Named, Reads

_ITEMS = "results"


@dataclass(frozen=True, slots=True)
class Naming:
    """Which name becomes which.

    Attributes:
        old, new: the names.
        holders: places of the objects that hold the field, as the formulas at hand see them:
            ("data",), ("steps", "staffing", "values").
    """

    old: str
    new: str
    holders: Collection[tuple[str, ...]]

    def means(self, named: Named, name: str) -> bool:
        """Whether the field of that name is meant."""
        path = named.path
        return path is not None and path[-1] == name and path[:-1] in self.holders

    def may_mean(self, named: Named) -> bool:
        """Whether the field may be meant, and nobody can tell."""
        if named.name != self.old or self.means(named, self.old):
            return False
        return named.path is None or bool(WILD & {*named.path}) or _ITEMS in named.path


@dataclass(frozen=True, slots=True)
class Written:
    """A text in which a name was changed.

    Attributes:
        text: as it is to be.
        count: how often the name stood there.
        is_doubtful: whether it may stand there once more where it cannot be told.
        is_taken: whether the text means a field by the new name already.
    """

    text: str
    count: int = 0
    is_doubtful: bool = False
    is_taken: bool = False


def in_formula(text: str, naming: Naming) -> Written:
    """Return a formula with the other name."""
    return _renamed(text, [(0, text)], naming)


def in_cell(text: str, naming: Naming) -> Written:
    """Return a cell of a table with the other name."""
    if naming.old not in text and naming.new not in text:
        return Written(text)
    return _renamed(text, formula_spans(text), naming)


def _renamed(text: str, parts: Sequence[tuple[int, str]], naming: Naming) -> Written:
    """Change the name in the parts of a text that are formulas, each with where it begins."""
    places: set[tuple[int, int]] = set()
    doubtful, taken = not parts and naming.old in text, False
    for begin, part in parts:
        if naming.old not in part and naming.new not in part:
            continue
        try:
            found = _read(part)
        except ExpressionSyntaxError:
            doubtful = doubtful or naming.old in part
            continue
        meant = [each for each in found.names if naming.means(each, naming.old)]
        places |= {(begin + each.offset, begin + each.end) for each in meant}
        evaluates = "eval" in found.functions and naming.old in part
        doubtful = doubtful or evaluates or any(map(naming.may_mean, found.names))
        taken = taken or any(naming.means(each, naming.new) for each in found.names)
    made = text
    for begin, end in sorted(places, reverse=True):
        made = made[:begin] + _spelled(made[begin:end], naming) + made[end:]
    return Written(made, len(places), doubtful, taken)


@lru_cache(maxsize=512)
def _read(text: str) -> Reads:
    """Return what a formula uses; the cells of a table often say the same."""
    return reads(text)


def _spelled(written: str, naming: Naming) -> str:
    """Return the new name as the old one was written: bare, in back-ticks or in quotes."""
    mark = written[0]
    if mark in {'"', "'"}:
        return f"{mark}{naming.new}{mark}"
    if (mark == "`" and is_plain(naming.old)) or not is_plain(naming.new):
        return f"`{naming.new}`"
    return naming.new
