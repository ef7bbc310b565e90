"""Knows what the cells of a decision table mean, as JSONata. Must not know rows or hits.

A cell of an input column tests one value: `> 100`, `[0..100)`, `"EMEA", "APAC"`, `not("EMEA")`,
`null`, `-` (anything), or a formula in which `?` stands for the value (`? > 1 and ? < 5`). Words
alone need no quotes, and in date columns days neither.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from runtime.expressions.tokens import Token, significant

ColumnType: TypeAlias = Literal["any", "text", "number", "money", "boolean", "date"]
Literal_: TypeAlias = str | bool | Decimal
"""A value that is known while drawing; numbers as decimals, days as ISO text."""


class CellError(ValueError):
    """A cell cannot be read; the message says why and what to write instead."""


@dataclass(frozen=True, slots=True)
class Operand:
    """What a value is compared with.

    Attributes:
        text: JSONata, already in the column's type.
        literal: its value where it is known while drawing, else None.
    """

    text: str
    literal: Literal_ | None = None


@dataclass(frozen=True, slots=True)
class Anything:
    """Every value, and no value too."""


@dataclass(frozen=True, slots=True)
class Missing:
    """No value: null, or a field that is not there."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison with one operand."""

    sign: str
    operand: Operand


@dataclass(frozen=True, slots=True)
class Between:
    """From low to high; `[` and `]` include the end, `(` and `)` do not."""

    low: Operand
    high: Operand
    with_low: bool
    with_high: bool


@dataclass(frozen=True, slots=True)
class Formula:
    """JSONata with the value put in for each `?`; also membership of a list."""

    text: str


Test: TypeAlias = Anything | Missing | Compared | Between | Formula


@dataclass(frozen=True, slots=True)
class Cell:
    """One of several tests must hold; with `negated`, none of them."""

    tests: tuple[Test, ...]
    negated: bool = False


ANYTHING: Final = Cell((Anything(),))

