"""Knows how to find the place of a failure in the text. Must not know how values are computed.

The fast evaluator names no place. For a text that cannot be read the parser knows it; for a
failure while evaluating, the expression runs once more in the slow evaluator, which is watched node
by node. That second run is refused wherever it could be expensive: after a limit was hit, on large
contexts, and for functions that are slow or unbounded there.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import orjson

from runtime.expressions.errors import ExpressionSyntaxError
from runtime.expressions.parser_library import Interpreter, ParserError
from runtime.expressions.syntax import ParsedExpression, begin_of, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.expressions.evaluation import Evaluation, Failure
    from runtime.expressions.tokens import Token
    from runtime.expressions.tree import Node

_MAX_TEXT = 4_000
_MAX_CONTEXT_BYTES = 64 * 1024
_MAX_SECONDS = 0.1
_MAX_NESTING = 150
_UNSAFE_FUNCTIONS = frozenset(
    {"pad", "distinct", "eval", "shuffle", "replace", "formatInteger", "formatNumber", "fromMillis",
     "toMillis", "now", "millis", "random", "zip", "join"}
)  # fmt: skip


class _WatchEndedError(Exception):
    """The second run took too long or went too deep."""


def located(failure: Failure, request: Evaluation) -> Failure:
    """Returns the failure with offset and token, where they can be found safely."""
    try:
        parsed = parse(request.text)
    except ExpressionSyntaxError as error:
        return replace(failure, offset=error.offset, token=error.token)
    if failure.is_limit or failure.code.startswith(("S", "expression.")):
        return failure
    if not _safe_to_repeat(parsed, request):
        return failure
    token = _failing_token(parsed, request)
    if token is None:
        return failure
    return replace(failure, offset=token.offset, token=token.text)


def _safe_to_repeat(parsed: ParsedExpression, request: Evaluation) -> bool:
    if len(parsed.text) > _MAX_TEXT or any(_unsafe(node) for node in _every(parsed.root)):
        return False
    try:
        return len(orjson.dumps(request.context)) <= _MAX_CONTEXT_BYTES
    except TypeError:
        return False


def _unsafe(node: Node) -> bool:
    if node.kind == "variable":
        return node.value in _UNSAFE_FUNCTIONS
    if node.kind == "binary":
        return node.value == ".."
    return node.kind == "regex"


def _every(node: Node) -> Iterator[Node]:
    yield node
    for part in (*node.parts, *node.filters, *node.group):
        yield from _every(part)


def _failing_token(parsed: ParsedExpression, request: Evaluation) -> Token | None:
    """Returns the token at which the slow evaluator fails, None where it does not or cannot say."""
    watch = _Watch()
    interpreter = Interpreter(parsed.text)
    frame = interpreter.create_frame()
    frame.set_evaluate_entry_callback(watch.enter)
    frame.set_evaluate_exit_callback(watch.leave)
    context = cast("object", orjson.loads(orjson.dumps(request.context)))
    try:
        interpreter.evaluate(context, frame)
    except _WatchEndedError:
        return None
    except ParserError as error:
        ends = (error.location, *reversed(watch.places))
    except Exception:  # noqa: BLE001 - the library fails in many ways, and the failure is reported already
        ends = tuple(reversed(watch.places))
    else:
        return None
    found = (begin_of(end, parsed.tokens) for end in ends if end > 0)
    token = next((token for token in found if token is not None), None)
    return _called(token, parsed.tokens) if token is not None else None


def _called(token: Token, tokens: tuple[Token, ...]) -> Token:
    """Returns the name before an opening bracket: a failing call is better shown by its name."""
    place = tokens.index(token)
    return (
        tokens[place - 1] if token.text == "(" and place and tokens[place - 1].is_operand else token
    )


class _Watch:
    """Keeps the places of the nodes that are being evaluated, and ends what takes too long."""

    def __init__(self) -> None:
        self.places: list[int] = []
        self._end = time.monotonic() + _MAX_SECONDS

    def enter(self, node: object, *_: object) -> None:
        position = cast("object", getattr(node, "position", None))
        self.places.append(position if isinstance(position, int) else 0)
        if len(self.places) > _MAX_NESTING or time.monotonic() > self._end:
            raise _WatchEndedError

    def leave(self, *_: object) -> None:
        self.places.pop()
