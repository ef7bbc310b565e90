"""Knows what is asked of the person who draws several ways at once. Must not know how it runs."""

from __future__ import annotations

from pydantic import Field, model_validator

from runtime.step import Condition, Params


class Way(Params):
    """A way that is taken when its condition is true."""

    port: str = Field(title="Name of the way", min_length=1)
    """What stands on the line."""

    when: Condition = Field(title="Taken when")
    """A condition such as input.personal_data."""


class ChooseSeveralParams(Params):
    """The ways, and the one for when no condition is true."""

    ways: list[Way] = Field(title="Ways", min_length=1)
    """Every way whose condition is true is taken, all at the same time."""

    otherwise: str = Field("otherwise", title="If none fits", min_length=1)
    """Name of the way that is taken when no condition is true."""

    @model_validator(mode="after")
    def _differ(self) -> ChooseSeveralParams:
        names = [*(way.port for way in self.ways), self.otherwise]
        if len(set(names)) != len(names):
            raise ValueError("two ways have the same name")
        if {"error", "undo"} & set(names):
            raise ValueError("“error” and “undo” are no names for a way: they stand for failures")
        return self
