"""Knows what a milestone asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from pydantic import Field

from runtime.step import Params, StepRef


class MilestoneParams(Params):
    """While the case stands at which step."""

    step: StepRef = Field(title="While the case stands at")
    """The step at which the case rests, such as a wait for the signature."""
