"""Knows what a call asks of the person who draws it. Must not know any system."""

from __future__ import annotations

from pydantic import Field

from runtime.step import ConnectionRef, Mapping_, OperationRef, Params


class CallParams(Params):
    """Which system, what it is asked to do, and with what."""

    connection: ConnectionRef = Field(title="System", min_length=1)
    """The connection, by the name this workflow gives it.

    Where it leads is set for each environment.
    """

    operation: OperationRef = Field(title="What to do", min_length=1)
    """One of the things that this system offers, such as creating a client."""

    inputs: Mapping_ = Field(
        default_factory=dict[str, str],
        title="With",
        json_schema_extra={"x-baton-inputs-of": "operation"},
    )
    """What the system is given: the name of each of its fields, and a formula for the value."""
