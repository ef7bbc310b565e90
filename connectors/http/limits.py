"""Knows how many calls may run and start at once. Must not know what a call is."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from connectors.http.timing import Timing
    from connectors.manifest import Limits


class Limiter:
    """Bounds the calls in flight and spaces their starts evenly.

    Args:
        limits: `concurrency` and `per_second`.
        timing: the monotonic clock and the sleep.
    """

    def __init__(self, limits: Limits, timing: Timing) -> None:
        self._places = asyncio.Semaphore(limits.concurrency)
        self._spacing = 1.0 / limits.per_second if limits.per_second else 0.0
        self._timing = timing
        self._next_start = 0.0

    @asynccontextmanager
    async def place(self) -> AsyncGenerator[None]:
        """Wait for a place and for the time to start, and hold the place meanwhile."""
        async with self._places:
            await self._wait_for_start()
            yield

    def pause(self, seconds: float) -> None:
        """Let no call start before this many seconds: the system asked for it."""
        self._next_start = max(self._next_start, self._timing.monotonic() + seconds)

    async def _wait_for_start(self) -> None:
        now = self._timing.monotonic()
        start = max(now, self._next_start)
        self._next_start = start + self._spacing
        if start > now:
            await self._timing.sleep(start - now)
