"""Knows what a group asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from runtime.step import CalendarRef, Duration, Expression, Params

_TAKEN = frozenset({"begin", "done", "error", "undo", "cancelled"})


class Happening(Params):
    """Something that may happen while the steps inside are under way."""

    port: str = Field(title="Name of the way", min_length=1)
    """Stands on the line that the case leaves by."""

    after: Duration = Field("", title="After")
    """How long after the group began, such as 3 business days."""

    at: Expression = Field("", title="At")
    """A formula for a date or a moment instead."""

    message: str = Field("", title="When this message comes")
    """The name of a message instead."""

    key: Expression = Field("", title="The message belongs to")
    """A formula for what the sender knows this case by."""

    then: Literal["stop", "go_on"] = Field(
        "stop",
        title="The steps inside",
        json_schema_extra={"x-baton-titles": {"stop": "Are stopped", "go_on": "Go on beside it"}},
    )
    """stop: what is under way inside is stopped. go_on: it goes on beside what follows."""

    @model_validator(mode="after")
    def _one(self) -> Happening:
        if sum(map(bool, (self.after, self.at, self.message))) != 1:
            raise ValueError("say when it happens: fill in exactly one of the three")
        if self.port in _TAKEN:
            raise ValueError(f"“{self.port}” is a way of every group; name it otherwise")
        return self


class GroupParams(Params):
    """What may happen to the steps inside, as a whole."""

    happenings: list[Happening] = Field(default_factory=list[Happening], title="While it runs")
    """Times and messages on which the case leaves the group, or does something beside it."""

    calendar: CalendarRef = Field(
        "", title="Calendar", json_schema_extra={"x-baton-advanced": True}
    )
    """Whose working hours count for the times; empty for the standard one."""

    @model_validator(mode="after")
    def _differ(self) -> GroupParams:
        names = [found.port for found in self.happenings]
        if len(set(names)) != len(names):
            raise ValueError("two ways have the same name")
        return self
