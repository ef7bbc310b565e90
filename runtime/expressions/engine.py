"""Knows what an evaluating library offers and which one this machine has. Must not know limits.

Everywhere but on Intel Macs, for which no build exists, that is the fast one; the slow one speaks
the same language.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable


class CompiledText(Protocol):
    """An expression that can be evaluated on the thread that compiled it."""

    def evaluate(
        self,
        data: object,
        bindings: dict[str, object] | None = None,
        *,
        timeout: int | None = None,
        max_stack_depth: int | None = None,
        max_sequence_length: int | None = None,
    ) -> object:
        """Returns the result; raises ValueError whose text begins with JSONata's code."""
        ...

    def register_override(self, name: str, func: Callable[..., object]) -> object:
        """Replaces a built-in function."""
        ...


Compile: TypeAlias = "Callable[[str], CompiledText]"
"""Turns text into something that can be evaluated; raises ValueError for unreadable text."""


def compile_here() -> Compile:
    """Returns the fastest way to compile that this machine has."""
    if find_spec("jsonatapy") is None:
        from runtime.expressions.slow_engine import compile_slowly

        return compile_slowly
    import jsonatapy

    return jsonatapy.compile
