"""Knows what a for-each asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from runtime.step import Condition, Expression, Params


class ForEachParams(Params):
    """Which list, in which order, and when to stop."""

    items: Expression = Field(title="List")
    """A formula that gives a list. The steps inside run once for each of its items, which they know
    as item, with its place from 0 as index."""

    mode: Literal["in_order", "in_parallel"] = Field(
        "in_order",
        title="Order",
        json_schema_extra={
            "x-baton-titles": {"in_order": "One by one", "in_parallel": "Several at once"}
        },
    )
    """in_order: one item after the other. in_parallel: several items at the same time."""

    limit: int = Field(
        10,
        title="At the same time",
        ge=0,
        le=10_000,
        json_schema_extra={"x-baton-when": {"mode": ["in_parallel"]}},
    )
    """How many items are under way together when they run in parallel; 0 means all of them."""

    until: Condition = Field("", title="Stop when", json_schema_extra={"x-baton-advanced": True})
    """A condition looked at after each item. When it is true, no further item is begun. It knows
    the results so far as results and the newest as last."""

    wait_for: Literal["all", "some", "none"] = Field(
        "all",
        title="Goes on when done",
        json_schema_extra={
            "x-baton-titles": {"all": "All", "some": "Some", "none": "None: at once"},
            "x-baton-advanced": True,
        },
    )
    """How many items are waited for. none: the case goes on at once, the items run beside it."""

    count: int | None = Field(
        None,
        title="How many",
        ge=1,
        le=10_000,
        json_schema_extra={"x-baton-when": {"wait_for": ["some"]}, "x-baton-advanced": True},
    )
    """How many items are enough; only with “some”."""

    stop_rest: bool = Field(
        default=False,
        title="Stop the rest",
        json_schema_extra={"x-baton-when": {"wait_for": ["some"]}, "x-baton-advanced": True},
    )
    """When enough are done, the others are stopped. Otherwise they go on beside it."""

    result: Expression = Field(
        "", title="Result of an item", json_schema_extra={"x-baton-advanced": True}
    )
    """A formula for what each item adds to the list of results. Left empty, it is the output of the
    last step inside."""

    @model_validator(mode="after")
    def _agrees(self) -> ForEachParams:
        if (self.wait_for == "some") != (self.count is not None):
            raise ValueError("“How many” belongs to “some”, and “some” needs it")
        return self
