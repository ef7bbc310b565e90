"""Due dates people can name: working days, holidays, closing time, nights when clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from runtime.calendars import (
    Calendar,
    CalendarError,
    Span,
    due_at,
    is_working,
    known_regions,
    next_working,
    parse_duration,
    standard_calendar,
    working_time_between,
)

BERLIN = ZoneInfo("Europe/Berlin")


def week(*spans: tuple[int, int], days: int = 5) -> tuple[tuple[Span, ...], ...]:
    day = tuple(Span(opens * 60, closes * 60) for opens, closes in spans)
    return (day,) * days + ((),) * (7 - days)


OFFICE = Calendar("office", "Europe/Berlin", week((9, 12), (13, 17)), region="DE-BY")
NIGHT = Calendar("night", "Europe/Berlin", week((1, 4), days=7))
ALWAYS = Calendar("always", "Europe/Berlin", week((0, 24), days=7))
SHORT_FRIDAY = Calendar(
    "short", "UTC", ((Span(540, 1020),),) * 4 + ((Span(540, 780),),) + ((),) * 2
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("start", "amount", "due"),
    [
        ("2026-03-02T10:00", "P3BD", "2026-03-05T10:00"),
        ("2026-03-05T10:00", "P3BD", "2026-03-10T10:00"),
        ("2026-03-07T12:00", "P1BD", "2026-03-10T09:00"),
        ("2026-03-02T09:00", "PT8BH", "2026-03-02T17:00"),
        ("2026-03-02T09:00", "PT9BH", "2026-03-03T10:00"),
        ("2026-03-02T17:00", "PT1BH", "2026-03-03T10:00"),
        ("2026-03-02T17:00", "P1BD", "2026-03-03T17:00"),
        ("2026-03-06T16:00", "P1BDT4BH", "2026-03-10T12:00"),
        ("2026-03-06T16:00", "PT4H", "2026-03-06T20:00"),
        ("2026-03-06T16:00", "P3D", "2026-03-09T16:00"),
        ("2026-03-07T12:00", "PT0S", "2026-03-07T12:00"),
    ],
)
def test_a_due_date_is_the_one_a_person_would_name(start: str, amount: str, due: str) -> None:
    assert due_at(utc(start), parse_duration(amount), standard_calendar()) == utc(due)


def test_public_holidays_of_the_region_do_not_count() -> None:
    """From Holy Thursday 16:00 two hours end on the Tuesday after Easter."""
    due = due_at(berlin("2026-04-02T16:00"), parse_duration("PT2BH"), OFFICE)
    assert due == berlin("2026-04-07T10:00")


def test_a_part_of_a_country_keeps_its_own_holidays() -> None:
    """Corpus Christi is a holiday in Bavaria and a working day in Berlin."""
    in_berlin = Calendar("berlin", "Europe/Berlin", OFFICE.hours, region="DE-BE")
    noon = berlin("2026-06-04T10:00")
    assert not is_working(noon, OFFICE)
    assert is_working(noon, in_berlin)


def test_a_holiday_observed_in_the_year_before_counts() -> None:
    """New Year's Day 2022 fell on a Saturday and was observed on 31 December 2021."""
    office = Calendar("us", "America/New_York", OFFICE.hours, region="US")
    assert not is_working(datetime(2021, 12, 31, 15, tzinfo=UTC), office)


def test_a_firms_own_holidays_do_not_count() -> None:
    closed = Calendar(
        "closed", "UTC", standard_calendar().hours, holidays=frozenset({utc("2026-12-24").date()})
    )
    assert due_at(utc("2026-12-23T10:00"), parse_duration("P1BD"), closed) == utc(
        "2026-12-25T10:00"
    )


def test_a_lunch_break_does_not_count() -> None:
    assert due_at(berlin("2026-03-02T11:00"), parse_duration("PT2BH"), OFFICE) == berlin(
        "2026-03-02T14:00"
    )
    assert not is_working(berlin("2026-03-02T12:00"), OFFICE)
    assert is_working(berlin("2026-03-02T13:00"), OFFICE)


def test_a_day_that_closes_early_is_due_at_its_closing() -> None:
    due = due_at(utc("2026-03-05T16:00"), parse_duration("P1BD"), SHORT_FRIDAY)
    assert due == utc("2026-03-06T13:00")


def test_local_office_hours_hold_on_both_sides_of_the_clock_change() -> None:
    """Friday 16:00 in winter and Monday 16:00 in summer time are an hour closer than 72 hours."""
    friday, monday = berlin("2026-03-27T16:00"), berlin("2026-03-30T16:00")
    assert due_at(friday, parse_duration("P1BD"), OFFICE) == monday
    assert due_at(friday, parse_duration("P3D"), OFFICE) == monday
    assert monday.astimezone(UTC) - friday.astimezone(UTC) == timedelta(hours=71)


def test_a_night_shift_is_an_hour_shorter_in_spring_and_longer_in_autumn() -> None:
    for night, hours in (("2026-03-28", 3), ("2026-03-29", 2), ("2026-10-25", 4)):
        start = berlin(f"{night}T00:00")
        worked = working_time_between(start, start.astimezone(UTC) + timedelta(hours=12), NIGHT)
        assert worked == timedelta(hours=hours), night


