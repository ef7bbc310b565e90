"""Knows when something is due. Must not read the wall clock.

A business day keeps the time of day: Monday 10:00 and three business days give Thursday 10:00. A
start outside working hours counts from the next opening, and a time at which the target day is
closed moves to its next opening, or to its last closing. Business hours end where the last of them
ends, so that eight hours from 9:00 are due at 17:00 that day and not at 9:00 on the next: a closing
moment is a moment at which something may be due, though nobody works any more.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from runtime.calendars.calendar import Calendar, zone
from runtime.calendars.errors import CalendarError
from runtime.calendars.local_time import local, moment_of
from runtime.calendars.working_time import (
    HORIZON_DAYS,
    checked_moment,
    intervals_from,
    is_working,
    settled,
)

if TYPE_CHECKING:
    from runtime.calendars.duration import Duration

DAY = timedelta(days=1)
MIDNIGHT = time()


def due_at(start: datetime, amount: Duration, calendar: Calendar) -> datetime:
    """Returns the moment (UTC) that lies `amount` after `start`.

    A later start or a greater amount of one kind never gives an earlier moment, also where clocks
    are put forward or back. Clock time (`PT4H`, `P3D`) uses only the calendar's time zone and may
    end at night; business time ends at a moment of work or of closing. Nothing added gives the
    start.

    Args:
        start: aware.
        amount: clock time or business time.
        calendar: working hours, holidays and time zone.

    Raises:
        CalendarError: the start is naive, the region of the calendar is unknown, or the moment
            lies over a hundred years ahead.
    """
    moment = checked_moment(start)
    if amount.days:
        here = zone(calendar.timezone)
        moment = moment_of(here, local(here, moment) + timedelta(days=amount.days))
    if amount.business_days:
        moment = _after_days(moment, amount.business_days, calendar)
    if amount.business_seconds:
        moment = _after_hours(moment, timedelta(seconds=amount.business_seconds), calendar)
    return moment + timedelta(seconds=amount.seconds)


def _after_hours(moment: datetime, left: timedelta, calendar: Calendar) -> datetime:
    for opens, closes in intervals_from(moment, calendar):
        begin = max(opens, moment)
        if left <= closes - begin:
            return begin + left
        left -= max(closes - begin, timedelta(0))
    raise _no_day()


def _after_days(moment: datetime, count: int, calendar: Calendar) -> datetime:
    day, at = _place(settled(moment, calendar), calendar)
    for _ in range(count):
        day = _working_day(day + DAY, calendar, DAY)
    at = _open_at(day, at, calendar)
    here = zone(calendar.timezone)
    return settled(moment_of(here, datetime.combine(day, MIDNIGHT) + at), calendar)


def _place(moment: datetime, calendar: Calendar) -> tuple[date, timedelta]:
    """Returns the working day that a moment belongs to, and the time since its midnight.

    A closing moment at midnight belongs to the day that it ends.
    """
    time_here = local(zone(calendar.timezone), moment)
    day = time_here.date()
    at = time_here - datetime.combine(day, MIDNIGHT)
    if _works(day, calendar) and (at or is_working(moment, calendar)):
        return day, at
    return _working_day(day - DAY, calendar, -DAY), DAY


def _open_at(day: date, at: timedelta, calendar: Calendar) -> timedelta:
    """Returns the time when the day is open then, else the next opening or last closing."""
    for span in calendar.hours_on(day):
        opens, closes = timedelta(minutes=span.opens), timedelta(minutes=span.closes)
        if at <= closes:
            return max(at, opens)
    return timedelta(minutes=calendar.hours_on(day)[-1].closes)


def _working_day(day: date, calendar: Calendar, step: timedelta) -> date:
    """Returns the day itself when it is a working day, else the next one step by step."""
    for _ in range(HORIZON_DAYS):
        if _works(day, calendar):
            return day
        day += step
    raise _no_day()


def _works(day: date, calendar: Calendar) -> bool:
    """Whether a local day has working time; a day that a zone left out has none."""
    here, zero = zone(calendar.timezone), datetime.combine(day, MIDNIGHT)
    return any(
        moment_of(here, zero + timedelta(minutes=span.opens))
        < moment_of(here, zero + timedelta(minutes=span.closes))
        for span in calendar.hours_on(day)
    )


def _no_day() -> CalendarError:
    return CalendarError(
        "The due date is too far away.",
        why="The calendar has no such amount of working time within a hundred years.",
        next_step="Look at the hours and holidays of the calendar, or choose a shorter time.",
    )
