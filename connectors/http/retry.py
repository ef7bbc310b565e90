"""Knows when a failed call may be sent again at once. Must not know how it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.errors import CircuitOpenError, ConnectorError, TransientError

if TYPE_CHECKING:
    from connectors.http.timing import Timing
    from connectors.manifest import Limits

_FIRST_PAUSE = 0.2


class RetryPolicy:
    """Repeats only what certainly did nothing; long waits are left to the caller.

    A `TransientError` certainly did nothing: the call never left, it was a read, or the system said
    that it refuses for now. Everything else is not repeated here.

    Args:
        limits: `attempts` in all, and `longest_pause` in seconds.
        timing: jitter.
    """

    def __init__(self, limits: Limits, timing: Timing) -> None:
        self._limits = limits
        self._timing = timing

    def pause(self, error: ConnectorError, attempt: int) -> float | None:
        """Return the seconds to wait before the next attempt, or None to give up.

        Args:
            error: what the attempt ended in.
            attempt: number of the attempt that failed, from 1.
        """
        if not isinstance(error, TransientError) or isinstance(error, CircuitOpenError):
            return None
        if attempt >= self._limits.attempts:
            return None
        if error.retry_after is not None:
            asked = error.retry_after
            return asked if asked <= self._limits.longest_pause else None
        pause = _FIRST_PAUSE * 2 ** (attempt - 1) * (0.5 + self._timing.jitter() / 2)
        return min(pause, self._limits.longest_pause)
