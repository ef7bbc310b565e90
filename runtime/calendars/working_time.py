"""Knows when a calendar's people work, as moments. Must not know durations nor the wall clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from runtime.calendars.calendar import Calendar, zone
from runtime.calendars.errors import CalendarError
from runtime.calendars.local_time import stretches

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
FIRST_YEAR, LAST_YEAR = 1900, 2900
# Further than this nothing is looked for: a hundred years.
HORIZON_DAYS = 36_525


def checked_moment(at: datetime) -> datetime:
    """Returns the moment in UTC; raises CalendarError when it is naive or not in 1900 to 2900."""
    if at.utcoffset() is None:
        raise CalendarError(
            "The moment has no time zone.",
            why="Without one it could mean any of 24 hours.",
            next_step="Give it in UTC, such as 2026-03-02T09:00:00Z.",
        )
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise _too_far()
    return at.astimezone(UTC)


def is_working(at: datetime, calendar: Calendar) -> bool:
    """Whether people work at the moment: the opening moment counts, the closing moment does not.

    Raises:
        CalendarError: the moment is naive, or the region of the calendar is unknown.
    """
    here = checked_moment(at).astimezone(zone(calendar.timezone))
    minute = here.hour * 60 + here.minute
    return any(span.opens <= minute < span.closes for span in calendar.hours_on(here.date()))


def next_working(at: datetime, calendar: Calendar) -> datetime:
    """Returns the moment itself when people work then, else the next opening (UTC).

    Raises:
        CalendarError: as for `is_working`, or nobody works within a hundred years.
    """
    moment = checked_moment(at)
    for opens, closes in intervals_from(moment, calendar):
        if closes > moment:
            return max(moment, opens)
    raise _too_far()


def working_time_between(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """Returns how long people work from start to end; negative when end comes before start.

    Raises:
        CalendarError: as for `is_working`, or the two are over a hundred years apart.
    """
    a, b = checked_moment(start), checked_moment(end)
    if b < a:
        return -working_time_between(b, a, calendar)
    total = timedelta(0)
    for opens, closes in intervals_from(a, calendar):
        if opens >= b:
            return total
        total += max(min(b, closes) - max(a, opens), timedelta(0))
    raise _too_far()


def settled(moment: datetime, calendar: Calendar) -> datetime:
    """Returns a moment of work or of closing as it is, and the next opening for any other."""
    if is_working(moment, calendar) or is_working(moment - TICK, calendar):
        return moment
    return next_working(moment, calendar)


def intervals_from(moment: datetime, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """Yields working time as (opens, closes) in order, for a hundred years from the UTC day.

    Work over midnight UTC comes in two parts that touch.
    """
    day = moment.date()
    for _ in range(HORIZON_DAYS):
        yield from _intervals(calendar, day)
        day += DAY


@lru_cache(maxsize=4_096)
def _intervals(calendar: Calendar, day: date) -> tuple[tuple[datetime, datetime], ...]:
    """Returns the working time of one UTC day; a local hour may come twice or never."""
    midnight = datetime.combine(day, time(), UTC)
    found: list[tuple[datetime, datetime]] = []
    for start, end, offset in stretches(zone(calendar.timezone), midnight, midnight + DAY):
        here = (start + offset).date()
        while datetime.combine(here, time(), UTC) < end + offset:
            zero = datetime.combine(here, time(), UTC) - offset
            for span in calendar.hours_on(here):
                opens = max(start, zero + timedelta(minutes=span.opens))
                closes = min(end, zero + timedelta(minutes=span.closes))
                if opens < closes:
                    found.append((opens, closes))
            here += DAY
    return tuple(found)


def _too_far() -> CalendarError:
    return CalendarError(
        "The moment is too far away.",
        why=f"Business time is computed for {FIRST_YEAR} to {LAST_YEAR} and a hundred years ahead.",
        next_step="Look whether the date, the duration or the hours of the calendar are meant so.",
    )
