"""Business time: working hours, holidays, durations, due dates. Must not read the wall clock."""

from runtime.calendars.book import NamedCalendars, resolve_calendar
from runtime.calendars.calendar import Calendar, Span, standard_calendar
from runtime.calendars.due import due_at
from runtime.calendars.duration import Duration, duration_words, format_duration, parse_duration
from runtime.calendars.errors import CalendarError, DurationError, UnknownCalendarError
from runtime.calendars.regions import known_regions
from runtime.calendars.working_time import is_working, next_working, working_time_between

__all__ = [
    "Calendar",
    "CalendarError",
    "Duration",
    "DurationError",
    "NamedCalendars",
    "Span",
    "UnknownCalendarError",
    "due_at",
    "duration_words",
    "format_duration",
    "is_working",
    "known_regions",
    "next_working",
    "parse_duration",
    "resolve_calendar",
    "standard_calendar",
    "working_time_between",
]
