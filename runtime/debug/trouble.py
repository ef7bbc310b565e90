"""Knows how a connection fails in a test. Must not know which run or step meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.step import Failed

if TYPE_CHECKING:
    from runtime.debug.options import Trouble


def mark(connection: str) -> str:
    """Returns the detail by which the journal tells that a failure was simulated."""
    return f"The test lets the connection “{connection}” fail."


def failure(trouble: Trouble) -> Failed | None:
    """Returns what a step meets that uses the connection; None when it is only slow.

    Nothing was sent, so nothing is ever in doubt.
    """
    name = trouble.connection
    if trouble.how == "down":
        told = f"“{name}” cannot be reached. The test simulates that; nothing was sent."
        return Failed("connector.transient", trouble.message or told, mark(name), retryable=True)
    if trouble.how == "refuses":
        told = f"“{name}” said no. The test simulates that; nothing was sent."
        return Failed("connector.rejected", trouble.message or told, mark(name))
    return None
