"""Knows how a cell falls into pieces: brackets, commas, and the `?` that stand for the value.

Must not know what the pieces mean.
"""

from __future__ import annotations

from dataclasses import dataclass

from runtime.expressions.cells.meaning import CellError
from runtime.expressions.tokens import CLOSING, OPENING, Token, significant

_WORDS = frozenset({"and", "or", "in"})
_QUOTES = 2
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A token in its surroundings.

    Attributes:
        text: the token's text; a `]` that opens a stretch is `(`, a `[` that closes one is `)`.
        depth: how many brackets are open; brackets themselves lie outside of what they hold.
        is_value: whether it is a `?` that stands for the value, and not JSONata's own.
        is_operator: whether it stands between values, or is a bracket.
    """

    token: Token
    text: str
    depth: int
    is_value: bool
    is_operator: bool

    @property
    def closes(self) -> bool:
        """Whether it is a bracket that closes."""
        return self.text in CLOSING

    @property
    def ends_value(self) -> bool:
        """Whether a value may end with it, so that an operator must follow."""
        return self.is_value or self.closes or not self.is_operator


def pieces(source: str) -> list[Piece]:
    """Splits a cell, or a part of one.

    Raises:
        CellError: it is too long, or a quote or a bracket is not closed.
    """
    if len(source) > _MOST:
        raise CellError(f"the cell is longer than {_MOST} characters")
    found: list[Piece] = []
    depth = 0
    tokens = significant(source)
    for token, text in zip(tokens, _as_brackets(tokens), strict=True):
        _ensure_whole(token)
        depth -= text in CLOSING
        if depth < 0:
            raise CellError("a bracket is closed that was not opened")
        value_before = bool(found) and found[-1].ends_value
        is_operator = token.kind == "operator" or (value_before and text in _WORDS)
        is_value = text == "?" and not value_before
        found.append(Piece(token, text, depth, is_value=is_value, is_operator=is_operator))
        depth += text in OPENING
    if depth:
        raise CellError("a bracket is not closed")
    return found


def split(source: str, at: str) -> list[str]:
    """Returns the parts between commas, or between the words `and` or `or`, outside of brackets."""
    cuts = [
        piece.token
        for piece in pieces(source)
        if piece.is_operator and piece.text == at and not piece.depth
    ]
    starts = [0, *(token.end for token in cuts)]
    ends = [*(token.offset for token in cuts), len(source)]
    return [source[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def inside(source: str, opening: tuple[str, ...]) -> str | None:
    """Returns what stands in brackets; None where the source is not that and nothing else.

    Args:
        source: a part of a cell.
        opening: the tokens it must begin with; the last one is the bracket.
    """
    found = pieces(source)
    if tuple(piece.token.text for piece in found[: len(opening)]) != opening:
        return None
    closing = next(piece for piece in found[len(opening) :] if piece.closes and not piece.depth)
    if closing is not found[-1]:
        return None
    return source[found[len(opening) - 1].token.end : closing.token.offset].strip()


def _as_brackets(tokens: list[Token]) -> list[str]:
    """Returns texts in which `]0..10[` reads `(0..10)`; no JSONata has brackets in such places."""
    texts = [token.text for token in tokens]
    around = zip([",", *texts], texts, [*texts[1:], ","], strict=False)
    return [_as_bracket(*three) for three in around]


def _as_bracket(before: str, text: str, after: str) -> str:
    if text == "]" and before in {",", "("}:
        return "("
    return ")" if text == "[" and after in {",", ")"} else text


def _ensure_whole(token: Token) -> None:
    closing = {"string": token.text[0], "quoted": "`"}.get(token.kind)
    if token.kind == "unknown" or (
        closing and (len(token.text) < _QUOTES or token.text[-1] != closing)
    ):
        raise CellError(f"“{token.text[:40]}” cannot be read; is a quote not closed?")
