"""Knows which Python values may enter and leave an expression. Must not know expressions.

Money travels as decimal text: a `Decimal` becomes its digits (`Decimal("10.50")` is `"10.50"`),
never a float. Whole numbers beyond 2**53, which JSON readers round, become text too. Dates become
ISO 8601 text. What has no honest JSON form (NaN, infinities, bytes, sets, a time without zone) is
refused.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, cast

import orjson

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonValue

EXACT_INTEGER = 2**53
"""Whole numbers up to here survive a trip through a double."""

MAX_DEPTH = 200
"""Lists and objects inside each other; deeper values are refused."""

_STRICT = (
    orjson.OPT_STRICT_INTEGER
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_SUBCLASS
)


class UnfitValueError(ValueError):
    """A value has no honest JSON form; the message says where and why."""


def prepared(context: Mapping[str, object]) -> Mapping[str, JsonValue]:
    """Returns the context itself where all of it is plain JSON, else a converted copy.

    Raises:
        UnfitValueError: for a value without an honest JSON form.
    """
    try:
        payload = orjson.dumps(context, option=_STRICT)
    except TypeError:
        return converted(context)
    if b"null" in payload:  # orjson writes NaN and infinities as null
        _refuse_non_finite(context, "")
    return cast("Mapping[str, JsonValue]", context)


def converted(context: Mapping[str, object]) -> dict[str, JsonValue]:
    """Returns a plain JSON copy; `prepared` says what becomes what.

    Raises:
        UnfitValueError: for a value without an honest JSON form.
    """
    return {str(name): plain(value, str(name)) for name, value in context.items()}


def plain(value: object, where: str = "", depth: int = 0) -> JsonValue:  # noqa: PLR0911 - one return per kind of value reads best
    """Returns the value as plain JSON; `where` is its place, for the message.

    Raises:
        UnfitValueError: for a value without an honest JSON form.
    """
    if depth > MAX_DEPTH:
        raise UnfitValueError(f"{where[:60]}… is nested deeper than {MAX_DEPTH} levels")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value) if abs(value) <= EXACT_INTEGER else str(int(value))
    if isinstance(value, float):
        return _finite(float(value), where)
    if isinstance(value, str):
        return _encodable(str(value), where)
    if isinstance(value, Decimal):
        return _decimal_text(value, where)
    if isinstance(value, (datetime, date)):
        return _moment_text(value, where)
    if isinstance(value, Mapping):
        items = cast("Mapping[object, object]", value).items()
        return {_key(key): plain(item, f"{where}.{key}", depth + 1) for key, item in items}
    if isinstance(value, (list, tuple)):
        listed = cast("list[object]", value)
        return [plain(item, f"{where}[{index}]", depth + 1) for index, item in enumerate(listed)]
    raise UnfitValueError(f"{_named(where)} is a {type(value).__name__}, which JSON cannot carry")


def fit_result(result: object, max_bytes: int) -> JsonValue:
    """Returns a result as plain JSON that shares nothing with the context.

    Args:
        result: what the evaluator returned.
        max_bytes: largest size as JSON.

    Raises:
        UnfitValueError: where a number is infinite or not a number, or the result is too large.
    """
    if result is None or isinstance(result, (bool, int)):
        return result
    if isinstance(result, float):
        return _finite(result, "the result")
    if isinstance(result, str) and len(result) * 4 <= max_bytes:
        return result
    payload = orjson.dumps(result, default=_no_function)
    if len(payload) > max_bytes:
        raise UnfitValueError(f"the result is larger than {max_bytes} bytes")
    if b"null" in payload:
        _refuse_non_finite(result, "the result")
    return cast("JsonValue", orjson.loads(payload))


def _no_function(value: object) -> None:
    """Stands for functions and patterns, which are no JSON: null, as the language says."""
    if not callable(value) and not hasattr(value, "search") and not hasattr(value, "call"):
        raise TypeError(f"a {type(value).__name__} is no JSON")


def longest_list(value: object) -> int:
    """Returns the number of items of the longest list in a JSON value."""
    if isinstance(value, Mapping):
        inside = list(cast("Mapping[object, object]", value).values())
        return max(map(longest_list, inside), default=0)
    if isinstance(value, list):
        listed = cast("list[object]", value)
        return max(len(listed), max(map(longest_list, listed), default=0))
    return 0


def _refuse_non_finite(value: object, where: str) -> None:
    if isinstance(value, float):
        _finite(value, where)
    elif isinstance(value, Mapping):
        for key, item in cast("Mapping[object, object]", value).items():
            _refuse_non_finite(item, f"{where}.{key}")
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(cast("list[object]", value)):
            _refuse_non_finite(item, f"{where}[{index}]")


def _finite(value: float, where: str) -> float:
    if math.isfinite(value):
        return value
    raise UnfitValueError(f"{_named(where)} is {value}, which is no number that can be stored")


def _encodable(value: str, where: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise UnfitValueError(f"{_named(where)} holds half of a character pair") from error
    return value


def _decimal_text(value: Decimal, where: str) -> str:
    if value.is_finite():
        return format(value, "f")
    raise UnfitValueError(f"{_named(where)} is {value}, which is no number that can be stored")


def _moment_text(value: datetime | date, where: str) -> str:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise UnfitValueError(f"{_named(where)} is a time without a time zone")
    return value.isoformat().replace("+00:00", "Z")


def _key(key: object) -> str:
    return _encodable(str(key), "a field name")


def _named(where: str) -> str:
    return where.removeprefix(".") or "a value"
