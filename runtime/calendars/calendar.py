"""Knows what a calendar is and its JSON form. Must not know how moments are computed from one.

```json
{"name": "munich", "timezone": "Europe/Berlin", "region": "DE-BY",
 "hours": {"monday": ["09:00-12:00", "13:00-17:00"], "friday": ["09:00-14:00"]},
 "holidays": ["2026-12-24"]}
```
A weekday that is not named has no working hours. The day's end is written 24:00, so that a night
shift is two entries on two days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from runtime.calendars.errors import CalendarError
from runtime.calendars.regions import public_holidays

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
KEYS = frozenset({"name", "timezone", "hours", "region", "holidays"})
DAY_MINUTES = 24 * 60
MAX_HOLIDAYS = 5_000
MAX_SPANS = 24
MAX_NAME = 100
_SPAN = re.compile(r"([01]\d|2[0-4]):([0-5]\d)\s*[-\u2013]\s*([01]\d|2[0-4]):([0-5]\d)", re.ASCII)
_REGION = re.compile(r"[A-Z]{2}(?:-\w[\w ]{0,30})?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Working hours within one day, in minutes after midnight: opens included, closes not.

    Raises:
        CalendarError: it is empty or not within 0 and 1440.
    """

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= DAY_MINUTES:
            raise _wrong(
                f"The working hours {self} cannot be used.",
                why="They have to begin before they end, between 00:00 and 24:00.",
            )

    def __str__(self) -> str:
        ends = (self.opens, self.closes)
        return "-".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in ends)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a team works.

    Attributes:
        name: what steps call it.
        timezone: IANA name, such as `Europe/Berlin`.
        hours: seven entries, Monday first: the spans of each weekday in order; empty: nobody works.
        region: public holidays of a country or part of one, such as `DE`, `DE-BY` or `US-CA`; ""
            for none. Whether the region exists is looked up at first use, since that takes time.
        holidays: further days without work.

    Raises:
        CalendarError: the time zone is unknown, hours overlap, or no day has any.
    """

    name: str
    timezone: str
    hours: tuple[tuple[Span, ...], ...]
    region: str = ""
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not (0 < len(self.name) <= MAX_NAME and self.name.isprintable()):
            raise _wrong(
                "A calendar has no name that can be used.", why="It takes 1 to 100 characters."
            )
        zone(self.timezone)
        if self.region and not _REGION.fullmatch(self.region):
            raise _wrong(
                f"The region of the calendar {self.name} cannot be used.",
                why="A region is a country code, or one with a part, such as DE or DE-BY.",
            )
        self._check_hours()

    def hours_on(self, day: date) -> tuple[Span, ...]:
        """Returns the working hours of a local day, none on a holiday.

        Raises:
            CalendarError: the region of the calendar is unknown.
        """
        hours = self.hours[day.weekday()]
        if not hours or day in self.holidays:
            return ()
        return () if self.region and day in public_holidays(self.region, day.year) else hours

    def _check_hours(self) -> None:
        if len(self.hours) != len(WEEKDAYS) or not any(self.hours):
            raise _wrong(
                f"The calendar {self.name} has no working hours.",
                why="Nothing would ever be due.",
                next_step="Give at least one weekday hours, such as 09:00-17:00.",
            )
        for weekday, spans in zip(WEEKDAYS, self.hours, strict=True):
            if any(after.opens < before.closes for before, after in pairwise(spans)):
                raise _wrong(
                    f"The hours of {weekday} in the calendar {self.name} overlap.",
                    why="Working time would be counted twice.",
                )

    @classmethod
    def from_json(cls, value: JsonValue) -> Calendar:
        """Returns the calendar of a parsed JSON value; raises CalendarError."""
        if not isinstance(value, dict):
            raise _wrong("A calendar is not an object.", why="It needs at least name and hours.")
        name = _text(value, "name")
        unknown = sorted(set(value) - KEYS)
        if unknown:
            raise _wrong(
                f"The calendar {name} has an entry that Baton does not know: {unknown[0][:40]}.",
                why=f"Known are {', '.join(sorted(KEYS))}.",
            )
        return cls(
            name=name,
            timezone=_text(value, "timezone", "UTC"),
            hours=_hours(name, value.get("hours")),
            region=_text(value, "region", ""),
            holidays=_holidays(name, value.get("holidays", [])),
        )

    def to_json(self) -> JsonObject:
        """Returns the form that `from_json` reads."""
        hours: JsonObject = {
            weekday: [str(span) for span in spans]
            for weekday, spans in zip(WEEKDAYS, self.hours, strict=True)
            if spans
        }
        return {
            "name": self.name,
            "timezone": self.timezone,
            "hours": hours,
            "region": self.region,
            "holidays": [day.isoformat() for day in sorted(self.holidays)],
        }


def zone(timezone: str) -> ZoneInfo:
    """Returns the time zone; raises CalendarError when there is none of the name."""
    try:
        return ZoneInfo(timezone)
    # A name may also be a path that leaves the database (ValueError) or a folder in it (OSError).
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _wrong(
            f"There is no time zone {timezone[:60]!r}.",
            why="Time zones have IANA names.",
            next_step="Write it like Europe/Berlin or America/New_York.",
        ) from None


def standard_calendar() -> Calendar:
    """Returns the calendar that is used when none is named: Monday to Friday, 9 to 17, UTC."""
    workday = (Span(9 * 60, 17 * 60),)
    return Calendar("standard", "UTC", (workday,) * 5 + ((),) * 2)


def _text(value: JsonObject, key: str, default: str | None = None) -> str:
    found = value.get(key, default)
    if isinstance(found, str):
        return found
    raise _wrong(f"The {key} of a calendar is missing or not text.", why="It has to be text.")


def _hours(name: str, value: JsonValue) -> tuple[tuple[Span, ...], ...]:
    if not isinstance(value, dict) or not set(value) <= set(WEEKDAYS):
        raise _wrong(
            f"The hours of the calendar {name} cannot be read.",
            why=f"They are an object with the keys {', '.join(WEEKDAYS)}.",
        )
    return tuple(_spans(name, weekday, value.get(weekday, [])) for weekday in WEEKDAYS)


def _spans(name: str, weekday: str, value: JsonValue) -> tuple[Span, ...]:
    matches = [
        _SPAN.fullmatch(text) if isinstance(text, str) else None
        for text in (value if isinstance(value, list) else [value])
    ]
    found = [tuple(map(int, match.groups())) for match in matches if match]
    if len(found) != len(matches) or len(found) > MAX_SPANS:
        raise _wrong(
            f"The hours of {weekday} in the calendar {name} cannot be read.",
            why="They are a list of texts such as 09:00-12:30.",
        )
    return tuple(sorted(Span(a * 60 + b, c * 60 + d) for a, b, c, d in found))


def _holidays(name: str, value: JsonValue) -> frozenset[date]:
    entries = value if isinstance(value, list) else [None]
    days = frozenset(day for day in map(_day, entries[: MAX_HOLIDAYS + 1]) if day)
    if len(days) == len(entries) <= MAX_HOLIDAYS:
        return days
    raise _wrong(
        f"The holidays of the calendar {name} cannot be read.",
        why=f"They are at most {MAX_HOLIDAYS} different dates such as 2026-12-24.",
    )


def _day(value: JsonValue) -> date | None:
    try:
        found = isinstance(value, str) and _DATE.fullmatch(value)
        return date.fromisoformat(found.group()) if found else None
    except ValueError:  # such as 2026-02-30
        return None


def _wrong(what: str, *, why: str, next_step: str = "Correct the calendar.") -> CalendarError:
    return CalendarError(what, why=why, next_step=next_step)
