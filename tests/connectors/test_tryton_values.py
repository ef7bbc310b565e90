"""What a firm loses when these fail: a cent, a quarter of an hour, or what the ERP really said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.catalog.tryton.refusals import failure_of
from connectors.catalog.tryton.values import date, decimal, escaped, hours, plain, special
from connectors.errors import (
    AuthenticationError,
    ConflictError,
    ConnectorError,
    InvalidInputError,
    RejectedError,
    TransientError,
)

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from pydantic import JsonValue

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_money_comes_back_to_the_last_digit(amount: Decimal) -> None:
    assert plain(decimal(str(amount))) == str(amount)


@given(st.dates())
def test_a_date_comes_back(day: dt.date) -> None:
    assert plain(date(day.isoformat())) == day.isoformat()


@given(st.integers(min_value=0, max_value=10**7))
def test_each_whole_second_of_work_comes_back(seconds: int) -> None:
    text = plain({"__class__": "timedelta", "seconds": float(seconds)})
    assert hours(text) == {"__class__": "timedelta", "seconds": seconds}


@given(JSON)
def test_plain_json_and_damaged_answers_never_break_the_reading(value: JsonValue) -> None:
    plain(value)
    kinds = ("Decimal", "date", "time", "datetime", "timedelta", "bytes", "what")
    for kind in kinds:
        plain({"__class__": kind, "year": value, "seconds": value, "hour": value})


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"__class__": "timedelta", "seconds": 28800.0}, "8"),
        ({"__class__": "timedelta", "seconds": 1200}, "0.333333"),
        ({"__class__": "bytes", "base64": "YWJj\n"}, "YWJj"),
        ({"__class__": "time", "hour": 7, "minute": 5, "second": 0, "microsecond": 0}, "07:05:00"),
        (
            {
                "__class__": "datetime",
                "year": 2026,
                "month": 1,
                "day": 2,
                "hour": 3,
                "minute": 4,
                "second": 5,
                "microsecond": 60,
            },
            "2026-01-02T03:04:05.000060Z",
        ),
        ([{"a": {"__class__": "Decimal", "decimal": "1.50"}}], [{"a": "1.50"}]),
    ],
)
def test_special_values_look_as_a_process_expects(value: JsonValue, shown: JsonValue) -> None:
    assert plain(value) == shown


def test_a_condition_may_hold_money_dates_and_hours() -> None:
    domain: JsonValue = [["total", ">=", {"decimal": "1.00"}], ["day", "=", {"date": "2026-01-31"}]]
    assert special(domain) == [
        ["total", ">=", {"__class__": "Decimal", "decimal": "1.00"}],
        ["day", "=", {"__class__": "date", "year": 2026, "month": 1, "day": 31}],
    ]


@pytest.mark.parametrize(
    ("make", "text"), [(decimal, "1,00"), (decimal, "NaN"), (date, "31.1.2026"), (hours, "eight")]
)
def test_a_value_that_is_none_is_refused_before_anything_is_sent(make: object, text: str) -> None:
    assert callable(make)
    with pytest.raises(InvalidInputError, match="nothing was sent"):
        make(text)


def test_a_name_with_wildcards_matches_itself_only() -> None:
    assert escaped("50%_\\") == "50\\%\\_\\\\"


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (["UserError", ["The code must be unique.", "", None]], RejectedError, "must be unique"),
        (["UserWarning", ["w_1", "The date is in the future.", "Sure?"]], RejectedError, "future"),
        (["ConcurrencyException", "Record changed"], ConflictError, "in the meantime"),
        (["LoginException", ["password", "Password", "char"]], AuthenticationError, "Password"),
        (["database is locked", ""], TransientError, "busy"),
        (["'no_such_field'", ""], RejectedError, "internal error"),
        ("strange", RejectedError, "internal error"),
        ([], RejectedError, "internal error"),
    ],
)  # fmt: skip
def test_each_error_of_the_erp_has_its_meaning(
    error: JsonValue, kind: type[ConnectorError], words: str
) -> None:
    failure = failure_of(error)
    assert type(failure) is kind
    assert words in str(failure)
    assert failure.sent == "yes"
