"""Knows how words are found in a value, step by step. Must not know Qt or who searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.panels.data.nodes import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from designer.panels.data.nodes import Node
    from runtime.definition.json_value import JsonValue

MOST = 1_000
"""More hits than that nobody reads."""
_LONGEST = 20_000
_SOME = 20


def hits(root: Node, wanted: str) -> Iterator[Node | None]:
    """Yield the places whose name or value has some words, None now and then between them.

    What is hidden is not found by what it hides.
    """
    needle, waiting, found = wanted.casefold(), [root.each()], 0
    seen = 0
    while waiting and found < MOST:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
            continue
        seen += 1
        if _fits(node, needle):
            found += 1
            yield node
        elif seen % _SOME == 0:
            yield None
        if node.is_branch:
            waiting.append(node.each())


def _fits(node: Node, needle: str) -> bool:
    if needle in node.title.casefold() or needle in str(node.way[-1]).casefold():
        return isinstance(node.way[-1], str)
    if node.is_branch:
        return False
    shown = node.shown
    raw = shown[:_LONGEST] if isinstance(shown, str) else str(shown)
    return needle in raw.casefold() or needle in told(shown, node.name).casefold()


def fitting_rows(root: Node, wanted: str) -> Iterator[int]:
    """Yield the numbers of the items that have some words in one of their fields; -1 between."""
    needle = wanted.casefold()
    for node in root.each():
        fits = any(_holds(cell, needle) for cell in node.each()) if node.is_branch else False
        last = node.way[-1]
        yield last if fits and isinstance(last, int) else -1


def _holds(cell: Node, needle: str) -> bool:
    if cell.is_branch:
        return needle in cell.told.casefold()
    shown: JsonValue = cell.shown
    raw = shown[:_LONGEST] if isinstance(shown, str) else str(shown)
    return needle in raw.casefold() or needle in told(shown, cell.name).casefold()
