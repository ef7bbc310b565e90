"""Knows what a terminate end asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from pydantic import Field

from runtime.step import Mapping_, Params


class TerminateParams(Params):
    """What the case hands over when everything stops here."""

    output: Mapping_ = Field(default_factory=dict, title="Result")
    """Names and formulas of what the case hands over. Results of paths that ended before are kept
    beside it."""
