"""The notation of durations: what a form writes is read back the same, and a slip is explained."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.calendars import (
    Duration,
    DurationError,
    duration_words,
    format_duration,
    parse_duration,
)

DURATIONS = st.builds(
    Duration, days=st.integers(0, 36_525), seconds=st.integers(0, 10**9)
) | st.builds(
    Duration, business_days=st.integers(0, 10_000), business_seconds=st.integers(0, 8 * 10**8)
)


@given(DURATIONS)
def test_a_duration_survives_being_written_and_read(duration: Duration) -> None:
    assert parse_duration(format_duration(duration)) == duration
    assert parse_duration(str(duration)) == duration


@given(DURATIONS)
def test_the_words_a_person_reads_mean_the_same_duration(duration: Duration) -> None:
    assert parse_duration(duration_words(duration)) == duration


@pytest.mark.parametrize(
    ("text", "duration", "words"),
    [
        ("PT4H", Duration(seconds=14_400), "4 hours"),
        ("P3D", Duration(days=3), "3 days"),
        ("P2W", Duration(days=14), "14 days"),
        ("P3BD", Duration(business_days=3), "3 business days"),
        ("p1bdt4bh", Duration(0, 0, 1, 14_400), "1 business day 4 business hours"),
        ("PT1.5H", Duration(seconds=5_400), "1 hour 30 minutes"),
        ("PT1,5BH", Duration(business_seconds=5_400), "1 business hour 30 business minutes"),
        ("P0D", Duration(), "0 seconds"),
        (" 2 Weeks ", Duration(days=14), "14 days"),
        ("1 day and 2 hours", Duration(days=1, seconds=7_200), "1 day 2 hours"),
        (
            "1 business day, 1 business hour",
            Duration(0, 0, 1, 3_600),
            "1 business day 1 business hour",
        ),
    ],
)
def test_each_notation_means_what_the_help_says(text: str, duration: Duration, words: str) -> None:
    assert parse_duration(text) == duration
    assert duration_words(duration) == words


@pytest.mark.parametrize(
    "text",
    [
        "", "P", "PT", "P3", "3D", "PT3BD", "P3BH", "P-3D", "PT0.1S", "P1DT", "P1.5BDX",
        "3 business weeks", "three days", "3 days and", "P٣D", "P1D" * 100, "PT1S1M", "P0.5D",
    ],
)  # fmt: skip
def test_what_is_no_duration_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(DurationError) as caught:
        parse_duration(text)
    assert "P3BD" in caught.value.next_step


@pytest.mark.parametrize("text", ["P1M", "P1Y", "P1Y2M3D", "2 months", "1 year"])
def test_months_are_refused_because_they_have_no_length(text: str) -> None:
    with pytest.raises(DurationError, match="no fixed length"):
        parse_duration(text)


def test_minutes_are_not_taken_for_months() -> None:
    assert parse_duration("PT1M") == Duration(seconds=60)
    with pytest.raises(DurationError) as caught:
        parse_duration("PT1Mx")
    assert "Months" not in caught.value.why


def test_clock_time_and_business_time_do_not_mix() -> None:
    with pytest.raises(DurationError, match="mixes"):
        parse_duration("P1DT1BH")


@pytest.mark.parametrize("text", ["P99999999D", "P10001BD", "PT999999999H", "PT999999999BH"])
def test_an_amount_beyond_a_lifetime_is_refused(text: str) -> None:
    with pytest.raises(DurationError, match="out of range"):
        parse_duration(text)


@given(st.text(max_size=40) | st.from_regex(r"P[0-9BDTHMSW.,]{0,20}"))
def test_any_text_gives_a_duration_or_a_clear_error(text: str) -> None:
    try:
        duration = parse_duration(text)
    except DurationError:
        return
    assert parse_duration(format_duration(duration)) == duration
