"""Knows what a join asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from runtime.step import Params


class JoinParams(Params):
    """How many paths must arrive, and what becomes of the rest."""

    wait_for: Literal["all", "some", "first"] = Field(
        "all",
        title="Wait for",
        json_schema_extra={
            "x-baton-titles": {"all": "Every path", "some": "Some", "first": "The first"}
        },
    )
    """all: every path that leads here. some: the number given below. first: the one that comes
    first."""

    count: int | None = Field(
        None,
        title="How many",
        ge=1,
        le=1000,
        json_schema_extra={"x-baton-when": {"wait_for": ["some"]}},
    )
    """How many paths must arrive; only with “some”."""

    cancel_rest: bool = Field(default=False, title="Stop the rest")
    """When enough have arrived, the others stop where they are and their open tasks are withdrawn.
    Otherwise they run to here and end."""

    @model_validator(mode="after")
    def _agrees(self) -> JoinParams:
        if (self.wait_for == "some") != (self.count is not None):
            raise ValueError("“How many” belongs to “some”, and “some” needs it")
        if self.wait_for == "all" and self.cancel_rest:
            raise ValueError("when all paths are awaited there is no rest to stop")
        return self
