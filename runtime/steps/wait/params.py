"""Knows what a wait asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from pydantic import Field, model_validator

from runtime.step import CalendarRef, Duration, Expression, Params


class WaitParams(Params):
    """How long, or until when: exactly one of the three."""

    duration: Duration = Field("", title="For")
    """How long, such as 4 hours, 2 days or 3 business days."""

    duration_from: Expression = Field("", title="For, from the case")
    """A formula that gives such a duration."""

    until: Expression = Field("", title="Until")
    """A formula that gives a date or a moment, such as data.project.start_date."""

    calendar: CalendarRef = Field("", title="Calendar")
    """Whose working hours and time zone count; empty for the standard one, Monday to Friday in UTC.
    """

    @model_validator(mode="after")
    def _one(self) -> WaitParams:
        if sum(map(bool, (self.duration, self.duration_from, self.until))) != 1:
            raise ValueError("say how long or until when: fill in exactly one of the three")
        return self
