"""Knows what mapping data asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from pydantic import Field, model_validator

from runtime.expressions import overwriting
from runtime.step import Expression, Mapping_, Params


class MapDataParams(Params):
    """What is built, and from what."""

    items: Expression = Field("", title="For each item of")
    """A formula that gives a list. When it is filled in, one object is built for each item, and the
    formulas below know the item as item and its place from 0 as index. Left empty, one object is
    built."""

    fields: Mapping_ = Field(default_factory=dict, title="Fields")
    """Names and formulas of the object that is built."""

    value: Expression = Field("", title="One formula")
    """A single formula for the whole output, in place of fields."""

    @model_validator(mode="after")
    def _one_way(self) -> MapDataParams:
        if bool(self.fields) == bool(self.value.strip()):
            raise ValueError("fill in either the fields or the one formula")
        if self.value.strip() and self.items.strip():
            raise ValueError("one formula needs no list; write fields for the items instead")
        twice = overwriting(self.fields)
        if twice:
            raise ValueError(f"“{twice[0]}” and “{twice[1]}” would overwrite each other")
        return self
