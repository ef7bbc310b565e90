"""Knows when to stop calling a system that keeps failing. Must not know what a call is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from connectors.errors import CircuitOpenError

if TYPE_CHECKING:
    from connectors.http.timing import Timing
    from connectors.manifest import Limits

State = Literal["closed", "open", "half_open"]


class CircuitBreaker:
    """Closed: calls pass. Open: calls are refused for a while. Half open: one call tries.

    Args:
        limits: `failures` in a row open the circuit, for `open_for` seconds.
        timing: the monotonic clock.
    """

    def __init__(self, limits: Limits, timing: Timing) -> None:
        self._limits = limits
        self._timing = timing
        self._failures = 0
        self._open_until: float | None = None
        self._trying = False

    @property
    def state(self) -> State:
        """Whether calls pass now."""
        if self._open_until is None:
            return "closed"
        return "open" if self._timing.monotonic() < self._open_until else "half_open"

    def admit(self) -> None:
        """Let one call pass; each admitted call must end in `success`, `failure` or `abandon`.

        Raises:
            CircuitOpenError: the system failed too often a moment ago.
        """
        state = self.state
        if state == "closed":
            return
        if state == "half_open" and not self._trying:
            self._trying = True
            return
        left = max((self._open_until or 0.0) - self._timing.monotonic(), 0.0)
        raise CircuitOpenError(
            "The system is not called at the moment.",
            why=f"It failed {self._failures} times in a row.",
            next_step="Baton tries it again by itself after a pause.",
            retry_after=left or 1.0,
        )

    def success(self) -> None:
        """The system answered: close the circuit."""
        self._failures = 0
        self._open_until = None
        self._trying = False

    def failure(self) -> None:
        """The system did not answer usably: count it, and open the circuit when it is enough."""
        self._failures += 1
        if self._trying or self._failures >= self._limits.failures:
            self._open_until = self._timing.monotonic() + self._limits.open_for
        self._trying = False

    def abandon(self) -> None:
        """The call ended without a verdict on the system, e.g. it was cancelled."""
        self._trying = False
