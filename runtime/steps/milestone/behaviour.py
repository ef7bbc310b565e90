"""Knows how a milestone behaves: it lets pass while the case stands at another step."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from runtime import primitives
from runtime.step import Around, Finding, Kind, Port
from runtime.steps.milestone.params import MilestoneParams

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject


class Milestone(Kind[MilestoneParams]):
    """Goes on only while the case stands at another step."""

    name = "milestone"
    title = "Only while"
    summary = "Goes on only while the case stands at another step."
    group = "Flow"
    category = "logic"
    synonyms = ("milestone", "while", "only if open", "as long as", "state", "before it is closed")
    starter: ClassVar[JsonObject] = {"step": ""}
    params = MilestoneParams

    def ports(self, params: MilestoneParams) -> tuple[Port, ...]:
        """On while the case stands there, or too late."""
        del params
        return (Port("out", "in time"), Port("too_late", "too late", needed=False))

    def compile(self, params: MilestoneParams, around: Around) -> primitives.Milestone:
        """Looks where the case stands."""
        del around
        return primitives.Milestone(params.step)

    def findings(self, params: MilestoneParams) -> tuple[Finding, ...]:
        """The step that is still to be chosen."""
        if params.step:
            return ()
        message = "Choose the step at which the case has to stand."
        return (Finding("milestone.step", "step", message, "error"),)
