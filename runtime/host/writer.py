"""Knows how batches reach the journal: in this thread while a commit is quick, else in another.

Knows no database.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from runtime.errors import JournalError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runtime.ports import Batch, Clock, Journal

QUICK = 0.002
"""A commit expected to take less than this many seconds is made in the loop's own thread.

The hop to another thread and back costs about as much as such a commit, and the loop decides for
longer than that at a time anyway.
"""
TRIES = 5
FEW = 16
WAIT = 0.2


class Writer:
    """Commits batches, one transaction at a time."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock
        self._seconds = QUICK
        self._per_event = 0.0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")

    def is_quick(self, events: int) -> bool:
        """Whether a commit of so many events is expected to be over in no time."""
        return self._seconds + self._per_event * events < QUICK

    def commit(self, batches: Sequence[Batch]) -> Sequence[JournalError | None]:
        """Commits in this thread."""
        begun = self._clock.monotonic()
        fenced = self._journal.commit(batches)
        self._learn(self._clock.monotonic() - begun, sum(len(b.events) for b in batches))
        return fenced

    async def commit_elsewhere(self, batches: Sequence[Batch]) -> Sequence[JournalError | None]:
        """Commits in the writer's thread while the loop goes on.

        A full disk is waited for a little.

        Raises:
            JournalError: it did not succeed in some tries; nothing was written.
        """
        loop = asyncio.get_running_loop()
        for left in reversed(range(TRIES)):
            try:
                return await loop.run_in_executor(self._thread, self.commit, batches)
            except JournalError:
                if not left:
                    raise
                await self._clock.sleep(WAIT)
        raise AssertionError  # the loop returns or raises

    def _learn(self, seconds: float, events: int) -> None:
        """Keeps a running estimate; large commits teach the price of an event.

        Small ones that of a commit.
        """
        if events > FEW:
            self._per_event += (seconds / events - self._per_event) * 0.1
        else:
            self._seconds += (seconds - self._seconds) * 0.1

    def close(self) -> None:
        """Waits for the commit under way and ends the thread."""
        self._thread.shutdown()
