"""Knows how a text becomes something that can be evaluated, and how to keep the last few.

Must not know contexts or results. A compiled expression belongs to the thread that made it: used or
only dropped on another one, the library panics. So what is compiled is kept by its thread, and not
by an evaluator, which may end anywhere.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runtime.expressions.evaluation import MAX_TEXT
from runtime.expressions.failures import failure_of, too_long
from runtime.expressions.guards import Guards

if TYPE_CHECKING:
    from runtime.expressions.engine import Compile, CompiledText
    from runtime.expressions.evaluation import Evaluation, Failure, Limits


_MOST_CACHES = 16
"""Evaluators of unlike settings that one thread serves in turn; a desk has two."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A text that can be evaluated on this thread.

    Attributes:
        expression: the library's object.
        guarded: whether `Guards.begin` must be called before each evaluation.
        long_lists_hurt: whether it calls `$distinct`, whose cost is the square of the length.
    """

    expression: CompiledText
    guarded: bool
    long_lists_hurt: bool


class CompiledCache:
    """Compiled expressions of one thread, the least recently used one leaves first.

    Args:
        limits: bounds that the guards keep.
        size: how many texts are kept.
        compile_text: the evaluating library.
    """

    def __init__(self, limits: Limits, size: int, compile_text: Compile) -> None:
        self.guards = Guards(limits, compile_text)
        self._compile_text = compile_text
        self._size = size
        self._kept: OrderedDict[str, Compiled | Failure] = OrderedDict()

    def get(self, request: Evaluation) -> Compiled | Failure:
        """Returns the compiled text of the request, or why it cannot be compiled."""
        found = self._kept.get(request.text)
        if found is not None:
            self._kept.move_to_end(request.text)
            return found
        found = self._kept[request.text] = self._compile(request.text)
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return found

    def drop(self, request: Evaluation) -> None:
        """Forgets the compiled text of the request."""
        self._kept.pop(request.text, None)

    def _compile(self, text: str) -> Compiled | Failure:
        if len(text) > MAX_TEXT:
            return too_long(MAX_TEXT)
        try:
            expression = self._compile_text(text)
        except ValueError as error:
            return failure_of(error)
        hurt = "distinct" in text or "eval" in text
        return Compiled(expression, self.guards.install(text, expression), hurt)


class _Thread(threading.local):
    """What one thread has compiled, by the settings of the evaluators that it serves."""

    def __init__(self) -> None:
        super().__init__()
        self.caches: OrderedDict[tuple[Limits, int, Compile], CompiledCache] = OrderedDict()


_THIS_THREAD = _Thread()


def cache_here(limits: Limits, size: int, compile_text: Compile) -> CompiledCache:
    """Returns this thread's cache for these settings; it ends with the thread at the latest."""
    caches, settings = _THIS_THREAD.caches, (limits, size, compile_text)
    found = caches.get(settings)
    if found is None:
        found = caches[settings] = CompiledCache(limits, size, compile_text)
        if len(caches) > _MOST_CACHES:
            caches.popitem(last=False)
    return found
