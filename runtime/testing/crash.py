"""Knows how to let the engine fall at one commit. Must not know what is committed.

A process can die in two ways that matter: right after something became durable (what it was about
to do next never happens), and right before (what it did is not written down).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runtime.errors import JournalError
    from runtime.ports import Batch, Journal


Moment: TypeAlias = Literal["before", "after"]
"""Of a commit."""


class CrashError(BaseException):
    """The scripted end of the process, which no handler of the engine may take for a failure."""


@dataclass(slots=True)
class Crash:
    """A process that dies at one commit, and only there.

    Attributes:
        commit: which commit, from 1; 0 never dies.
        when: "before" it is durable, or "after".
        commits: how many there have been.
        fired: set when the process is dead.
    """

    commit: int = 0
    when: Moment = "after"
    commits: int = 0
    fired: asyncio.Event = field(default_factory=asyncio.Event)
    over: bool = False

    def reach(self, when: Moment) -> None:
        """Dies here if this is the point.

        Raises:
            CrashError: it is, or the process is dead already.
        """
        if self.over:
            return
        if self.fired.is_set() or (self.commit == self.commits and self.when == when):
            self.fired.set()
            raise CrashError


class CrashingJournal:
    """A journal (runtime.ports.Journal) that lets the process die at the crash's commit."""

    def __init__(self, journal: Journal, crash: Crash) -> None:
        self._journal = journal
        self._crash = crash

    def commit(self, batches: Sequence[Batch]) -> Sequence[JournalError | None]:
        """Commits, unless the process dies before; may die after.

        Raises:
            CrashError: the process is dead.
        """
        self._crash.commits += not self._crash.fired.is_set()
        self._crash.reach("before")
        result = self._journal.commit(batches)
        self._crash.reach("after")
        return result

    def __getattr__(self, name: str) -> object:
        return getattr(self._journal, name)
