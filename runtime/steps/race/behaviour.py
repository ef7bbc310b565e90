"""Knows that of several things that are awaited the first counts. Must not know what they are."""

from __future__ import annotations

from runtime import primitives
from runtime.step import OUT, Around, Kind, Port
from runtime.steps.race.params import RaceParams


class Race(Kind[RaceParams]):
    """Waits for several things at once; the first that happens decides."""

    name = "race"
    title = "Whichever comes first"
    summary = "The steps after it all wait at once; the first that is over decides the way."
    group = "Flow"
    category = "time"
    synonyms = (
        "race",
        "deferred choice",
        "event based",
        "first",
        "deadline",
        "or timeout",
        "reply or reminder",
        "either or",
    )
    params = RaceParams

    def ports(self, params: RaceParams) -> tuple[Port, ...]:
        """Lines to all that is waited for."""
        del params
        return (OUT,)

    def compile(self, params: RaceParams, around: Around) -> primitives.Race:
        """Lets all that is waited for begin."""
        del params, around
        return primitives.Race()

    def caption(self, params: RaceParams, around: Around) -> str:
        """What happens to the rest."""
        del params, around
        return "The others are withdrawn"
