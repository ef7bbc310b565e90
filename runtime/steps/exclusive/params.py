"""Knows what an exclusive part asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from pydantic import Field

from runtime.step import Params


class ExclusiveParams(Params):
    """What only one path may use at a time."""

    resource: str = Field("this part", title="What is used", min_length=1)
    """A name, such as “the price list”. Of all such parts of a case, one runs at
    a time."""
