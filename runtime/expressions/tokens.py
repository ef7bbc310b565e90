"""Knows how JSONata text falls into tokens with their places. Must not know what they mean.

Never raises: text that is half typed, or wrong, gives tokens too. The editor colours with it, and
the parser's places (which are the ends of tokens) are turned into beginnings with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

TokenKind: TypeAlias = Literal[
    "name", "quoted", "variable", "number", "string", "regex", "operator", "comment", "unknown"
]

OPENING, CLOSING = frozenset("([{"), frozenset(")]}")
"""Brackets."""

_BLANK = re.compile(r"\s+")
_PATTERNS: tuple[tuple[TokenKind, re.Pattern[str]], ...] = (
    ("comment", re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)),
    ("string", re.compile(r'"(?:\\.|[^"\\])*(?:"|\Z)|\'(?:\\.|[^\'\\])*(?:\'|\Z)', re.DOTALL)),
    ("quoted", re.compile(r"`[^`]*(?:`|\Z)")),
    ("number", re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")),
    ("operator", re.compile(r"\.\.|:=|!=|>=|<=|\*\*|~>|\?:|\?\?|[.\[\]{}(),@#;:?+\-*/%|=<>^&!~]")),
    ("variable", re.compile(r"\$[^\s.\[\]{}(),@#;:?+\-*/%|=<>^&!~]*")),
    ("name", re.compile(r"[^\s.\[\]{}(),@#;:?+\-*/%|=<>^&!~\"'`]+")),
)
_REGEX = re.compile(r"/(?:\\.|[^/\\])+/[im]*")
_WORD_OPERATORS = frozenset({"and", "or", "in"})


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text.

    Attributes:
        kind: what it is.
        text: the piece itself, quotes included.
        offset: where it begins, in characters from 0.
    """

    kind: TokenKind
    text: str
    offset: int

    @property
    def end(self) -> int:
        """Where the next character stands."""
        return self.offset + len(self.text)

    @property
    def is_operand(self) -> bool:
        """Whether a value may end with this token, so that an operator must follow."""
        return self.kind not in {"operator", "comment"} or self.text in CLOSING


def tokenize(text: str) -> list[Token]:
    """Returns the tokens in order, comments included and blanks left out."""
    tokens: list[Token] = []
    before: Token | None = None
    place = 0
    while place < len(text):
        blank = _BLANK.match(text, place)
        if blank:
            place = blank.end()
            continue
        token = _next(text, place, before)
        tokens.append(token)
        place = token.end
        if token.kind != "comment":
            before = token
    return tokens


def significant(text: str) -> list[Token]:
    """Returns the tokens without comments."""
    return [token for token in tokenize(text) if token.kind != "comment"]


def _next(text: str, place: int, before: Token | None) -> Token:
    operand_before = before is not None and before.is_operand
    if text[place] == "/" and not text.startswith("/*", place) and not operand_before:
        regex = _REGEX.match(text, place)
        if regex:
            return Token("regex", regex[0], place)
    for kind, pattern in _PATTERNS:
        found = pattern.match(text, place)
        if found:
            return Token(_kind_of(kind, found[0], operand_before=operand_before), found[0], place)
    return Token("unknown", text[place], place)


def _kind_of(kind: TokenKind, found: str, *, operand_before: bool) -> TokenKind:
    if kind == "name" and found in _WORD_OPERATORS and operand_before:
        return "operator"
    return kind
