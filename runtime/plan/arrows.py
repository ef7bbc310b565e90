"""Knows which step comes right after which, and what goes in circles. Must not know kinds.

Written out rather than taken from networkx, whose import would be a quarter of a whole short run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Arrows:
    """A directed graph.

    Attributes:
        after: for each step the steps right after it.
        before: for each step the steps right before it.
    """

    def __init__(self, steps: Iterable[str], arrows: Iterable[tuple[str, str]]) -> None:
        self.after: dict[str, dict[str, None]] = {step: {} for step in steps}
        self.before: dict[str, dict[str, None]] = {step: {} for step in self.after}
        for source, target in arrows:
            self.after.setdefault(source, {})[target] = None
            self.before.setdefault(target, {})[source] = None
            self.after.setdefault(target, {})
            self.before.setdefault(source, {})

    def rings(self) -> list[set[str]]:
        """Return the strongly connected components, those that come first in the drawing first.

        Two steps are in one when each can be reached from the other; most stand alone.
        """
        search = _Search(self.after)
        for step in self.after:
            search.go(step)
        return search.found[::-1]


class _Search:
    """Tarjan's search, with a stack of its own: a drawing may be deeper than Python's."""

    def __init__(self, after: dict[str, dict[str, None]]) -> None:
        self.found: list[set[str]] = []
        self._after = after
        self._lowest: dict[str, int] = {}
        self._number: dict[str, int] = {}
        self._path: dict[str, None] = {}

    def go(self, root: str) -> None:
        """Search from a step, unless an earlier search has come there."""
        todo: list[tuple[str, Iterator[str]]] = []
        self._enter(root, todo)
        while todo:
            step, rest = todo[-1]
            child = next((each for each in rest if each not in self._number), None)
            if child is None:
                todo.pop()
                self._leave(step)
            else:
                self._enter(child, todo)

    def _enter(self, step: str, todo: list[tuple[str, Iterator[str]]]) -> None:
        if step not in self._number:
            self._number[step] = self._lowest[step] = len(self._number)
            self._path[step] = None
            todo.append((step, iter(self._after[step])))

    def _leave(self, step: str) -> None:
        met = (self._lowest[each] for each in self._after[step] if each in self._path)
        self._lowest[step] = min(self._lowest[step], *met, self._number[step])
        if self._lowest[step] < self._number[step]:
            return
        ring: set[str] = set()
        while step not in ring:
            ring.add(self._path.popitem()[0])
        self.found.append(ring)
