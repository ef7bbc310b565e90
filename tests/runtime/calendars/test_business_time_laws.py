"""Laws of business time for any calendar, zone and start: a deadline may not jump or vanish."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.calendars import (
    Calendar,
    Duration,
    Span,
    due_at,
    is_working,
    next_working,
    working_time_between,
)

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Havana",  # clocks go back at 1:00 to midnight
    "America/St_Johns",  # until 2011 they went back at 0:01 into the day before
    "Asia/Kathmandu",
    "Australia/Lord_Howe",  # half an hour
    "Pacific/Apia",
]
MOMENTS = st.datetimes(datetime(2009, 1, 1), datetime(2013, 1, 1), timezones=st.just(UTC)) | (  # noqa: DTZ001 - hypothesis adds the zone
    # Many within the nights in which clocks change.
    st.sampled_from(
        [datetime(2011, 3, 27, tzinfo=UTC), datetime(2010, 10, 31, tzinfo=UTC)]
    ).flatmap(
        lambda day: st.integers(0, 36 * 60).map(lambda minutes: day + timedelta(minutes=minutes))
    )
    | st.sampled_from(
        [datetime(2010, 11, 7, 2, tzinfo=UTC), datetime(2011, 12, 30, 6, tzinfo=UTC)]
    ).flatmap(lambda at: st.integers(0, 400).map(lambda minutes: at + timedelta(minutes=minutes)))
)


@st.composite
def spans(draw: st.DrawFn) -> tuple[Span, ...]:
    ends = draw(st.lists(st.integers(0, 48), max_size=4, unique=True).map(sorted))
    return tuple(Span(a * 30, b * 30) for a, b in zip(ends[::2], ends[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    hours = draw(
        st.lists(spans(), min_size=7, max_size=7).filter(any)
        | st.just([(Span(0, 1440),)] * 7)
        | st.just([(Span(0, 1440),)] * 5 + [()] * 2)
    )
    holidays = draw(st.frozensets(st.dates(date(2009, 1, 1), date(2013, 1, 1)), max_size=30))
    zone = draw(st.sampled_from(ZONES))
    return Calendar("any", zone, tuple(hours), draw(st.sampled_from(["", "DE-BY"])), holidays)


WORK = st.integers(1, 60 * 3_600).map(lambda seconds: Duration(business_seconds=seconds))
AMOUNTS = (
    WORK
    | st.integers(1, 12).map(lambda days: Duration(business_days=days))
    | st.builds(Duration, business_days=st.integers(1, 5), business_seconds=st.integers(1, 40_000))
    | st.builds(Duration, days=st.integers(0, 5), seconds=st.integers(0, 400_000))
)


@given(MOMENTS, MOMENTS, AMOUNTS, calendars())
def test_a_later_start_is_never_due_earlier(
    a: datetime, b: datetime, amount: Duration, calendar: Calendar
) -> None:
    early, late = sorted((a, b))
    assert due_at(early, amount, calendar) <= due_at(late, amount, calendar)


@given(MOMENTS, st.integers(0, 300), AMOUNTS, calendars())
def test_a_start_some_minutes_later_is_never_due_earlier(
    start: datetime, minutes: int, amount: Duration, calendar: Calendar
) -> None:
    later = start + timedelta(minutes=minutes)
    assert due_at(start, amount, calendar) <= due_at(later, amount, calendar)


@given(
    MOMENTS,
    st.integers(0, 9),
    st.integers(0, 9),
    st.sampled_from(["business_days", "days"]),
    calendars(),
)
def test_more_days_are_never_due_earlier(
    start: datetime, days: int, more: int, part: str, calendar: Calendar
) -> None:
    first = due_at(start, Duration(**{part: days}), calendar)
    assert start <= first <= due_at(start, Duration(**{part: days + more}), calendar)


@given(MOMENTS, st.integers(0, 400_000), st.integers(0, 400_000), calendars())
def test_more_hours_are_never_due_earlier(
    start: datetime, seconds: int, more: int, calendar: Calendar
) -> None:
    first = due_at(start, Duration(business_seconds=seconds), calendar)
    assert start <= first
    assert first <= due_at(start, Duration(business_seconds=seconds + more), calendar)


@given(MOMENTS, WORK, calendars())
def test_the_time_until_it_is_due_is_the_time_that_was_given(
    start: datetime, amount: Duration, calendar: Calendar
) -> None:
    due = due_at(start, amount, calendar)
    assert working_time_between(start, due, calendar) == timedelta(seconds=amount.business_seconds)


@given(MOMENTS, WORK, WORK, calendars())
def test_time_given_in_two_parts_ends_where_it_ends_in_one(
    start: datetime, a: Duration, b: Duration, calendar: Calendar
) -> None:
    both = Duration(business_seconds=a.business_seconds + b.business_seconds)
    parts = due_at(due_at(start, a, calendar), b, calendar)
    assert parts == due_at(start, both, calendar)


@given(MOMENTS, AMOUNTS.filter(lambda amount: amount.is_business), calendars())
def test_business_time_is_due_at_a_moment_of_work_or_of_closing(
    start: datetime, amount: Duration, calendar: Calendar
) -> None:
    due = due_at(start, amount, calendar)
    just_before = due - timedelta(microseconds=1)
    assert is_working(due, calendar) or is_working(just_before, calendar)
    assert due.tzinfo is UTC


@given(MOMENTS, calendars())
def test_nobody_works_before_the_next_working_moment(at: datetime, calendar: Calendar) -> None:
    opening = next_working(at, calendar)
    assert opening >= at
    assert is_working(opening, calendar)
    assert working_time_between(at, opening, calendar) == timedelta(0)


@given(MOMENTS, MOMENTS, MOMENTS, calendars())
@settings(max_examples=50)
def test_working_time_adds_up_over_neighbouring_stretches(
    a: datetime, b: datetime, c: datetime, calendar: Calendar
) -> None:
    parts = working_time_between(a, b, calendar) + working_time_between(b, c, calendar)
    assert parts == working_time_between(a, c, calendar)


@given(MOMENTS, st.integers(1, 48 * 60), calendars())
@settings(max_examples=50)
def test_working_time_is_what_counting_minutes_gives(
    start: datetime, minutes: int, calendar: Calendar
) -> None:
    begin = start.replace(second=0, microsecond=0)
    step = timedelta(minutes=1)
    counted = sum(is_working(begin + step * minute, calendar) for minute in range(minutes))
    assert working_time_between(begin, begin + step * minutes, calendar) == step * counted
