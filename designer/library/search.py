"""Knows what a person means by a few letters. Must not know Qt, or any kind or system by name.

Each word that is typed has to be found, from best to worst: at the beginning of a word of the
title, of a synonym, of the name of the system, inside of one of these, in the summary; and with
mistyped letters where no word begins with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from designer.library.offers import Offer

Rank: TypeAlias = tuple[int, int, int]
"""Smaller is better: where the word was found, how much of it is missing, how late it stands."""
Order: TypeAlias = tuple[bool, int, int, int, int, int, int, int]

_TITLE, _SYNONYM, _SYSTEM, _INSIDE, _SUMMARY, _TYPO = 0, 1, 2, 3, 4, 5
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(_WORD.findall("a an the of to in on at by for and or as is it its from"))
_SHORTEST_TYPO, _TWO_TYPOS, _SHORTEST_INSIDE = 4, 6, 3


def search(offers: Sequence[Offer], text: str, *, system: str = "") -> list[Offer]:
    """Return the offers that are meant, the likeliest first.

    Args:
        offers: what there is; what was worked out for the last few such sequences is kept.
        text: what a person typed; nothing gives all offers in their order.
        system: title of a system; only its offers then.
    """
    words = _words(text)
    if not text.strip():
        return [offer for offer in offers if not system or offer.system == system]
    index = _index(_Same(offers))
    hits = [index.hits(word) for word in words]
    found: list[Order] = []
    for place in hits[0] if hits else ():
        fits = all(place in hit for hit in hits) and system in {"", offers[place].system}
        if fits:
            found.append(index.order(place, [hit[place] for hit in hits], words))
    return [offers[order[-1]] for order in sorted(found)]


class _Same:
    """Stands for one sequence of offers: two are the same when they are one object."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        self.offers = offers

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.offers is self.offers

    def __hash__(self) -> int:
        return id(self.offers)


@dataclass(frozen=True, slots=True)
class _Known:
    """A word of the offers.

    Attributes:
        letters: which letters it has, as bits.
        found: place of each offer with the word, where in it, and as which word there.
    """

    letters: int
    found: list[tuple[int, int, int]]


class _Index:
    """Words of offers, in the order of the alphabet, with the offers that have them."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        self._titles = [_words(offer.title) for offer in offers]
        self._kin = [_kin(offer) for offer in offers]
        self._known: dict[str, _Known] = {}
        for place, offer in enumerate(offers):
            synonyms = tuple(word for synonym in offer.synonyms for word in _words(synonym))
            parts = (self._titles[place], synonyms, _words(offer.system), _words(offer.summary))
            for where, words in zip((_TITLE, _SYNONYM, _SYSTEM, _SUMMARY), parts, strict=True):
                for at, word in enumerate(words):
                    known = self._known.setdefault(word, _Known(_letters(word), []))
                    known.found.append((place, where, at))
        self._sorted = sorted(self._known)

    def hits(self, word: str) -> dict[int, Rank]:
        """Return how well a word fits to each offer that it fits to."""
        found: dict[int, Rank] = {}
        for other, missing, worse in self._meant(word):
            for place, where, at in self._known[other].found:
                if where == _SUMMARY and (worse or len(word) == 1):
                    continue
                rank = (max(where, _INSIDE) if worse == 1 else where + worse, missing, at)
                if place not in found or rank < found[place]:
                    found[place] = rank
        return found

    def order(self, place: int, ranks: list[Rank], words: tuple[str, ...]) -> Order:
        """Return what offers are sorted by: the whole title first, the step kinds before others."""
        title, where = self._titles[place], [rank[0] for rank in ranks]
        missing = sum(rank[1] for rank in ranks)
        best = (title != words, max(where), sum(where), self._kin[place])
        return (*best, missing, ranks[0][2], len(title), place)

    def _meant(self, word: str) -> Iterator[tuple[str, int, int]]:
        """Return known words with what is missing and how much worse than a beginning they are."""
        at, begins = bisect_left(self._sorted, word), False
        while at < len(self._sorted) and (other := self._sorted[at]).startswith(word):
            missing, begins, at = len(other) - len(word), True, at + 1
            yield other, 0 if not missing else 1 if missing < len(word) else 2, 0
        if len(word) >= _SHORTEST_INSIDE:
            yield from ((o, 2, 1) for o in self._sorted if o.find(word) > 0)
        if not begins and len(word) >= _SHORTEST_TYPO:
            yield from self._mistyped(word)

    def _mistyped(self, word: str) -> Iterator[tuple[str, int, int]]:
        most = 2 if len(word) >= _TWO_TYPOS else 1
        letters, first = _letters(word), word[:2]
        for other, known in self._known.items():
            if (letters & ~known.letters).bit_count() <= most and other[0] in first:
                wrong = _wrong_letters(word, other, most)
                if wrong <= most:
                    yield other, 0, _TYPO * wrong


@lru_cache(maxsize=4)
def _index(same: _Same) -> _Index:
    return _Index(same.offers)


def _kin(offer: Offer) -> int:
    """Return 0 for a step kind, 1 for one of many operations of a system, 2 for a template."""
    return 2 if offer.template else 1 if offer.icon.startswith("connector:") else 0


def _words(text: str) -> tuple[str, ...]:
    """Return the words, without those that say nothing unless there are no others."""
    words = _WORD.findall(text.casefold().replace("e-mail", "email"))
    telling = tuple(word for word in words if word not in _SMALL)
    return telling or tuple(words)


# --- mistyped letters -----------------------------------------------------------------------------


def _letters(word: str) -> int:
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) & 31)
    return mask


def _wrong_letters(word: str, other: str, most: int) -> int:
    """Return how many letters are missing, too many, wrong or swapped before `other` may go on."""
    other = other[: len(word) + most]
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, letter in enumerate(word, start=1):
        last, before, row = before, row, [i]
        for j, fits in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != fits))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == fits:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row)
