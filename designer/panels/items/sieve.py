"""Knows which rows have the words that somebody looks for. Must not know Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.panels.items.words import cell_text, item_text

if TYPE_CHECKING:
    from designer.panels.items.loops import Loop
    from designer.panels.items.words import Manner

_A_FEW = 16
"""Rows between two looks at the clock."""


class Sieve:
    """Goes through the rows of a list, a few at a time.

    Args:
        loop: the list.
        words: all of which a row must have, in its item or any of its cells.
        only_failed: whether rows in which nothing failed are left out.
        manner: how rows are told: nothing is found by what is hidden.

    Attributes:
        found: rows that fit, so far.
    """

    def __init__(self, loop: Loop, words: str, *, only_failed: bool, manner: Manner) -> None:
        self._loop, self._manner = loop, manner
        self._words = words.casefold().split()
        self._only_failed = only_failed
        self._next = 0
        self.found: list[int] = []

    def go_on(self) -> bool:
        """Look at a few more rows; return whether all were looked at."""
        count = len(self._loop.rows)
        last = min(self._next + _A_FEW, count)
        self.found += [row for row in range(self._next, last) if self._fits(row)]
        self._next = last
        return self._next >= count

    def _fits(self, row: int) -> bool:
        if self._only_failed and not self._loop.has_failed(row):
            return False
        if not self._words:
            return True
        text = self._text(row).casefold()
        return all(word in text for word in self._words)

    def _text(self, row: int) -> str:
        known = self._loop.rows[row]
        cells = known.cells.values() if known is not None else ()
        told = (cell_text(known, cell, self._manner) for cell in cells)
        return "\n".join((item_text(self._loop, row, self._manner), *told))
