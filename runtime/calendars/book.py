"""Knows the calendars of a firm by name, and the built-in one. Must not know who asks."""

from __future__ import annotations

import difflib
import textwrap
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import orjson

from runtime.calendars.calendar import Calendar, standard_calendar, zone
from runtime.calendars.due import due_at
from runtime.calendars.duration import parse_duration
from runtime.calendars.errors import CalendarError, UnknownCalendarError
from runtime.calendars.local_time import moment_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from runtime.definition.json_value import JsonObject, JsonValue

FORMAT = 1
STANDARD = "standard"
MAX_FILE = 4 * 1024 * 1024
MAX_CALENDARS = 1_000


@dataclass(frozen=True, slots=True)
class NamedCalendars:
    """The calendars that workflows may name. It fills the port `CalendarBook`.

    One called `standard` takes the place of the built-in calendar.

    Attributes:
        calendars: by name.
    """

    calendars: Mapping[str, Calendar] = field(default_factory=dict[str, Calendar])

    @classmethod
    def from_json(cls, value: JsonValue) -> NamedCalendars:
        """Returns the calendars of `{"format": 1, "calendars": [...]}`; raises CalendarError."""
        entries = value.get("calendars") if isinstance(value, dict) else None
        if not isinstance(value, dict) or not isinstance(entries, list):
            raise _unreadable("It is not an object with a list of calendars.")
        if value.get("format") != FORMAT:
            raise _unreadable(f"This Baton reads format {FORMAT}, and it has another.")
        if len(entries) > MAX_CALENDARS:
            raise _unreadable(f"It has more than {MAX_CALENDARS} calendars.")
        calendars = [Calendar.from_json(entry) for entry in entries]
        by_name = {calendar.name: calendar for calendar in calendars}
        if len(by_name) != len(calendars):
            raise _unreadable("Two calendars have the same name.")
        return cls(by_name)

    @classmethod
    def load(cls, path: Path) -> NamedCalendars:
        """Returns the calendars of a file, none when there is no file; raises CalendarError."""
        try:
            with path.open("rb") as file:
                data = file.read(MAX_FILE + 1)
        except FileNotFoundError:
            return cls()
        except OSError as error:
            raise _unreadable(f"{path} cannot be opened.", type(error).__name__) from error
        if len(data) > MAX_FILE:
            raise _unreadable(f"{path} is too large.")
        try:
            return cls.from_json(orjson.loads(data))
        except orjson.JSONDecodeError as error:
            where = f"line {error.lineno}, column {error.colno}"
            raise _unreadable(f"{path} is not JSON.", where) from error

    def to_json(self) -> JsonObject:
        """Returns the form that `from_json` reads."""
        calendars = [calendar for _, calendar in sorted(self.calendars.items())]
        return {"format": FORMAT, "calendars": [calendar.to_json() for calendar in calendars]}

    def names(self) -> tuple[str, ...]:
        """Returns all names that can be used, sorted; the built-in one is among them."""
        return tuple(sorted({STANDARD, *self.calendars}))

    def due(self, start: datetime, after: str, calendar: str) -> datetime:
        """Returns the moment (UTC) that lies `after` (such as `P3BD`) from start in the calendar.

        Args:
            start: aware.
            after: a duration, as `parse_duration` reads it.
            calendar: a name, "" for the standard calendar.

        Raises:
            CalendarError: there is no such calendar, or the duration or the start cannot be used.
        """
        return due_at(start, parse_duration(after), resolve_calendar(calendar, self))

    def moment(self, text: str, calendar: str) -> datetime:
        """Returns the moment (UTC) that an ISO date or date and time means in the calendar's zone.

        A date is its first instant there; a time with a zone of its own keeps it. Where clocks are
        put forward, a time that does not exist is the moment they are; of one that comes twice the
        first is meant.

        Args:
            text: such as `2026-12-31`, `2026-12-31T17:00` or `2026-12-31T17:00:00+01:00`.
            calendar: a name, "" for the standard calendar.

        Raises:
            CalendarError: it is no date, or there is no such calendar.
        """
        here = zone(resolve_calendar(calendar, self).timezone)
        try:
            found = datetime.fromisoformat(text.strip())
            return found.astimezone(UTC) if found.tzinfo else moment_of(here, found)
        except (ValueError, OverflowError):
            shown = textwrap.shorten(text, 40, placeholder="…")
            raise CalendarError(
                f"“{shown}” is no date.",
                why="Dates are written with the year first.",
                next_step="Give one like 2026-12-31 or 2026-12-31T17:00:00+01:00.",
            ) from None


def resolve_calendar(name: str, book: NamedCalendars) -> Calendar:
    """Returns the calendar of the name; "" and `standard` mean the standard one.

    Raises:
        UnknownCalendarError: there is none; it says which name is near.
    """
    found = book.calendars.get(name or STANDARD)
    if found is not None:
        return found
    if name in {"", STANDARD}:
        return standard_calendar()
    near = difflib.get_close_matches(name, book.names(), n=1)
    raise UnknownCalendarError(
        f"There is no calendar {name[:100]!r}.",
        why=f"Known are {', '.join(book.names()[:20])}.",
        next_step=f"Did you mean {near[0]}?" if near else "Choose one of them, or add it.",
    )


def _unreadable(why: str, detail: str = "") -> CalendarError:
    return CalendarError(
        "The calendars cannot be read.",
        why=why,
        next_step="Correct the file of calendars.",
        detail=detail,
    )
