"""Knows the names of the parsing library and their types, which the library does not state.

Must not know what is done with a tree. Everything that imports this module pays for the library.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    class ParserError(Exception):
        """What the library raises: `location` is the end of a token, -1 or 0 when unknown."""

        error: str
        location: int
        current: object

    class RegexFlags(Protocol):
        """Flags behind a pattern."""

        case_insensitive: bool
        multiline: bool

    class CompiledPattern(Protocol):
        """A pattern that can search; the library knows what else it needs."""

    def linear_pattern(pattern: str, flags: RegexFlags) -> CompiledPattern:
        """Compiles a pattern whose search takes linear time; raises ValueError."""
        ...

    class Frame(Protocol):
        """Variables of one evaluation."""

        def bind(self, name: str, val: object) -> None:
            """Sets a variable."""
            ...

        def set_evaluate_entry_callback(self, cb: Callable[..., None]) -> None:
            """Calls `cb(node, input, frame)` before each node."""
            ...

        def set_evaluate_exit_callback(self, cb: Callable[..., None]) -> None:
            """Calls `cb(node, input, frame, result)` after each node that did not fail."""
            ...

    class Parser:
        """Reads text to the library's tree."""

        def parse(self, text: str) -> object:
            """Raises ParserError, and more for hostile text."""
            ...

    class Interpreter:
        """Evaluates a text, slowly, with its places known."""

        def __init__(
            self, expr: str, regex_engine: Callable[[str, RegexFlags], object] = ...
        ) -> None: ...

        def register_lambda(self, name: str, implementation: Callable[..., object]) -> None:
            """Binds a function."""
            ...

        def create_frame(self) -> Frame:
            """Returns an empty frame."""
            ...

        def evaluate(self, input: object, bindings: Frame) -> object:  # noqa: A002 - the library's name
            """Raises ParserError, and more."""
            ...

else:
    import re2

    _limit = sys.getrecursionlimit()
    from jsonata.jexception import JException as ParserError
    from jsonata.jsonata import Jsonata as Interpreter
    from jsonata.parser import Parser

    sys.setrecursionlimit(_limit)  # the library raises it for the whole program when it is imported

    def linear_pattern(pattern, flags):
        """Compiles a pattern whose search takes linear time; raises ValueError."""
        options = re2.Options()
        options.case_sensitive = not flags.case_insensitive
        options.log_errors = False
        prefix = "(?m)" if flags.multiline else ""
        try:
            return re2.compile(prefix + pattern, options)
        except re2.error as error:
            raise ValueError(f"S0303: The pattern cannot be read: {error}") from error


__all__ = ["Interpreter", "Parser", "ParserError", "linear_pattern"]
