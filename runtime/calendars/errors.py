"""Knows how to say that business time cannot be computed. Must not know how it is computed."""

from __future__ import annotations

from runtime.errors import BatonError


class CalendarError(BatonError):
    """A calendar, a duration or a moment cannot be used."""

    code = "calendar"


class DurationError(CalendarError):
    """A text is no duration that Baton knows."""

    code = "calendar.duration"


class UnknownCalendarError(CalendarError):
    """There is no calendar of this name."""

    code = "calendar.unknown"
