"""Knows the short form of conditions in decision tables. Must not know tables, rows or hits.

A cell tests one value, its operand:

| cell | accepts |
|---|---|
| `-` or nothing | everything |
| `> 100000`, `>= 5`, `!= "X"` | what compares so |
| `[0..100]`, `(0..10]`, `]0..10[` | the stretch; `[` `]` with the end, others without |
| `"EMEA"`, `5`, `true`, `null` | that value |
| `"EMEA","APAC"` | any of them |
| `not("X","Y")` | everything else |
| `? > 1 and ? < 5` | any condition; `?` is the operand |
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeGuard

from runtime.expressions.intervals import (
    Anything,
    CellSet,
    Interval,
    Intervals,
    Unknown,
    Values,
    complement,
    intersection,
    union,
)
from runtime.expressions.tokens import Token, significant

if TYPE_CHECKING:
    from runtime.expressions.intervals import Bound, Scalar

_COMPARATORS = frozenset({">", ">=", "<", "<=", "=", "!="})
_OPENING = frozenset({"(", "[", "{"})
_CLOSING = frozenset({")", "]", "}"})
_SIMPLE_OPERAND = re.compile(r"[\w$`. ]+")
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}
_MIRRORED = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "=": "=", "!=": "!="}


def unary_to_condition(cell: str, operand: str) -> str:
    """Returns the JSONata condition that a cell stands for.

    Args:
        cell: the cell's text; whatever it holds, this never raises.
        operand: JSONata for the value the cell tests.
    """
    subject = operand if _SIMPLE_OPERAND.fullmatch(operand) else f"({operand})"
    return _condition(_pieces(cell), subject)


def unary_interval(cell: str) -> CellSet:
    """Returns which values a cell accepts, as far as that can be told without running it."""
    pieces = _pieces(cell)
    accepted: CellSet = _piece_set(pieces[0])
    for piece in pieces[1:]:
        accepted = union(accepted, _piece_set(piece))
    return accepted


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a cell between two commas."""

    cell: str
    tokens: tuple[Token, ...]

    @property
    def text(self) -> str:
        return self.cell[self.tokens[0].offset : self.tokens[-1].end] if self.tokens else ""

    @property
    def first(self) -> str:
        return self.tokens[0].text if self.tokens else ""

    @property
    def is_anything(self) -> bool:
        return self.text in {"", "-"}

    @property
    def negated(self) -> list[_Piece] | None:
        """The pieces inside `not(…)`, None where it is no such piece."""
        texts = [token.text for token in self.tokens[:2]]
        if texts != ["not", "("] or _closing_of(self.tokens, 1) != len(self.tokens) - 1:
            return None
        return _split(self.cell, self.tokens[2:-1])

    @property
    def range(self) -> tuple[_Piece, _Piece] | None:
        """The two ends of a stretch, None where it is none."""
        if len(self.tokens) < 2 or self.first not in {"[", "(", "]"}:  # noqa: PLR2004 - two brackets
            return None
        if self.tokens[-1].text not in {"]", ")", "["}:
            return None
        inside = self.tokens[1:-1]
        dots = [place for place, token in enumerate(inside) if token.text == ".."]
        if len(dots) != 1 or any(token.text == "," for token in inside):
            return None
        low, high = inside[: dots[0]], inside[dots[0] + 1 :]
        return (_Piece(self.cell, low), _Piece(self.cell, high)) if low and high else None

    @property
    def holes(self) -> list[Token]:
        """The `?` that stand for the operand; a `?` behind a value is the choice `a ? b : c`."""
        found: list[Token] = []
        before: Token | None = None
        for token in self.tokens:
            if token.text == "?" and not (before and (before.is_operand or before in found)):
                found.append(token)
            before = token
        return found


def _pieces(cell: str) -> list[_Piece]:
    return _split(cell, tuple(significant(cell)))


def _split(cell: str, tokens: tuple[Token, ...]) -> list[_Piece]:
    pieces: list[_Piece] = []
    depth = begin = 0
    for place, token in enumerate(tokens):
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if token.text == "," and depth == 0:
            pieces.append(_Piece(cell, tokens[begin:place]))
            begin = place + 1
    pieces.append(_Piece(cell, tokens[begin:]))
    return pieces


def _closing_of(tokens: tuple[Token, ...], opening: int) -> int:
    depth = 0
    for place in range(opening, len(tokens)):
        depth += (tokens[place].text in _OPENING) - (tokens[place].text in _CLOSING)
        if depth == 0:
            return place
    return -1


# --- to JSONata --------------------------------------------------------------------------------


def _condition(pieces: list[_Piece], subject: str) -> str:
    if len(pieces) > 1 and all(_is_value(piece) for piece in pieces):
        return f"{subject} in [{', '.join(piece.text for piece in pieces)}]"
    tests = [_test(piece, subject) for piece in pieces]
    return tests[0] if len(tests) == 1 else " or ".join(f"({test})" for test in tests)


