"""Knows what stopping other steps asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from runtime.step import Params, StepRef


class StopParams(Params):
    """Which steps, and what becomes of a repetition among them."""

    steps: list[StepRef] = Field(default_factory=list[str], title="Steps to stop")
    """What is under way at these steps of the case is stopped; open tasks are withdrawn."""

    repetition: Literal["stop", "complete"] = Field(
        "stop",
        title="A repetition among them",
        json_schema_extra={
            "x-baton-titles": {"stop": "Is stopped", "complete": "Is done with what it has"},
            "x-baton-advanced": True,
        },
    )
    """stop: its path ends. complete: it is done with the results it has."""
