"""Knows which tests the text of a cell stands for. Must not know what becomes of them."""

from __future__ import annotations

from functools import lru_cache

from runtime.expressions.cells.meaning import (
    ANYTHING,
    NULL,
    AllOf,
    AnyOf,
    CellError,
    Compared,
    Formula,
    Missing,
    NoneOf,
    Operand,
    Test,
    ValueType,
)
from runtime.expressions.cells.pieces import Piece, inside, pieces, split
from runtime.expressions.cells.values import operand

_SIGNS = ("<=", ">=", "!=", "<", ">", "=")
_MIRRORED = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "=": "=", "!=": "!="}
_NOT = ("not", "(")
_LEAST = 3  # the value, a sign and what it is compared with


@lru_cache(maxsize=8192)
def read_cell(text: str, of: ValueType = "any") -> Test:
    """Reads a cell that tests a value.

    Raises:
        CellError: it is no test.
    """
    source = text.strip()
    if source == "":
        return ANYTHING
    tests = _list(source, of)
    return ANYTHING if ANYTHING in tests else _one(tests)


@lru_cache(maxsize=8192)
def read_value(text: str, of: ValueType = "any") -> Operand:
    """Reads a cell that gives a value: a literal or a formula; an empty one gives null.

    Raises:
        CellError: it is no value.
    """
    source = text.strip()
    if source in {"", "-"}:
        return NULL
    if any(piece.is_value or (piece.text == "," and not piece.depth) for piece in pieces(source)):
        raise CellError(f"“{source}” is more than one value; put text in quotes")
    return operand(source, of)


def _list(source: str, of: ValueType) -> tuple[Test, ...]:
    """Returns what stands between commas."""
    parts = split(source, ",")
    if not all(parts):
        raise CellError("a value is missing")
    return tuple(_test(part, of) for part in parts)


def _one(tests: tuple[Test, ...]) -> Test:
    return tests[0] if len(tests) == 1 else AnyOf(tests)


def _test(source: str, of: ValueType) -> Test:
    if source == "-":
        return ANYTHING
    negated = inside(source, _NOT)
    if negated is not None:
        return _none_of(negated, of)
    sign = next((sign for sign in _SIGNS if source.startswith(sign)), "")
    if sign:
        return _compared(sign, source[len(sign) :], of)
    found = pieces(source)
    if not found:
        raise CellError("a value is missing")
    if any(piece.is_value for piece in found):
        return _condition(source, of)
    return _stretch(source, found, of) or _member(source, of) or _compared("=", source, of)


def _none_of(source: str, of: ValueType) -> NoneOf:
    if any(inside(part, _NOT) is not None for part in split(source, ",")):
        raise CellError("“not” stands inside of “not”; leave both out")
    return NoneOf(_list(source, of))


def _compared(sign: str, source: str, of: ValueType) -> Test:
    limit = operand(source, of)
    test = Compared(sign, limit)
    if test.orders and (limit == NULL or isinstance(limit.literal, bool)):
        raise CellError(f"nothing is above or below {limit.text}")
    if limit == NULL:
        return Missing() if sign == "=" else NoneOf((Missing(),))
    return test


def _stretch(source: str, found: list[Piece], of: ValueType) -> Test | None:
    """Reads `[0..10)`, where something begins, ends and has two dots between."""
    dots = [piece.token for piece in found if piece.text == ".." and piece.depth == 1]
    wrapped = found[0].text in {"[", "("} and found[-1].text in {"]", ")"}
    if not wrapped or len(dots) != 1 or any(not piece.depth for piece in found[1:-1]):
        return None
    above = ">=" if found[0].text == "[" else ">"
    below = "<=" if found[-1].text == "]" else "<"
    low, high = (
        source[found[0].token.end : dots[0].offset],
        source[dots[0].end : found[-1].token.offset],
    )
    return AllOf((_compared(above, low, of), _compared(below, high, of)))


def _member(source: str, of: ValueType) -> Test | None:
    """Reads `["A", "B"]`; what is in the list may be formulas, then only the case can tell."""
    items = inside(source, ("[",))
    if items is None:
        return None
    limits = [operand(item, of) for item in split(items, ",")] if items else []
    if limits and all(limit.literal is not None for limit in limits):
        return _one(tuple(Compared("=", limit) for limit in limits))
    return Formula(("", f" in {source}"))


def _condition(source: str, of: ValueType) -> Test:
    """Reads `? > 1 and ? < 5`: comparisons with plain values are known, the rest are formulas."""
    either: list[Test] = []
    for part in split(source, "or"):
        both = [_comparison(each, of) for each in split(part, "and")]
        known = [test for test in both if test is not None]
        if len(known) < len(both):
            return _formula(source)
        either.append(known[0] if len(known) == 1 else AllOf(tuple(known)))
    return _one(tuple(either))


def _comparison(source: str, of: ValueType) -> Test | None:
    """Reads `? > 1` or `1 < ?`; None for what is not a comparison with one plain value."""
    found = pieces(source)
    if len(found) < _LEAST or sum(piece.is_value for piece in found) != 1:
        return None
    first, last = found[1], found[-2]
    if found[0].is_value and first.text in _MIRRORED:
        sign, other = first.text, source[first.token.end :]
    elif found[-1].is_value and last.text in _MIRRORED:
        sign, other = _MIRRORED[last.text], source[: last.token.offset]
    else:
        return None
    return _compared(sign, other, of) if not operand(other, of).is_formula else None


def _formula(source: str) -> Formula:
    places = [piece.token for piece in pieces(source) if piece.is_value]
    starts = [0, *(token.end for token in places)]
    ends = [*(token.offset for token in places), len(source)]
    return Formula(tuple(source[start:end] for start, end in zip(starts, ends, strict=True)))