def _test(piece: _Piece, subject: str) -> str:
    if piece.is_anything:
        return "true"
    if piece.negated is not None:
        return f"$not({_condition(piece.negated, subject)})"
    if piece.range is not None:
        low, high = piece.range
        above = ">=" if piece.first == "[" else ">"
        below = "<=" if piece.tokens[-1].text == "]" else "<"
        return f"{subject} {above} {low.text} and {subject} {below} {high.text}"
    if piece.holes:
        return _filled(piece, subject)
    return f"{subject} {_comparison(piece)}"


def _comparison(piece: _Piece) -> str:
    if piece.first in _COMPARATORS:
        return piece.text
    if piece.first == "[":
        return f"in {piece.text}"
    return f"= {piece.text}" if len(piece.tokens) == 1 else f"= ({piece.text})"


def _is_value(piece: _Piece) -> bool:
    special = piece.is_anything or piece.negated is not None or piece.range is not None
    return not special and not piece.holes and piece.first not in {*_COMPARATORS, "["}


def _filled(piece: _Piece, subject: str) -> str:
    begin = piece.tokens[0].offset
    text = piece.text
    for hole in reversed(piece.holes):
        place = hole.offset - begin
        text = f"{text[:place]}{subject}{text[place + 1 :]}"
    return text


# --- to sets -----------------------------------------------------------------------------------


def _piece_set(piece: _Piece) -> CellSet:
    if piece.is_anything:
        return Anything()
    if piece.negated is not None:
        accepted: CellSet = _piece_set(piece.negated[0])
        for each in piece.negated[1:]:
            accepted = union(accepted, _piece_set(each))
        return complement(accepted)
    if piece.range is not None:
        return _range_set(piece)
    if piece.holes:
        return _formula_set(piece)
    if piece.first in _COMPARATORS:
        return _compared(piece.first, piece.tokens[1:])
    return _compared("=", piece.tokens)


def _range_set(piece: _Piece) -> CellSet:
    low, high = (_literal(end.tokens) for end in piece.range or ())
    if not _is_bound(low) or not _is_bound(high) or isinstance(low, str) != isinstance(high, str):
        return Unknown()
    low_in, high_in = piece.first == "[", piece.tokens[-1].text == "]"
    stretch = Interval(low, high, low_in=low_in, high_in=high_in)
    return Intervals(() if stretch.is_empty else (stretch,))


def _formula_set(piece: _Piece) -> CellSet:
    """Returns the set of `? > 1 and ? < 5` and the like; anything richer is unknown."""
    words = {token.text for token in piece.tokens if token.kind == "operator"} & {"and", "or"}
    if len(words) > 1:
        return Unknown()
    combine = union if words == {"or"} else intersection
    accepted: CellSet | None = None
    for part in _split_at(piece.tokens, words):
        tested = _comparison_set(part)
        accepted = tested if accepted is None else combine(accepted, tested)
    return accepted if accepted is not None else Unknown()


def _split_at(tokens: tuple[Token, ...], words: set[str]) -> list[tuple[Token, ...]]:
    parts: list[tuple[Token, ...]] = []
    begin = 0
    for place, token in enumerate(tokens):
        if token.kind == "operator" and token.text in words:
            parts.append(tokens[begin:place])
            begin = place + 1
    return [*parts, tokens[begin:]]


def _comparison_set(tokens: tuple[Token, ...]) -> CellSet:
    texts = [token.text for token in tokens]
    if len(texts) > 2 and texts[0] == "?" and texts[1] in _COMPARATORS:  # noqa: PLR2004 - ?, operator, value
        return _compared(texts[1], tokens[2:])
    if len(texts) > 2 and texts[-1] == "?" and texts[-2] in _COMPARATORS:  # noqa: PLR2004 - value, operator, ?
        return _compared(_MIRRORED[texts[-2]], tokens[:-2])
    return Unknown()


def _compared(operator: str, tokens: tuple[Token, ...]) -> CellSet:
    value = _literal(tokens)
    if isinstance(value, _NoLiteral):
        return Unknown()
    if operator in {"=", "!="}:
        return Values(frozenset({value}), excluded=operator == "!=")
    if not _is_bound(value):
        return Unknown()
    if operator.startswith(">"):
        return Intervals((Interval(value, None, low_in=operator == ">="),))
    return Intervals((Interval(None, value, high_in=operator == "<="),))


class _NoLiteral:
    """Stands for what has to be evaluated."""


def _is_bound(value: Scalar | _NoLiteral) -> TypeGuard[Bound]:
    return isinstance(value, (Decimal, str))


def _literal(tokens: tuple[Token, ...]) -> Scalar | _NoLiteral:
    negative = len(tokens) == 2 and tokens[0].text == "-"  # noqa: PLR2004 - sign and number
    token = tokens[-1] if tokens else None
    if token is None or (len(tokens) != 1 and not negative):
        return _NoLiteral()
    if token.kind == "number":
        return Decimal(f"-{token.text}" if negative else token.text)
    if negative:
        return _NoLiteral()
    if token.kind == "string" and "\\" not in token.text:
        return token.text[1:-1]
    if token.kind == "name" and token.text in _WORDS:
        return _WORDS[token.text]
    return _NoLiteral()
