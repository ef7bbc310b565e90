"""A journal whose disk is full, or whose server is gone, while the test says so. A named fake."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, cast

from runtime.errors import JournalError
from runtime.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from runtime.events.model import Recorded
    from runtime.ports import Batch, Hold
    from runtime.store.journal import StoreJournal


def no_room() -> JournalError:
    """What a full disk is told as."""
    return JournalError("The journal could not be written: the disk is full.")


class FailingJournal:
    """Passes everything on to a real journal, but for what fails now.

    Attributes:
        full: commits fail.
        unreadable: reading fails.
        commits: the batches of each commit that was taken; `threads` says which thread made it.
    """

    def __init__(self, journal: StoreJournal) -> None:
        self._journal = journal
        self.full = False
        self.unreadable = False
        self.commits: list[list[Batch]] = []
        self.threads: list[str] = []

    def commit(self, batches: Sequence[Batch]) -> Sequence[JournalError | None]:
        """Commits; raises JournalError while the disk is full."""
        if self.full:
            raise no_room()
        result = self._journal.commit(batches)
        self.commits.append(list(batches))
        self.threads.append(threading.current_thread().name)
        return result

    def load(self, run: str) -> Sequence[Recorded]:
        """Loads; raises JournalError while it cannot be read."""
        self._read()
        return self._journal.load(run)

    def due(self, now: datetime, most: int) -> Sequence[str]:
        """Returns what is due; raises JournalError while it cannot be read."""
        self._read()
        return self._journal.due(now, most)

    def next_due(self) -> datetime | None:
        """Returns the next moment; raises JournalError while it cannot be read."""
        self._read()
        return self._journal.next_due()

    def _read(self) -> None:
        if self.unreadable:
            raise JournalError("The database server cannot be reached.")

    def keep_plan(self, digest: str, body: bytes) -> None:
        """Stores a plan."""
        self._journal.keep_plan(digest, body)

    def plan(self, digest: str) -> bytes:
        """Returns a plan."""
        return self._journal.plan(digest)

    def unfinished(self) -> Sequence[str]:
        """Returns what the dead left."""
        return self._journal.unfinished()

    def hold(self, run: str) -> Hold:
        """Returns who has a run."""
        return self._journal.hold(run)

    def close(self) -> None:
        """Closes the database."""
        self._journal.close()


def failing(url: str) -> tuple[Store, FailingJournal]:
    """A store on a database, and its journal, which can be made to fail."""
    store = open_store(url)
    journal = FailingJournal(store.journal)
    store.journal = cast("StoreJournal", journal)
    return store, journal
