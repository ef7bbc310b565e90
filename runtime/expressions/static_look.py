"""Knows which calls of built-in functions in a text need a guard. Must not know the guards.

A replaced function costs something: it is slower, it does not take the current value as its first
argument, and it answers null where the original answers nothing. So a function is replaced only
where a look at the text does not show that the call is harmless, as it does for `$pad(name, 20)`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from runtime.expressions.tokens import CLOSING, OPENING, Token, significant

if TYPE_CHECKING:
    from collections.abc import Callable

GUARDED = frozenset(
    {"now", "millis", "random", "shuffle", "toMillis", "fromMillis", "pad", "formatInteger"}
)
"""Every built-in function that has a guard."""

_MENTIONED = re.compile(rf"\b(?:{'|'.join(sorted(GUARDED))}|eval)\b")
_WIDTH_ASKED = re.compile(r",[^\]]*\d")
_YEAR = re.compile(r"\[\s*[YX]")
_SHORT_NUMBER = 4


def guards_needed(text: str) -> frozenset[str]:
    """Returns the functions to replace; all of them where `$eval` can hide a name."""
    mentioned = set(_MENTIONED.findall(text))
    if not mentioned:
        return frozenset()
    if "eval" in mentioned:
        return GUARDED
    tokens = significant(text)
    called = [place for place, token in enumerate(tokens) if token.text[1:] in mentioned]
    return frozenset(
        tokens[place].text[1:]
        for place in called
        if tokens[place].kind == "variable" and not _is_harmless(tokens, place)
    )


def _is_harmless(tokens: list[Token], place: int) -> bool:
    judge = _JUDGES.get(tokens[place].text[1:])
    if judge is None:
        return False
    arguments = _arguments(tokens, place + 1)
    if arguments is None:
        return False
    before = tokens[place - 1].text if place else ""
    with_value = [[], *arguments]  # `~>` gives the first argument; behind a dot the value may be it
    return (before == "~>" or judge(arguments)) and (before not in {"~>", "."} or judge(with_value))


def _arguments(tokens: list[Token], opening: int) -> list[list[Token]] | None:
    """Returns the arguments of a call; None where the function is not called but handed on."""
    if opening >= len(tokens) or tokens[opening].text != "(":
        return None
    arguments: list[list[Token]] = [[]]
    depth = 0
    for token in tokens[opening + 1 :]:
        if depth == 0 and token.text == ")":
            return arguments
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if depth == 0 and token.text == ",":
            arguments.append([])
        else:
            arguments[-1].append(token)
    return None


def _literal(arguments: list[list[Token]], number: int) -> str | None:
    """Returns the text of an argument that is one literal, or "" where it is left out."""
    if number >= len(arguments) or [token.text for token in arguments[number]] == ["(", ")"]:
        return ""
    tokens = arguments[number]
    plain = len(tokens) == 1 and tokens[0].kind in {"string", "number"}
    return tokens[0].text if plain and "\\" not in tokens[0].text else None


def _date_text_is_short(arguments: list[list[Token]]) -> bool:
    picture = _literal(arguments, 1)
    return picture is not None and not _WIDTH_ASKED.search(picture)


def _date_names_its_year(arguments: list[list[Token]]) -> bool:
    picture = _literal(arguments, 1)
    if picture is None:
        return False
    return "[" not in picture or bool(_YEAR.search(picture))


def _width_is_small(arguments: list[list[Token]]) -> bool:
    width, filling = _literal(arguments, 1), _literal(arguments, 2)
    if width is None or filling is None:
        return False
    return width.isdecimal() and len(width) < _SHORT_NUMBER and len(filling) < _SHORT_NUMBER


def _number_is_not_roman(arguments: list[list[Token]]) -> bool:
    picture = _literal(arguments, 1)
    return picture is not None and "i" not in picture.casefold()


_JUDGES: dict[str, Callable[[list[list[Token]]], bool]] = {
    "fromMillis": _date_text_is_short,
    "toMillis": _date_names_its_year,
    "pad": _width_is_small,
    "formatInteger": _number_is_not_roman,
}
