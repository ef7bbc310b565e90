"""Knows the names of the parsing library and their types, which the library does not state.

Must not know what is done with a tree. Everything that imports this module pays for the library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    class ParserError(Exception):
        """What the library raises: `location` is the end of a token, -1 or 0 when unknown."""

        error: str
        location: int
        current: object

    class Frame(Protocol):
        """Variables of one evaluation."""

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

        def __init__(self, expr: str) -> None: ...

        def create_frame(self) -> Frame:
            """Returns an empty frame."""
            ...

        def evaluate(self, input: object, bindings: Frame) -> object:  # noqa: A002 - the library's name
            """Raises ParserError, and more."""
            ...

else:
    from jsonata.jexception import JException as ParserError
    from jsonata.jsonata import Jsonata as Interpreter
    from jsonata.parser import Parser

__all__ = ["Interpreter", "Parser", "ParserError"]
