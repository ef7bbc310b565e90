"""Knows how a schedule is written as text. Must not know Qt, clocks or calendars.

One line: when, then where the time counts, then on which days it is left out:

    every PT15M
    daily 08:00 in Europe/Paris
    weekly mon,thu 08:00 in Europe/Paris on standard
    monthly 1,15 08:00
    monthly last 17:30 in UTC
    cron 0 8 * * 1-5 in Europe/Paris

`in` names a time zone (without it: UTC), `on` a business calendar on whose free days nothing is
started.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from runtime.calendars import DurationError, duration_words, parse_duration

How: TypeAlias = Literal["every", "daily", "weekly", "monthly", "cron"]
WEEKDAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
_LINE = re.compile(
    r"(?P<how>every|daily|weekly|monthly|cron) (?P<what>.+?)"
    r"(?: in (?P<zone>\S+))?(?: on (?P<calendar>\S+))?",
)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_LAST_DAY = 31
_CRON_FIELDS = 5


@dataclass(frozen=True, slots=True)
class Schedule:
    """When something begins by itself.

    Attributes:
        every: a duration, for "every".
        at: time of day, for "daily", "weekly" and "monthly".
        days: "mon" … for "weekly"; "1" … "31" or "last" for "monthly".
        cron: the five fields, for "cron".
        zone: IANA name; "" for UTC.
        calendar: business calendar on whose free days nothing begins; "" for none.
    """

    how: How
    every: str = ""
    at: str = "08:00"
    days: tuple[str, ...] = ()
    cron: str = ""
    zone: str = ""
    calendar: str = ""


def parse(text: str) -> Schedule | None:
    """Return the schedule that is written; None where the text is none."""
    found = _LINE.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    how, what = found["how"], found["what"]
    plain = Schedule(cast("How", how), zone=found["zone"] or "", calendar=found["calendar"] or "")
    if how == "every":
        return replace(plain, every=what)
    if how == "cron":
        return replace(plain, cron=what)
    *days, time = what.split(" ")
    names = tuple(day for part in days for day in part.split(",") if day)
    return None if days and how == "daily" else replace(plain, at=time, days=names)


def written(schedule: Schedule) -> str:
    """Return the text that `parse` reads."""
    what = {
        "every": schedule.every,
        "cron": schedule.cron,
        "daily": schedule.at,
    }.get(schedule.how, f"{','.join(schedule.days)} {schedule.at}")
    zone = f" in {schedule.zone}" if schedule.zone else ""
    calendar = f" on {schedule.calendar}" if schedule.calendar else ""
    return f"{schedule.how} {what}{zone}{calendar}"


def wrong(schedule: Schedule) -> str:
    """Return a sentence for what is missing or impossible in a schedule, else ""."""
    if schedule.how == "every" and not _is_duration(schedule.every):
        return "Say how often, such as every 15 minutes."
    if schedule.how == "cron" and len(schedule.cron.split()) != _CRON_FIELDS:
        return "A cron line has five fields: minute, hour, day, month, weekday."
    if schedule.how in {"daily", "weekly", "monthly"} and not _TIME.fullmatch(schedule.at):
        return "Say at what time, such as 08:00."
    if schedule.how == "weekly" and not (schedule.days and set(schedule.days) <= set(WEEKDAYS)):
        return "Choose at least one day of the week."
    if schedule.how == "monthly" and not (schedule.days and all(map(_is_day, schedule.days))):
        return "Say on which days of the month, such as 1, 15 or last."
    return "" if _is_zone(schedule.zone) else f"There is no time zone “{schedule.zone}”."


def words(schedule: Schedule) -> str:
    """Return the schedule in plain words; "" for one that is not complete."""
    if wrong(schedule):
        return ""
    when = {
        "every": lambda: f"Every {duration_words(parse_duration(schedule.every))}",
        "daily": lambda: f"Every day at {schedule.at}",
        "weekly": lambda: f"Every {_listed([WEEKDAYS[d] for d in schedule.days])} at {schedule.at}",
        "monthly": lambda: (
            f"On {_listed([_nth(d) for d in schedule.days])} of each month at {schedule.at}"
        ),
        "cron": lambda: f"By the cron line {schedule.cron}",
    }[schedule.how]()
    zone = f", {(schedule.zone or 'UTC').replace('_', ' ')} time"
    calendar = f", not on free days of the calendar {schedule.calendar}"
    return when + zone + (calendar if schedule.calendar else "")


def as_cron(schedule: Schedule) -> str:
    """Return the five fields of cron that mean the same; "" where none do."""
    if schedule.how == "cron":
        return schedule.cron
    if wrong(schedule) or schedule.how == "every" or "last" in schedule.days:
        return ""
    hour, minute = (int(part) for part in schedule.at.split(":"))
    numbers = {name: str((at + 1) % 7) for at, name in enumerate(WEEKDAYS)}
    days = ",".join(schedule.days) if schedule.how == "monthly" else "*"
    week = ",".join(numbers[d] for d in schedule.days) if schedule.how == "weekly" else "*"
    return f"{minute} {hour} {days} * {week}"


def _is_duration(text: str) -> bool:
    try:
        return bool(parse_duration(text))
    except DurationError:
        return False


def _is_day(text: str) -> bool:
    return text == "last" or (text.isdecimal() and 1 <= int(text) <= _LAST_DAY)


def _is_zone(name: str) -> bool:
    try:
        return not name or bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _nth(day: str) -> str:
    if day == "last":
        return "the last day"
    last = int(day) % 10
    ending = {1: "st", 2: "nd", 3: "rd"}.get(last, "th") if day not in {"11", "12", "13"} else "th"
    return f"the {day}{ending}"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
