"""A process that runs one case and is killed at one of the points between its commits and effects.

Usage: dying_process.py URL FILE REPEAT POINT. Ends by itself when the case rests before the point.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from runtime.store import open_store
from tests.helpers.outside import ADA, Outside, runtime_on, send, sending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runtime.errors import JournalError
    from runtime.ports import Batch
    from runtime.store.journal import StoreJournal

SURVIVED = 7
"""What the process ends with when nothing killed it."""


class Points:
    """Counts the points at which a process may die, and dies at one of them."""

    def __init__(self, last: int) -> None:
        self._left = last

    def reach(self) -> None:
        """Dies here if it is the last point: nothing is closed, nothing is said."""
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class WatchedJournal:
    """A journal that reaches a point before and after each commit."""

    def __init__(self, journal: StoreJournal, points: Points) -> None:
        self._journal = journal
        self._points = points

    def commit(self, batches: Sequence[Batch]) -> Sequence[JournalError | None]:
        """Commits."""
        self._points.reach()
        result = self._journal.commit(batches)
        self._points.reach()
        return result

    def __getattr__(self, name: str) -> object:
        return getattr(self._journal, name)


def main(url: str, file: str, repeat: str, point: int) -> None:
    """Runs the case."""
    points = Points(point)
    asyncio.run(_run(url, Outside(Path(file), points.reach), repeat, points))


async def _run(url: str, outside: Outside, repeat: str, points: Points) -> None:
    store = open_store(url)
    store.journal = cast("StoreJournal", WatchedJournal(store.journal, points))
    async with runtime_on(store, outside) as runtime:
        drawing = sending(send("one", repeat=repeat), send("two", repeat=repeat))
        await runtime.settle(await runtime.start(drawing, {}, actor=ADA))


def child(url: str, file: str, repeat: str, point: int) -> None:
    """The same, for a process that was forked: says by its exit code that it was not killed."""
    main(url, file, repeat, point)
    sys.exit(SURVIVED)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
