"""Knows a clock that stands still until it is moved. Must not know what waits for it."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import CoroutineType

MORNING = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
"""A Monday, in working hours in most of the world's calendars."""


class ManualClock:
    """A clock of the runtime (runtime.ports.Clock) that only moves when told.

    `monotonic` is real: it measures work and never waiting.
    """

    def __init__(self, now: datetime = MORNING) -> None:
        self._now = now
        self._sleepers: list[tuple[datetime, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        """Returns the moment, aware and in UTC."""
        return self._now

    def monotonic(self) -> float:
        """Returns real seconds."""
        return time.monotonic()

    def sleep(self, seconds: float) -> CoroutineType[Any, Any, None]:
        """Waits until the clock has been moved that far, counted from this call.

        A coroutine would count from its first step: a move in between would be slept through.
        """
        if seconds <= 0:
            return asyncio.sleep(0)
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((self._now + timedelta(seconds=seconds), waiter))
        return _woken(waiter)

    def move_to(self, moment: datetime) -> None:
        """Moves the clock forward and wakes who has slept long enough; never back."""
        self._now = max(self._now, moment)
        waiting = [(due, waiter) for due, waiter in self._sleepers if not waiter.done()]
        self._sleepers = [(due, waiter) for due, waiter in waiting if due > self._now]
        for due, waiter in waiting:
            if due <= self._now:
                waiter.set_result(None)


async def _woken(waiter: asyncio.Future[None]) -> None:
    await waiter
