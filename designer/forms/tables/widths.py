"""Knows how columns share the room of a table. Must not know what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDEST = 420
"""More than this no column takes for its words."""


def shared(least: Sequence[int], wished: Sequence[int], room: int) -> list[int]:
    """Return how wide each column is: its least, and a share of the rest for its words.

    Args:
        least: what each column is wide at least.
        wished: what the words of each column would take.
        room: for all of them; where it is too little, the table is scrolled.
    """
    more = [max(min(want, WIDEST) - width, 0) for width, want in zip(least, wished, strict=True)]
    spare = max(room - sum(least), 0)
    share = min(spare / sum(more), 1.0) if any(more) else 0.0
    return [width + int(wanted * share) for width, wanted in zip(least, more, strict=True)]
