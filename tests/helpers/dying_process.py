"""A process that runs one case and is killed at one of the points between its commits and effects.

Usage: dying_process.py URL FILE REPEAT POINT. Ends by itself when the case rests before the point.
It can also begin a test run in the middle of a case that has ended, and be killed meanwhile.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from runtime.embedded.runtime import Trial
from runtime.events.model import TrialArranged
from runtime.store import open_store
from tests.helpers.drawings import data, draw, join
from tests.helpers.outside import ANALYST, Outside, runtime_on, send, sending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runtime.definition.definition import Definition
    from runtime.errors import JournalError
    from runtime.ports import Batch
    from runtime.store import Store
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


def _watched(url: str, points: Points) -> Store:
    store = open_store(url)
    store.journal = cast("StoreJournal", WatchedJournal(store.journal, points))
    return store


async def _run(url: str, outside: Outside, repeat: str, points: Points) -> None:
    async with runtime_on(_watched(url, points), outside) as runtime:
        drawing = sending(send("one", repeat=repeat), send("two", repeat=repeat))
        await runtime.settle(await runtime.start(drawing, {}, actor=ANALYST))


def two_paths() -> Definition:
    """A case in which two paths go on beside each other, and meet."""
    return draw(
        ["start", "split:parallel", data("left"), send("right"), join("meet"), "end"],
        ["start>split", "split>left", "split>right", "left>meet", "right>meet", "meet>end"],
    )


async def _fork(url: str, outside: Outside, run: str, points: Points) -> None:
    async with runtime_on(_watched(url, points), outside) as runtime:
        trial = Trial(TrialArranged({}))
        new = await runtime.fork(run, "left", two_paths(), actor=ANALYST, trial=trial, dry=False)
        await runtime.settle(new)


def forking_child(url: str, file: str, run: str, point: int) -> None:
    """Begins a test run at a step of the case `run`; says by its exit code that it lived on."""
    points = Points(point)
    asyncio.run(_fork(url, Outside(Path(file), points.reach), run, points))
    sys.exit(SURVIVED)


def child(url: str, file: str, repeat: str, point: int) -> None:
    """The same, for a process that was forked: says by its exit code that it was not killed."""
    main(url, file, repeat, point)
    sys.exit(SURVIVED)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
