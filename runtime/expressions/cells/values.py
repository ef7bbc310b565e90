"""Knows how a single value in a cell is spelled, in each type. Must not know tests.

Words alone need no quotes, and where days are tested, days neither.
"""

from __future__ import annotations

import json
import math
import re
from datetime import date
from decimal import Decimal

from runtime.expressions.cells.meaning import NULL, CellError, Operand, Scalar, ValueType
from runtime.expressions.cells.writing import typed
from runtime.expressions.evaluation import ROOTS
from runtime.expressions.tokens import significant

_BARE = re.compile(r"[^\W\d_][\w-]*(?:[ :][\w-]+)*")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII)
_DIGITS = re.compile(r"[\d./-]+", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TRUTH = {"true": True, "yes": True, "false": False, "no": False}
_FITS: dict[str, type] = {
    "text": str,
    "date": str,
    "number": Decimal,
    "money": Decimal,
    "boolean": bool,
}


def operand(source: str, of: ValueType) -> Operand:
    """Reads what stands beside a sign, in the type of the value.

    Raises:
        CellError: there is nothing, or a value that does not fit the type.
    """
    source = source.strip()
    if not source:
        raise CellError("a value is missing")
    if source == "null":
        return NULL
    literal = _literal(source, of)
    if literal is None:
        return Operand(typed(f"({source})", of))
    _ensure_fits(literal, of)
    return Operand(_spelled(literal), literal)


def _literal(source: str, of: ValueType) -> Scalar | None:
    if source[0] in "\"'" and _is_one_string(source):
        return _unquoted(source)
    if of == "boolean" and source.lower() in _TRUTH:
        return _TRUTH[source.lower()]
    if of == "any" and source in {"true", "false"}:
        return source == "true"
    if of == "date" and _DIGITS.fullmatch(source):
        return source
    if _NUMBER.fullmatch(source):
        return source if of == "text" else _number(source)
    return source if _is_word(source, of) else None


def _is_word(source: str, of: ValueType) -> bool:
    """Whether the source stands for itself.

    A lone name is text and no field: formulas over the case begin with `data.`, `input.` and so on.
    """
    return bool(_BARE.fullmatch(source)) and (of == "text" or source not in ROOTS)


def _number(source: str) -> Decimal:
    if math.isinf(float(source)):
        raise CellError(f"{source[:40]} is too large a number")
    return Decimal(source)


def _ensure_fits(literal: Scalar, of: ValueType) -> None:
    if of == "date" and not _is_day(literal):
        raise CellError(f"{_spelled(literal)} is no day; write it as 2026-12-31")
    if not isinstance(literal, _FITS.get(of, (str, bool, Decimal))):
        raise CellError(f"{_spelled(literal)} does not fit a column of type {of}")


def _is_day(literal: Scalar) -> bool:
    if not isinstance(literal, str) or not _DAY.fullmatch(literal):
        return False
    try:
        date.fromisoformat(literal)
    except ValueError:
        return False
    return True


def _is_one_string(source: str) -> bool:
    return [token.end for token in significant(source)] == [len(source)]


def _unquoted(source: str) -> str:
    body = source[1:-1]
    if source[0] == "'":
        body = body.replace("\\'", "'").replace('"', '\\"')
    try:
        return str(json.loads(f'"{body}"', strict=False))
    except ValueError as error:
        raise CellError(f"the text {source} holds a backslash that means nothing") from error


def _spelled(literal: Scalar) -> str:
    if isinstance(literal, bool):
        return "true" if literal else "false"
    return str(literal) if isinstance(literal, Decimal) else json.dumps(literal)
