"""Knows what an end asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from pydantic import Field

from runtime.step import Mapping_, Params


class EndParams(Params):
    """What one path of the case hands over when it is done."""

    output: Mapping_ = Field(default_factory=dict, title="Result")
    """Names and formulas of what the case hands over. When several paths end, their results are put
    together into one."""
