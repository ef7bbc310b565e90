"""Calendars of a firm as JSON: kept as written, and a broken file is explained, not guessed."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from subprocess import run
from typing import TYPE_CHECKING

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.calendars import (
    Calendar,
    CalendarError,
    NamedCalendars,
    Span,
    UnknownCalendarError,
    resolve_calendar,
    standard_calendar,
)

if TYPE_CHECKING:
    from pathlib import Path

    from runtime.definition.json_value import JsonObject, JsonValue

MUNICH: JsonObject = {
    "name": "munich",
    "timezone": "Europe/Berlin",
    "hours": {"monday": ["13:00-17:00", "09:00-12:00"], "friday": ["22:00-24:00"]},
    "region": "DE-BY",
    "holidays": ["2026-12-24"],
}


def test_a_calendar_is_read_as_it_is_written() -> None:
    munich = Calendar.from_json(MUNICH)
    assert munich.hours[0] == (Span(540, 720), Span(780, 1020))
    assert munich.hours[4] == (Span(1320, 1440),)
    assert munich.holidays == {date(2026, 12, 24)}
    assert Calendar.from_json(munich.to_json()) == munich


@given(st.sets(st.integers(0, 1440), min_size=2, max_size=8), st.sets(st.dates(), max_size=9))
def test_no_calendar_changes_by_being_stored(ends: set[int], holidays: set[date]) -> None:
    order = sorted(ends)
    day = tuple(Span(a, b) for a, b in zip(order[::2], order[1::2], strict=False))
    calendar = Calendar("any", "Asia/Kathmandu", ((), day, *[()] * 5), "", frozenset(holidays))
    book = NamedCalendars({"any": calendar})
    assert NamedCalendars.from_json(orjson.loads(orjson.dumps(book.to_json()))) == book


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": 3},
        {"timezone": "Mars/Olympus"},
        {"timezone": "../../etc/passwd"},
        {"timezone": "Europe"},
        {"timezone": None},
        {"hours": {}},
        {"hours": {"monday": []}},
        {"hours": {"funday": ["09:00-17:00"]}},
        {"hours": {"monday": "09:00-17:00x"}},
        {"hours": {"monday": ["17:00-09:00"]}},
        {"hours": {"monday": ["09:00-09:00"]}},
        {"hours": {"monday": ["09:00-24:30"]}},
        {"hours": {"monday": ["09:00-13:00", "12:00-17:00"]}},
        {"hours": {"monday": [540]}},
        {"hours": []},
        {"region": "Germany"},
        {"region": "../x"},
        {"region": 7},
        {"holidays": ["2026-02-30"]},
        {"holidays": ["24.12.2026"]},
        {"holidays": "2026-12-24"},
        {"holidays": ["2026-12-24"] * 9_999},
        {"holiday": []},
    ],
)
def test_a_calendar_with_a_slip_is_refused_with_a_sentence(change: JsonObject) -> None:
    with pytest.raises(CalendarError) as caught:
        Calendar.from_json({**MUNICH, **change})
    assert caught.value.what
    assert caught.value.why
    assert caught.value.next_step


@pytest.mark.parametrize(
    "value", [None, [], {}, 3, "x", {"format": 1}, {"format": 2, "calendars": []}]
)
def test_what_is_no_list_of_calendars_is_refused(value: JsonValue) -> None:
    with pytest.raises(CalendarError, match="cannot be read"):
        NamedCalendars.from_json(value)


def test_two_calendars_of_one_name_are_refused() -> None:
    with pytest.raises(CalendarError, match="same name"):
        NamedCalendars.from_json({"format": 1, "calendars": [MUNICH, MUNICH]})


def test_a_file_is_loaded_and_a_missing_one_is_an_empty_book(tmp_path: Path) -> None:
    path = tmp_path / "calendars.json"
    assert NamedCalendars.load(path) == NamedCalendars()
    path.write_bytes(orjson.dumps({"format": 1, "calendars": [MUNICH]}))
    assert NamedCalendars.load(path).names() == ("munich", "standard")


@pytest.mark.parametrize("data", [b"", b"\xff", b"[" * 5_000, b'{"format": 1, "calendars": NaN}'])
def test_a_broken_file_says_which_file_it_is(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "calendars.json"
    path.write_bytes(data)
    with pytest.raises(CalendarError) as caught:
        NamedCalendars.load(path)
    assert "calendars.json" in caught.value.why


def test_a_folder_or_a_giant_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CalendarError, match="cannot be opened"):
        NamedCalendars.load(tmp_path)
    path = tmp_path / "calendars.json"
    path.write_bytes(b" " * (4 * 1024 * 1024 + 1))
    with pytest.raises(CalendarError, match="too large"):
        NamedCalendars.load(path)


def test_without_a_name_the_standard_calendar_counts_and_a_firm_may_replace_it() -> None:
    assert resolve_calendar("", NamedCalendars()) == standard_calendar()
    own = Calendar("standard", "Asia/Tokyo", standard_calendar().hours)
    assert resolve_calendar("", NamedCalendars({"standard": own})) is own


def test_a_misspelt_calendar_is_answered_with_the_near_one() -> None:
    book = NamedCalendars({"munich": Calendar.from_json(MUNICH)})
    with pytest.raises(UnknownCalendarError, match="munich") as caught:
        resolve_calendar("munch", book)
    assert "munich" in caught.value.next_step


def test_a_host_asks_the_book_with_texts_alone() -> None:
    book = NamedCalendars({"munich": Calendar.from_json(MUNICH)})
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert book.due(start, "PT1BH", "munich") == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert book.due(start, "P1BD", "") == datetime(2026, 3, 3, 9, tzinfo=UTC)


def test_business_time_without_a_region_starts_quickly() -> None:
    """The holidays library takes longer to load than the rest of a small run takes."""
    code = (
        "import sys; from datetime import datetime, UTC\n"
        "from runtime.calendars import NamedCalendars\n"
        "NamedCalendars().due(datetime(2026, 3, 2, tzinfo=UTC), 'P3BD', '')\n"
        "print('holidays' in sys.modules)"
    )
    done = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
