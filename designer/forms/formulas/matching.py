"""Knows which source field probably fills which target field, by their names and titles.

Must not know Qt, formulas or what the values are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from designer.forms.formulas.fields import Field

_WORD_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[\W_]+")
_GOOD_ENOUGH = 0.74
_SAME_NAME = 1.0
_SAME_WORDS = 0.95
_PART_OF_PATH = 0.9
_WRONG_TYPE = 0.15
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Match:
    """A source that probably fills a target.

    Attributes:
        score: how sure that is, from 0 to 1.
    """

    target: str
    source: Field
    score: float


@dataclass(frozen=True, slots=True)
class _Known:
    """A source with the words it is compared by."""

    field: Field
    name: str
    words: frozenset[str]
    title: frozenset[str]
    whole: frozenset[str]


def matches(
    targets: Sequence[Field], sources: Sequence[Field], taken: Collection[str] = ()
) -> list[Match]:
    """Return the best source for each target that has one, in the order of the targets.

    A name that is the same wins over a similar one, a field of the same type over another, and of
    equals the first. One source may fill several targets.

    Args:
        targets: what is to be filled, by name or title.
        sources: what there is.
        taken: names of targets that are filled already.
    """
    known = [_known(each) for each in sources if not each.children or each.many]
    found: list[Match] = []
    for target in targets:
        if ".".join(target.path) in taken:
            continue
        best = _best(_known(target), known)
        if best is not None:
            found.append(best)
    return found


def _best(target: _Known, sources: Sequence[_Known]) -> Match | None:
    best: Match | None = None
    for source in sources:
        score = _score(target, source)
        if score >= _GOOD_ENOUGH and (best is None or score > best.score):
            best = Match(".".join(target.field.path), source.field, score)
    return best


def _score(target: _Known, source: _Known) -> float:
    if target.name == source.name:
        score = _SAME_NAME
    elif target.words == source.words or (target.title and target.title == source.title):
        score = _SAME_WORDS
    elif target.words and (target.words <= source.whole and source.words <= target.words):
        score = _PART_OF_PATH  # client.name fills client_name
    else:
        score = _likeness(target, source)
    return score - (_WRONG_TYPE if _differ(target.field, source.field) else 0)


def _likeness(target: _Known, source: _Known) -> float:
    shared = target.words & source.words
    if not shared and target.name[:1] != source.name[:1]:
        return 0.0
    return SequenceMatcher(None, target.name, source.name, autojunk=False).ratio()


def _differ(target: Field, source: Field) -> bool:
    numbers = {"number", "integer"}
    if not target.type or not source.type or target.many != source.many:
        return target.many != source.many and bool(target.type and source.type)
    return target.type != source.type and not {target.type, source.type} <= numbers


def _known(field: Field) -> _Known:
    words = _words(field.name)
    whole = frozenset(word for name in field.path for word in _words(name))
    return _Known(field, "".join(words), frozenset(words), frozenset(_words(field.title)), whole)


def _words(name: str) -> list[str]:
    return [part.casefold() for part in _WORD_BORDER.split(name[:_LONGEST]) if part]
