"""Dates as people write them: a date that is read in another zone is a day early or late."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.calendars import Calendar, CalendarError, NamedCalendars, Span

WEEK = ((Span(540, 1020),),) * 5 + ((),) * 2
BOOK = NamedCalendars(
    {
        "berlin": Calendar("berlin", "Europe/Berlin", WEEK),
        "la": Calendar("la", "America/Los_Angeles", WEEK),
    }
)


@pytest.mark.parametrize(
    ("text", "calendar", "moment"),
    [
        ("2026-12-31", "", "2026-12-31T00:00"),
        ("2026-12-31", "berlin", "2026-12-30T23:00"),
        ("2026-12-31", "la", "2026-12-31T08:00"),
        ("2026-07-01", "berlin", "2026-06-30T22:00"),
        ("2026-12-31T17:00", "berlin", "2026-12-31T16:00"),
        ("2026-12-31T17:00:00+05:00", "berlin", "2026-12-31T12:00"),
        ("2026-12-31T17:00:00Z", "berlin", "2026-12-31T17:00"),
        # An hour that clocks skip is the moment they do; of one that comes twice, the first.
        ("2026-03-29T02:30", "berlin", "2026-03-29T01:00"),
        ("2026-10-25T02:30", "berlin", "2026-10-25T00:30"),
    ],
)
def test_a_date_is_meant_where_the_calendar_is(text: str, calendar: str, moment: str) -> None:
    assert BOOK.moment(text, calendar) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "2026-02-30", "31.12.2026", "9999-12-31T23:59-12:00"]
)
def test_what_is_no_date_says_how_dates_are_written(text: str) -> None:
    with pytest.raises(CalendarError, match="2026-12-31"):
        BOOK.moment(text, "")


def test_a_calendar_that_does_not_exist_is_named() -> None:
    with pytest.raises(CalendarError, match="berlin"):
        BOOK.moment("2026-12-31", "berlim")


@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_a_plain_error(text: str) -> None:
    """What a formula gives must never end the engine."""
    with suppress(CalendarError):
        assert BOOK.moment(text, "berlin").tzinfo is UTC


@given(st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1), timezones=st.none()))  # noqa: DTZ001 - local times
def test_a_time_reads_back_as_itself_where_clocks_show_it(local: datetime) -> None:
    found = BOOK.moment(local.isoformat(), "berlin").astimezone(ZoneInfo("Europe/Berlin"))
    assert found.replace(tzinfo=None) >= local
