"""Knows when somebody must look at the journal again: timers, and what dead processes left.

Must not know what a timer is for.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from runtime.errors import JournalError
from runtime.kernel.signals import Tick

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from runtime.kernel.signals import Signal
    from runtime.ports import Clock, Journal

_log = logging.getLogger(__name__)

LOOK_AGAIN = 30.0
"""Seconds after which timers that another process has set, and what it left, are looked for."""
AGAIN = 1.0
"""Seconds until what failed is tried again. Of the real clock: a disk knows no other."""
MOST = 512
"""Timers fired together."""


class Timekeeper:
    """Wakes runs whose timers are due.

    Args:
        send: delivers a signal to a run.
        take_over: takes up what a process that is gone had under way.
    """

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        send: Callable[[str, Signal], Awaitable[None]],
        take_over: Callable[[], None],
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._send = send
        self._take_over = take_over
        self._next: datetime | None = None
        self._earlier = asyncio.Event()

    def expect(self, moment: datetime | None) -> None:
        """A timer has been set."""
        if moment is not None and (self._next is None or moment < self._next):
            self._next = moment
            self._earlier.set()

    async def keep(self) -> None:
        """Goes on for ever; a journal that cannot be read is asked again."""
        # Not the clock on the wall: put back by a day, it would let the dead wait for a day.
        looked = self._clock.monotonic()
        while True:
            try:
                self._next = self._journal.next_due()
                while not await self._is_due():
                    self._earlier.clear()
                await self._fire()
                if self._clock.monotonic() - looked >= LOOK_AGAIN:
                    looked = self._clock.monotonic()
                    self._take_over()
            except JournalError as error:
                _log.error("Timers cannot be looked up: %s", error)
                await asyncio.sleep(AGAIN)

    async def _is_due(self) -> bool:
        """Sleeps until it is time to look, or an earlier timer is set: then False."""
        left = LOOK_AGAIN
        if self._next is not None:
            left = min(left, (self._next - self._clock.now()).total_seconds())
        return left <= 0 or await self._sleeps_through(left)

    async def _sleeps_through(self, seconds: float) -> bool:
        sleep = asyncio.ensure_future(self._clock.sleep(seconds))
        change = asyncio.ensure_future(self._earlier.wait())
        try:
            await asyncio.wait({sleep, change}, return_when=asyncio.FIRST_COMPLETED)
            return not change.done()
        finally:
            sleep.cancel()
            change.cancel()

    async def _fire(self) -> None:
        due = self._journal.due(self._clock.now(), MOST)
        ticks = [self._send(run, Tick()) for run in due]
        results = await asyncio.gather(*ticks, return_exceptions=True)
        failed = [found for found in results if isinstance(found, Exception)]
        for error in failed:
            _log.error("A timer could not be fired: %s", error)
        # Whatever the journal says, nothing else stands still because of it.
        await asyncio.sleep(AGAIN if failed else 0)
