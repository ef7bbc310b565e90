"""Knows what sending a message asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from pydantic import Field

from runtime.step import Expression, Mapping_, Params


class SendMessageParams(Params):
    """Which message, to which case, with what in it."""

    message: str = Field("", title="Message")
    """Its name, such as “sow signed”. Who waits for it uses the same one."""

    key: Expression = Field("", title="Belongs to")
    """A formula for what the receiver is known by, such as data.sow.number."""

    content: Mapping_ = Field(default_factory=dict, title="Content")
    """What the receiver gets: names and formulas."""
