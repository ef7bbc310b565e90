"""Knows which words of an offer fit below its title. Must not know how they are painted."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from designer.library.offers import Offer

_SENTENCE = re.compile(r"\. ")
_CLAUSE = re.compile(r"[,;:] ")


def second_line(offer: Offer, *, whole: bool = False) -> str:
    """Return what stands below the title: the system, or what the step does.

    Args:
        offer: what is offered.
        whole: both, where there is room.
    """
    if whole and offer.system:
        return f"{offer.system}. {offer.summary}"
    return offer.system or offer.summary


def standing_alone(text: str, fits: Callable[[str], bool]) -> str:
    """Return as much of what is said as fits and makes sense without the rest.

    Whole sentences where there are several, else what comes before a comma; the text itself where
    no such part of it fits either.

    Args:
        text: one sentence or more.
        fits: whether there is room for a text.
    """
    text = text.removesuffix(".")
    return next(filter(fits, chain((text,), _beginnings(text))), text)


def _beginnings(text: str) -> Iterator[str]:
    """Yield what a text begins with, the longest first and sentences before their parts."""
    for mark in (_SENTENCE, _CLAUSE):
        for end in reversed([found.start() for found in mark.finditer(text)]):
            yield text[:end]
