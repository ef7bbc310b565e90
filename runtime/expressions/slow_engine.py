"""Knows how to evaluate with the library that is written in Python. Must not know who evaluates.

It stands in where the fast library has no build. Same language, some forty times slower; patterns
are searched in linear time by RE2, and every node that is evaluated checks time, depth and length.
"""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from runtime.expressions.parser_library import Interpreter, ParserError, linear_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

_FRAMES = 10_000
sys.setrecursionlimit(max(sys.getrecursionlimit(), _FRAMES))  # some ten Python frames for a call
_FRAMES_PER_CALL = 4
"""Nodes that the library enters for one call of a function, about."""


_TOO_DEEP = "D1011: Stack overflow. Check for endless recursion."


def compile_slowly(text: str) -> SlowExpression:
    """Returns the text as something that can be evaluated; raises ValueError."""
    too_deep = "U1002: Stack overflow. The expression is nested too deeply"
    with _as_coded(too_deep, "S0207: Unexpected end of expression"):
        return SlowExpression(Interpreter(text, linear_pattern))


class SlowExpression:
    """An expression that the library in Python evaluates.

    Args:
        interpreter: the library's object.
    """

    def __init__(self, interpreter: Interpreter) -> None:
        self._interpreter = interpreter

    def register_override(self, name: str, func: Callable[..., object]) -> SlowExpression:
        """Replaces a built-in function."""
        self._interpreter.register_lambda(name, func)
        return self

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
        frame = self._interpreter.create_frame()
        for name, value in (bindings or {}).items():
            frame.bind(name, value)
        watch = _Watch(timeout, max_stack_depth, max_sequence_length)
        frame.set_evaluate_entry_callback(watch.enter)
        frame.set_evaluate_exit_callback(watch.leave)
        with _as_coded(_TOO_DEEP, "D1001: Number out of range, or the like"):
            return self._interpreter.evaluate(data, frame)


@contextmanager
def _as_coded(too_deep: str, otherwise: str) -> Generator[None]:
    """Turns whatever the library raises into ValueErrors whose text begins with a code."""
    try:
        yield
    except ParserError as error:
        raise ValueError(f"{error.error}: {error}") from error
    except RecursionError as error:
        raise ValueError(too_deep) from error
    except ValueError:
        raise
    except Exception as error:
        raise ValueError(f"{otherwise}: {error}") from error


class _Watch:
    """Ends an evaluation that takes too long, goes too deep or makes too long a list."""

    def __init__(self, timeout: int | None, depth: int | None, length: int | None) -> None:
        self._timeout = timeout
        self._end = time.monotonic() + timeout / 1000 if timeout is not None else float("inf")
        self._deepest = depth * _FRAMES_PER_CALL if depth is not None else float("inf")
        self._longest = length if length is not None else float("inf")
        self._depth = 0

    def enter(self, *_: object) -> None:
        self._depth += 1
        if self._depth > self._deepest:
            raise ValueError(_TOO_DEEP)
        if time.monotonic() > self._end:
            raise ValueError(f"D1012: Evaluation timeout after {self._timeout} milliseconds.")

    def leave(self, node: object, data: object, frame: object, result: object) -> None:
        del node, data, frame
        self._depth -= 1
        if isinstance(result, list) and len(cast("list[object]", result)) > self._longest:
            raise ValueError(f"D2015: The maximum sequence length of {self._longest} was exceeded.")