_BARE = re.compile(r"[^\W\d_][\w-]*(?:[ :][\w-]+)*")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_DIGITS = re.compile(r"[\d./-]+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_HOLE = "\0"
_SIGNS = ("<=", ">=", "!=", "<", ">", "=")
_ROOTS = frozenset(
    {"input", "data", "steps", "item", "index", "run", "settings", "error", "results", "last"}
)
_TRUTH = {"true": "true", "yes": "true", "false": "false", "no": "false"}
_FITS: dict[str, type] = {
    "text": str,
    "date": str,
    "number": Decimal,
    "money": Decimal,
    "boolean": bool,
}
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_QUOTES = 2
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class _Piece:
    """A token with its depth in brackets; the brackets themselves lie outside of what they hold."""

    token: Token
    depth: int
    hole: bool = False

    @property
    def text(self) -> str:
        return self.token.text

    @property
    def closes(self) -> bool:
        return self.text in _CLOSING


@lru_cache(maxsize=8192)
def read(text: str, column: ColumnType) -> Cell:
    """Reads an input cell.

    Raises:
        CellError: it is no test.
    """
    source = text.strip()
    if source in {"", "-"}:
        return ANYTHING
    pieces = _pieces(source)
    inner = _inside_not(source, pieces)
    if inner is not None:
        return Cell(_tests(inner, _pieces(inner), column), negated=True)
    return Cell(_tests(source, pieces, column))


def write(cell: Cell, value: str) -> str:
    """Returns JSONata, to be joined by `and`, for the test of a variable; "" if all passes."""
    if any(isinstance(test, Anything) for test in cell.tests) and not cell.negated:
        return ""
    tests = [_write(test, value) for test in cell.tests]
    any_of = " or ".join(tests)
    if cell.negated:
        return f"$exists({value}) and $not({any_of})"
    return f"({any_of})" if len(tests) > 1 else any_of


def formulas(cell: Cell) -> list[str]:
    """Returns the JSONata inside of a cell that a person wrote and that is no plain value."""
    found: list[str] = []
    for test in cell.tests:
        if isinstance(test, Formula):
            found.append(test.text.replace(_HOLE, "$"))
        operands = (test.operand,) if isinstance(test, Compared) else ()
        if isinstance(test, Between):
            operands = (test.low, test.high)
        found += [each.text for each in operands if each.literal is None and each.text != "null"]
    return found


@lru_cache(maxsize=8192)
def output(text: str, column: ColumnType) -> Operand:
    """Reads an output cell: a literal or a formula; an empty one gives null.

    Raises:
        CellError: it is no formula.
    """
    source = text.strip()
    if source in {"", "-"}:
        return Operand("null")
    if any(piece.hole or (piece.text == "," and not piece.depth) for piece in _pieces(source)):
        raise CellError(f"“{source}” is more than one value; put text in quotes")
    return operand(source, column)


def operand(source: str, column: ColumnType) -> Operand:
    """Reads what stands beside a sign, in the column's type."""
    source = source.strip()
    if not source:
        raise CellError("a value is missing")
    if source == "null":
        return Operand("null")
    literal = _literal(source, column)
    if literal is not None:
        _ensure_fits(literal, column)
        return Operand(_spelled(literal), literal)
    return Operand(normalised(f"({source})", column))


def normalised(formula: str, column: ColumnType) -> str:
    """Returns the formula with its value in the column's type."""
    if column == "money":
        return f"$round($number({formula}), 2)"
    wrap = {"number": "$number({})", "text": "$string({})", "date": "$substring({}, 0, 10)"}
    return wrap.get(column, "{}").format(formula)


def _literal(source: str, column: ColumnType) -> Literal_ | None:
    if source[0] in "\"'" and _one_string(source):
        return _unquoted(source)
    if column == "boolean" and source.lower() in _TRUTH:
        return _TRUTH[source.lower()] == "true"
    if column == "any" and source in {"true", "false"}:
        return source == "true"
    if column == "date" and _DIGITS.fullmatch(source):
        return source
    if _NUMBER.fullmatch(source):
        return source if column == "text" else Decimal(source)
    return source if _is_word(source, column) else None


def _is_word(source: str, column: ColumnType) -> bool:
    """Whether the source stands for itself.

    A lone name is text and no field: formulas over the case begin with `data.`, `input.` and so on.
    """
    return bool(_BARE.fullmatch(source)) and (column == "text" or source not in _ROOTS)


def _ensure_fits(literal: Literal_, column: ColumnType) -> None:
    if column == "date" and not (isinstance(literal, str) and _DAY.match(literal)):
        raise CellError(f"{_spelled(literal)} is no day; write it as 2026-12-31")
    if not isinstance(literal, _FITS.get(column, (str, bool, Decimal))):
        raise CellError(f"{_spelled(literal)} does not fit a column of type {column}")


def _one_string(source: str) -> bool:
    return [token.end for token in significant(source)] == [len(source)]


def _unquoted(source: str) -> str:
    body = source[1:-1]
    if source[0] == "'":
        body = body.replace("\\'", "'").replace('"', '\\"')
    try:
        return str(json.loads(f'"{body}"', strict=False))
    except ValueError as error:
        raise CellError(f"the text {source} holds a backslash that means nothing") from error


def _spelled(literal: Literal_) -> str:
    if isinstance(literal, bool):
        return "true" if literal else "false"
    return str(literal) if isinstance(literal, Decimal) else json.dumps(literal)


def _pieces(source: str) -> list[_Piece]:
    """Splits a cell; a `?` where a value is expected is a hole, elsewhere it is JSONata's own."""
    if len(source) > _MOST:
        raise CellError(f"the cell is longer than {_MOST} characters")
    found: list[_Piece] = []
    depth = 0
    for token in significant(source):
        _ensure_whole(token)
        depth -= token.text in _CLOSING
        if depth < 0:
            raise CellError("a bracket is closed that was not opened")
        before = found[-1] if found else None
        value_before = before is not None and (before.hole or before.token.is_operand)
        found.append(_Piece(token, depth, hole=token.text == "?" and not value_before))
        depth += token.text in _OPENING
    if depth:
        raise CellError("a bracket is not closed")
    return found


def _ensure_whole(token: Token) -> None:
    closing = {"string": token.text[0], "quoted": "`"}.get(token.kind)
    if token.kind == "unknown" or (
        closing and (len(token.text) < _QUOTES or token.text[-1] != closing)
    ):
        raise CellError(f"“{token.text[:40]}” cannot be read; is a quote not closed?")


def _inside_not(source: str, pieces: list[_Piece]) -> str | None:
    if [piece.text for piece in pieces[:2]] != ["not", "("]:
        return None
    closing = next(piece for piece in pieces[2:] if piece.closes and not piece.depth)
    if closing is not pieces[-1]:
        return None
    return source[pieces[1].token.end : closing.token.offset].strip()


def _tests(source: str, pieces: list[_Piece], column: ColumnType) -> tuple[Test, ...]:
    cuts = [piece.token for piece in pieces if piece.text == "," and not piece.depth]
    starts = [0, *(token.end for token in cuts)]
    ends = [*(token.offset for token in cuts), len(source)]
    parts = [source[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    if not all(parts):
        raise CellError("a value is missing")
    return tuple(_test(part, column) for part in parts)


def _test(source: str, column: ColumnType) -> Test:
    if source == "-":
        return Anything()
    if source == "null":
        return Missing()
    sign = next((sign for sign in _SIGNS if source.startswith(sign)), "")
    rest = source[len(sign) :].strip()
    if sign in {"=", "!="} and rest == "null":
        return Missing() if sign == "=" else Formula(f"$exists({_HOLE})")
    if sign:
        return Compared(sign, operand(rest, column))
    pieces = _pieces(source)
    if not pieces:
        raise CellError("a value is missing")
    if any(piece.hole for piece in pieces):
        return Formula(_filled(source, pieces))
    return _between(source, pieces, column) or _member(source, pieces, column)


def _filled(source: str, pieces: list[_Piece]) -> str:
    """Puts a mark in for each hole that no JSONata can hold."""
    parts: list[str] = []
    end = 0
    for piece in pieces:
        if piece.hole:
            parts += [source[end : piece.token.offset], _HOLE]
            end = piece.token.end
    return "".join([*parts, source[end:]])


def _between(source: str, pieces: list[_Piece], column: ColumnType) -> Between | None:
    dots = [piece.token for piece in pieces if piece.text == ".." and piece.depth == 1]
    wrapped = pieces[0].text in {"[", "("} and pieces[-1].text in {"]", ")"}
    if not wrapped or len(dots) != 1 or any(not piece.depth for piece in pieces[1:-1]):
        return None
    return Between(
        operand(source[1 : dots[0].offset], column),
        operand(source[dots[0].end : -1], column),
        with_low=source[0] == "[",
        with_high=source[-1] == "]",
    )


def _member(source: str, pieces: list[_Piece], column: ColumnType) -> Test:
    if pieces[0].text == "[":
        return Formula(f"{_HOLE} in {source}")
    return Compared("=", operand(source, column))


def _write(test: Test, value: str) -> str:
    if isinstance(test, Anything):
        return f"$exists({value})"
    if isinstance(test, Missing):
        return f"$not($exists({value}))"
    if isinstance(test, Formula):
        return f"({test.text.replace(_HOLE, value)})"
    if isinstance(test, Compared):
        return f"{value} {test.sign} {test.operand.text}"
    low, high = (">=" if test.with_low else ">"), ("<=" if test.with_high else "<")
    return f"{value} {low} {test.low.text} and {value} {high} {test.high.text}"
