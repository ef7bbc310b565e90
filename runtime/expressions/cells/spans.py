"""Knows where in the text of a cell JSONata stands. Must not know what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.expressions.cells.meaning import CellError
from runtime.expressions.cells.pieces import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.expressions.cells.pieces import Piece

_SIGNS = ("<=", ">=", "!=", "<", ">", "=")
_VALUE = "$"
"""Stands for a `?` in what is returned: it is as long, and can be read as JSONata."""


def formula_spans(text: str) -> list[tuple[int, str]]:
    """Returns the parts of a cell that are JSONata, or plain values, each with where it begins.

    A `?` in them is written as `$`. A cell that cannot be read has none.
    """
    try:
        return [*_parts(text, 0)]
    except CellError:
        return []


def _parts(text: str, begin: int) -> Iterator[tuple[int, str]]:
    """Yields the spans of what stands between commas."""
    found = pieces(text)
    cuts = [p.token for p in found if p.is_operator and p.text == "," and not p.depth]
    starts = [0, *(token.end for token in cuts)]
    ends = [*(token.offset for token in cuts), len(text)]
    for start, end in zip(starts, ends, strict=True):
        yield from _part(text[start:end], begin + start)


def _part(text: str, begin: int) -> Iterator[tuple[int, str]]:
    begin += len(text) - len(text.lstrip())
    text = text.strip()
    found = pieces(text)
    if text in {"", "-"} or not found:
        return
    words = [piece.token.text for piece in found[:2]]
    if words == ["not", "("] and _is_wrapped(found, 1):
        start, end = found[1].token.end, found[-1].token.offset
        yield from _parts(text[start:end], begin + start)
        return
    sign = next((sign for sign in _SIGNS if text.startswith(sign)), "")
    dots = [piece.token for piece in found if piece.text == ".." and piece.depth == 1]
    opens, closes = found[0].text in {"[", "("}, found[-1].text in {"]", ")"}
    if sign:
        yield begin + len(sign), text[len(sign) :]
    elif opens and closes and len(dots) == 1:
        yield begin + found[0].token.end, text[found[0].token.end : dots[0].offset]
        yield begin + dots[0].end, text[dots[0].end : found[-1].token.offset]
    else:
        yield begin, _with_value(text, found)


def _is_wrapped(found: list[Piece], opening: int) -> bool:
    """Whether the bracket that opens there closes at the end and not before."""
    closing = next(piece for piece in found[opening + 1 :] if piece.closes and not piece.depth)
    return closing is found[-1]


def _with_value(text: str, found: list[Piece]) -> str:
    for piece in found:
        if piece.is_value:
            text = text[: piece.token.offset] + _VALUE + text[piece.token.end :]
    return text
