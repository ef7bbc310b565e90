"""Knows how Tryton writes values that JSON lacks. Must not know any model or call.

Plain values are what processes see: money and hours as decimal text, dates in ISO 8601, moments in
ISO 8601 with Z, bytes as base64 text.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from pydantic import JsonValue

from connectors.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Callable

Row = dict[str, JsonValue]

_SECONDS_AN_HOUR = 3600
_HOURS_PRECISION = Decimal("0.000001")


def plain(value: JsonValue) -> JsonValue:
    """Return a value from Tryton as plain JSON."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "__class__" not in value:
        return {name: plain(item) for name, item in value.items()}
    return _plain_special(value)


def _plain_special(value: Row) -> JsonValue:
    try:
        make = _MAKERS[str(value["__class__"])]
        return make(value)
    except (KeyError, TypeError, ValueError, ArithmeticError):
        # A kind this module does not know says more as it came than an error would.
        return value


def _moment(value: Row) -> str:
    # Tryton keeps moments in UTC and says nothing about the zone.
    return f"{_day(value)}T{_time_of_day(value)}Z"


def _day(value: Row) -> str:
    return f"{value['year']:04}-{value['month']:02}-{value['day']:02}"


def _time_of_day(value: Row) -> str:
    time = f"{value['hour']:02}:{value['minute']:02}:{value['second']:02}"
    return f"{time}.{value['microsecond']:06}" if value["microsecond"] else time


def _hours_text(value: Row) -> str:
    seconds = Decimal(str(value["seconds"]))
    text = f"{(seconds / _SECONDS_AN_HOUR).quantize(_HOURS_PRECISION):f}"
    return text.rstrip("0").rstrip(".") or "0"


_MAKERS: dict[str, Callable[[Row], str]] = {
    "Decimal": lambda value: str(value["decimal"]),
    "date": _day,
    "time": _time_of_day,
    "datetime": _moment,
    "timedelta": _hours_text,
    "bytes": lambda value: str(value["base64"]).replace("\n", ""),
}


def decimal(text: JsonValue) -> Row:
    """Return decimal text as Tryton's Decimal."""
    return {"__class__": "Decimal", "decimal": str(_number(text))}


def date(text: JsonValue) -> Row:
    """Return an ISO date as Tryton's date."""
    try:
        day = dt.date.fromisoformat(str(text))
    except ValueError as error:
        raise _not_readable(text, "a date like 2026-01-31") from error
    return {"__class__": "date", "year": day.year, "month": day.month, "day": day.day}


def hours(text: JsonValue) -> Row:
    """Return hours in decimal text as Tryton's timedelta."""
    seconds = (_number(text) * _SECONDS_AN_HOUR).to_integral_value()
    return {"__class__": "timedelta", "seconds": int(seconds)}


def special(value: JsonValue) -> JsonValue:
    """Return plain JSON with {"decimal": …}, {"date": …} and {"hours": …} as Tryton's values."""
    if isinstance(value, list):
        return [special(item) for item in value]
    if isinstance(value, dict) and len(value) == 1:
        name, inner = next(iter(value.items()))
        makers = {"decimal": decimal, "date": date, "hours": hours}
        if name in makers:
            return makers[name](inner)
    if isinstance(value, dict):
        return {name: special(item) for name, item in value.items()}
    return value


def _number(text: JsonValue) -> Decimal:
    try:
        number = Decimal(str(text))
    except InvalidOperation as error:
        raise _not_readable(text, "a decimal number like 1200.00") from error
    if not number.is_finite():
        raise _not_readable(text, "a decimal number like 1200.00")
    return number


def _not_readable(text: JsonValue, wanted: str) -> InvalidInputError:
    return InvalidInputError(
        "A value does not fit, so nothing was sent.",
        problems=(f'"{text}" is not {wanted}.',),
        next_step="Correct the mapping of the step.",
    )


def rows(value: JsonValue) -> list[Row]:
    """Return a list of objects; anything else in it is left out."""
    items = value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, dict)]


def row(value: JsonValue) -> Row:
    """Return an object; anything else is the empty object."""
    return value if isinstance(value, dict) else {}


def related(record: Row, field: str) -> Row | None:
    """Return id and name of the record that a field points at, or None."""
    target = record.get(f"{field}.")
    if not isinstance(target, dict):
        return None
    return {"id": target.get("id"), "name": target.get("rec_name")}


def escaped(text: JsonValue) -> str:
    """Return a text for Tryton's `ilike` that matches itself only."""
    return str(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
