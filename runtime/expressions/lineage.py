"""Knows what an expression uses: fields, variables, functions. Must not know any schema."""

from __future__ import annotations

from runtime.expressions.syntax import ParsedExpression, parse
from runtime.expressions.usage import WILD, Reads
from runtime.expressions.walk import Scope, Walk

_TWO_SEGMENTS = "steps"


def reads(text: str) -> Reads:
    """Returns what an expression uses.

    Raises:
        ExpressionSyntaxError: where it cannot be read.
    """
    return reads_of(parse(text))


def place_of(text: str) -> tuple[str, ...] | None:
    """Returns the path of the value that an expression hands on as it is; None for any other.

    Raises:
        ExpressionSyntaxError: where it cannot be read.
    """
    return Walk().place(parse(text).root, Scope((), {}))


def reads_of(parsed: ParsedExpression) -> Reads:
    """Returns what a parsed expression uses."""
    walk = Walk()
    walk.place(parsed.root, Scope((), {}))
    unique = {(each.path, each.offset): each for each in walk.fields}
    fields = tuple(sorted(unique.values(), key=lambda each: (each.offset, each.path)))
    roots = None if walk.everything else frozenset(map(_root, (each.path for each in fields)))
    return Reads(
        fields,
        frozenset(walk.variables),
        frozenset(walk.functions),
        roots,
        tuple(walk.comparisons),
        tuple(sorted(set(walk.names), key=lambda each: (each.offset, each.path or ()))),
    )


def _root(path: tuple[str, ...]) -> str:
    first = path[0] if path else ""
    if first == _TWO_SEGMENTS and len(path) > 1 and path[1] not in WILD:
        return f"{first}.{path[1]}"
    return first
