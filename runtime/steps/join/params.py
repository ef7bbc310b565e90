"""Knows what a join asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from runtime.step import Condition, Params


class JoinParams(Params):
    """How many paths must arrive, and what becomes of the rest."""

    wait_for: Literal["all", "coming", "some", "first", "condition"] = Field(
        "all",
        title="Wait for",
        json_schema_extra={
            "x-baton-titles": {
                "all": "Every path",
                "coming": "All that come",
                "some": "Some",
                "first": "The first",
                "condition": "A condition",
            }
        },
    )
    """all: every path that leads here. coming: those that have been taken, until no other can come
    any more. some: the number given below. first: the one that comes first. condition: until the
    condition below is true."""

    count: int | None = Field(
        None,
        title="How many",
        ge=1,
        le=1000,
        json_schema_extra={"x-baton-when": {"wait_for": ["some"]}},
    )
    """How many paths must arrive; only with “some”."""

    condition: Condition = Field(
        "", title="Goes on when", json_schema_extra={"x-baton-when": {"wait_for": ["condition"]}}
    )
    """Looked at whenever a path comes. It knows how many have come as arrived, and the case."""

    cancel_rest: bool = Field(default=False, title="Stop the rest")
    """When enough have arrived, the others stop where they are and their open tasks are withdrawn.
    Otherwise they run to here and end."""

    next_round_waits: bool = Field(
        default=False, title="Next round waits", json_schema_extra={"x-baton-advanced": True}
    )
    """In a loop: it goes on again only when the rest of the round before has come."""

    @model_validator(mode="after")
    def _agrees(self) -> JoinParams:
        if (self.wait_for == "some") != (self.count is not None):
            raise ValueError("“How many” belongs to “some”, and “some” needs it")
        if (self.wait_for == "condition") != bool(self.condition.strip()):
            raise ValueError("“Goes on when” belongs to “condition”, and “condition” needs it")
        if self.wait_for in {"all", "coming"} and self.cancel_rest:
            raise ValueError("when all paths are awaited there is no rest to stop")
        return self
