"""Knows how other steps are stopped. Must not know what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from runtime import primitives
from runtime.step import OUT, Around, Finding, Kind, Port
from runtime.steps.stop.params import StopParams

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject


class Stop(Kind[StopParams]):
    """Stops what is under way at other steps of the case."""

    name = "stop"
    title = "Stop other steps"
    summary = "What is under way at certain steps is stopped."
    group = "Flow"
    category = "logic"
    synonyms = ("cancel", "stop", "withdraw", "abort", "cancel region", "cancel task", "complete")
    starter: ClassVar[JsonObject] = {"steps": []}
    params = StopParams

    def ports(self, params: StopParams) -> tuple[Port, ...]:
        """On when they are stopped."""
        del params
        return (OUT,)

    def compile(self, params: StopParams, around: Around) -> primitives.Stop:
        """Stops them, or lets a repetition be done with what it has."""
        del around
        return primitives.Stop(tuple(params.steps), params.repetition == "complete")

    def caption(self, params: StopParams, around: Around) -> str:
        """How many steps."""
        del around
        count = len(params.steps)
        return "1 step" if count == 1 else f"{count} steps"

    def findings(self, params: StopParams) -> tuple[Finding, ...]:
        """The steps that are still to be chosen."""
        if params.steps:
            return ()
        message = "Choose which steps are stopped."
        return (Finding("stop.steps", "steps", message, "error"),)