def test_a_time_that_spring_leaves_out_is_due_when_the_clocks_change() -> None:
    change = datetime(2026, 3, 29, 1, tzinfo=UTC)
    for amount in ("P1D", "P1BD"):
        assert due_at(berlin("2026-03-28T02:30"), parse_duration(amount), NIGHT) == change


def test_a_time_that_autumn_repeats_is_due_the_first_time() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    for amount in ("P1D", "P1BD"):
        assert due_at(berlin("2026-10-24T02:30"), parse_duration(amount), NIGHT) == first


def test_a_start_in_the_repeated_hour_is_never_due_before_one_in_its_first_pass() -> None:
    first = berlin("2026-10-25T02:50")
    second = berlin("2026-10-25T02:10").replace(fold=1)
    assert first.astimezone(UTC) < second.astimezone(UTC)
    for amount in ("P1D", "P1BD", "PT3BH", "PT20H"):
        length = parse_duration(amount)
        assert due_at(first, length, NIGHT) <= due_at(second, length, NIGHT)


def test_elapsed_hours_do_not_care_about_clock_changes() -> None:
    start = berlin("2026-03-28T22:00").astimezone(UTC)
    assert due_at(start, parse_duration("PT12H"), OFFICE) == start + timedelta(hours=12)


def test_around_the_clock_a_business_day_is_a_calendar_day() -> None:
    start = berlin("2026-10-24T00:00")
    assert due_at(start, parse_duration("P1BD"), ALWAYS) == berlin("2026-10-25T00:00")
    assert due_at(start, parse_duration("PT49BH"), ALWAYS) == berlin("2026-10-26T00:00")


def test_closing_at_midnight_belongs_to_the_day_that_ends() -> None:
    """A late shift that ends on Monday at midnight has its business day on Tuesday."""
    late = Calendar("late", "UTC", ((Span(22 * 60, 24 * 60),), *week((9, 17))[:4], (), ()))
    due = due_at(utc("2026-03-03T00:00"), parse_duration("P1BD"), late)
    assert due == utc("2026-03-03T17:00")


def test_a_day_that_a_country_left_out_is_no_working_day() -> None:
    """Samoa went from 29 to 31 December 2011."""
    samoa = Calendar("samoa", "Pacific/Apia", week((9, 17), days=7))
    start = datetime(2011, 12, 29, 10, tzinfo=ZoneInfo("Pacific/Apia"))
    due = due_at(start, parse_duration("P1BD"), samoa).astimezone(ZoneInfo("Pacific/Apia"))
    assert (due.day, due.hour) == (31, 10)


def test_the_next_working_moment_is_now_or_the_next_opening() -> None:
    standard = standard_calendar()
    assert next_working(utc("2026-03-06T10:00"), standard) == utc("2026-03-06T10:00")
    assert next_working(utc("2026-03-06T17:00"), standard) == utc("2026-03-09T09:00")
    assert next_working(utc("2026-03-09T08:59"), standard) == utc("2026-03-09T09:00")


def test_opening_counts_as_work_and_closing_does_not() -> None:
    standard = standard_calendar()
    assert is_working(utc("2026-03-06T09:00"), standard)
    assert not is_working(utc("2026-03-06T17:00"), standard)


def test_overdue_time_is_negative() -> None:
    worked = working_time_between(
        utc("2026-03-09T10:00"), utc("2026-03-06T16:00"), standard_calendar()
    )
    assert worked == -timedelta(hours=2)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    naive = datetime(2026, 3, 2, 9)  # noqa: DTZ001 - what the test is about
    standard = standard_calendar()
    for use in (
        lambda: due_at(naive, parse_duration("PT1H"), standard),
        lambda: is_working(naive, standard),
        lambda: next_working(naive, standard),
        lambda: working_time_between(naive, utc("2026-03-06T10:00"), standard),
    ):
        with pytest.raises(CalendarError, match="no time zone"):
            use()


def test_an_unknown_region_says_so_instead_of_counting_holidays_as_work() -> None:
    for region in ("XX", "DE-ZZ"):
        nowhere = Calendar("nowhere", "UTC", week((9, 17)), region=region)
        with pytest.raises(CalendarError, match=region):
            due_at(utc("2026-03-06T10:00"), parse_duration("P1BD"), nowhere)


def test_every_region_a_form_offers_can_be_used() -> None:
    regions = known_regions()
    assert "BY" in regions["DE"]
    assert "CA" in regions["US"]
    for country in ("BR", "AU", "CH"):
        for part in regions[country]:
            office = Calendar("office", "UTC", week((9, 17)), region=f"{country}-{part}")
            assert not is_working(utc("2026-01-01T10:00"), office)


def test_an_amount_that_takes_over_a_century_ends_in_a_clear_error() -> None:
    minute_a_week = Calendar("minute", "UTC", ((Span(0, 1),),) + ((),) * 6)
    with pytest.raises(CalendarError, match="too far away"):
        due_at(utc("2026-03-06T10:00"), parse_duration("PT200BH"), minute_a_week)
    with pytest.raises(CalendarError, match="too far away"):
        is_working(datetime(9999, 12, 31, 23, 59, tzinfo=UTC), standard_calendar())
    with pytest.raises(CalendarError, match="too far away"):
        working_time_between(utc("1950-01-01T00:00"), utc("2150-01-01T00:00"), standard_calendar())
