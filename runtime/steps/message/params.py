"""Knows what waiting for a message asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from pydantic import Field

from runtime.step import Expression, Params


class MessageParams(Params):
    """Which message, and how it is told from those of other cases."""

    message: str = Field("", title="Message")
    """Its name, such as “sow signed”. The sender uses the same one."""

    key: Expression = Field("", title="Belongs to")
    """A formula for what the sender knows this case by, such as data.sow.number. Left empty, the
    first case that waits gets the message."""

    earlier: bool = Field(
        default=True, title="Earlier ones count", json_schema_extra={"x-baton-advanced": True}
    )
    """A message that came before the case began to wait counts too."""
