"""Knows how a wait behaves: the case rests until a moment. Must not know the time."""

from __future__ import annotations

from runtime.calendars import duration_words, parse_duration
from runtime.primitives import Delay, Due, Expr
from runtime.step import ERROR, OUT, Around, Kind, Port, path_words
from runtime.steps.wait.params import WaitParams


class Wait(Kind[WaitParams]):
    """Rests until a moment."""

    name = "wait"
    title = "Wait"
    summary = "The case rests for some time or until a date, in clock time or in business time."
    group = "Flow"
    category = "time"
    synonyms = (
        "delay",
        "pause",
        "timer",
        "until",
        "business days",
        "working days",
        "sleep",
        "date",
        "moment",
        "schedule",
    )
    params = WaitParams

    def ports(self, params: WaitParams) -> tuple[Port, ...]:
        """On when the moment has come, or when it cannot be worked out."""
        del params
        return (OUT, ERROR)

    def compile(self, params: WaitParams, around: Around) -> Delay:
        """Waits until a moment that is worked out when the case arrives."""
        del around
        if params.until:
            due = Due(at=Expr(params.until, place="until"), calendar=params.calendar)
        elif params.duration_from:
            after = Expr(params.duration_from, place="duration_from")
            due = Due(after, calendar=params.calendar)
        else:
            due = Due(params.duration, calendar=params.calendar)
        return Delay(due)

    def caption(self, params: WaitParams, around: Around) -> str:
        """How long, or until when."""
        del around
        if params.duration:
            return duration_words(parse_duration(params.duration))
        if params.until:
            return f"Until {path_words(params.until) or 'a date from the case'}"
        return f"For {path_words(params.duration_from) or 'a time from the case'}"
