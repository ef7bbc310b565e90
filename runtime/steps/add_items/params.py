"""Knows what adding items asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from pydantic import Field

from runtime.step import Expression, Params, StepRef


class AddItemsParams(Params):
    """What is added, and to which repetition."""

    items: Expression = Field(title="Items")
    """A formula for one item or a list of them."""

    to: StepRef = Field("", title="Added to", json_schema_extra={"x-baton-advanced": True})
    """The repetition; left empty, the one that this step lies in."""
