"""Knows what may be typed next in an expression. Must not know widgets.

Works on tokens, not on the tree: what is being typed seldom parses.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

from runtime.expressions.functions import BUILT_INS
from runtime.expressions.schema_walk import described, properties_at
from runtime.expressions.tokens import CLOSING, OPENING, Token, significant
from runtime.expressions.usage import path_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from runtime.definition.json_value import JsonValue

_NAMES = frozenset({"name", "quoted"})
_MAX_SUGGESTION_DISTANCE = 0.6


@dataclass(frozen=True, slots=True)
class Completion:
    """Something that may be typed here.

    Attributes:
        text: what is put in place of the characters from `begin` up to `end`.
        kind: what it is.
        detail: kind of value and title of a field; arguments and purpose of a function.
    """

    text: str
    kind: Literal["field", "function", "variable"]
    detail: str
    begin: int
    end: int


def complete(text: str, offset: int, schema: Mapping[str, JsonValue]) -> list[Completion]:
    """Returns what may be typed at a place, best first.

    Args:
        text: the expression as it stands, complete or not.
        offset: where the cursor stands, in characters from 0.
        schema: JSON Schema of the context.
    """
    before = significant(text[:offset])
    current = before[-1] if before and before[-1].end == offset else None
    if current is not None and current.kind in {"string", "regex", "number"}:
        return []
    if current is not None and current.kind == "variable":
        return _variables(before[:-1], current)
    typed = before.pop() if current is not None and current.kind in _NAMES else None
    begin = typed.offset if typed is not None else offset
    prefix = typed.text.strip("`") if typed is not None else ""
    if before and before[-1].is_operand:
        return []
    fields = _fields(_path_before(before), schema, prefix, begin, offset)
    return fields if prefix or _after_dot(before) else [*fields, *_functions("", begin, offset)]


def suggest(name: str, candidates: Iterable[str]) -> str | None:
    """Returns the candidate that was probably meant, None where none is close."""
    known = {candidate.casefold(): candidate for candidate in candidates}
    close = get_close_matches(name.casefold(), known, n=1, cutoff=_MAX_SUGGESTION_DISTANCE)
    return known[close[0]] if close else None


def _after_dot(tokens: Sequence[Token]) -> bool:
    return bool(tokens) and tokens[-1].text == "."


def _fields(
    path: tuple[str, ...], schema: Mapping[str, JsonValue], prefix: str, begin: int, end: int
) -> list[Completion]:
    found = properties_at(schema, path)
    ranked = sorted(
        (name for name in found if prefix.casefold() in name.casefold()),
        key=lambda name: (not name.casefold().startswith(prefix.casefold()), name),
    )
    made: list[Completion] = []
    for name in ranked:
        detail = " - ".join(each for each in described(found[name], schema) if each)
        made.append(Completion(path_text((name,)), "field", detail, begin, end))
    return made


def _variables(before: Sequence[Token], current: Token) -> list[Completion]:
    prefix = current.text[1:].casefold()
    own = sorted({token.text for token in before if token.kind == "variable"} - {"$", "$$"})
    variables = [
        Completion(name, "variable", "", current.offset, current.end)
        for name in own
        if name[1:] not in BUILT_INS and name[1:].casefold().startswith(prefix)
    ]
    return [*variables, *_functions(prefix, current.offset, current.end)]


def _functions(prefix: str, begin: int, end: int) -> list[Completion]:
    return [
        Completion(f"${name}", "function", f"({each.arguments}) {each.help}", begin, end)
        for name, each in sorted(BUILT_INS.items())
        if name.casefold().startswith(prefix)
    ]


def _path_before(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Returns the path of the value whose fields may follow the last token."""
    around: list[tuple[str, ...]] = [()]
    path: tuple[str, ...] = ()
    for place, token in enumerate(tokens):
        if token.text in OPENING:
            around.append(_inside(token, tokens[:place], path, around[-1]))
            path = around[-1]
        elif token.text in CLOSING and len(around) > 1:
            closed = around.pop()
            path = closed if token.text == "]" else ()
        elif token.kind in _NAMES:
            start = path if _after_dot(tokens[:place]) else around[-1]
            path = (*start, token.text.strip("`"))
        elif token.kind == "variable":
            path = () if token.text == "$$" else around[-1]
        elif token.text != ".":
            path = around[-1]
    return path


def _inside(
    token: Token, before: Sequence[Token], path: tuple[str, ...], around: tuple[str, ...]
) -> tuple[str, ...]:
    """Returns the current value behind an opening bracket."""
    follows_value = bool(before) and before[-1].is_operand
    follows_dot = _after_dot(before)
    if token.text == "(" and follows_value:
        return around
    return path if follows_value or follows_dot else around
