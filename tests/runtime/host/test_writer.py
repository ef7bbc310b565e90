"""Commits are made where that is quickest, and in their order wherever they are made."""

from __future__ import annotations

import asyncio
import itertools
from typing import TYPE_CHECKING

import pytest

from runtime.errors import JournalError
from runtime.host import writer as writer_module
from runtime.host.writer import QUICK, Writer
from runtime.testing.clock import ManualClock
from tests.helpers.batches import batch, started, step
from tests.helpers.failing_journal import failing
from tests.helpers.outside import ANALYST, runtime_on, send, sending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runtime.ports import Batch
    from tests.helpers.failing_journal import FailingJournal
    from tests.helpers.outside import Outside


class Stopwatch(ManualClock):
    """A clock on which a commit takes as long as the test says."""

    seconds = 0.0
    total = 0.0

    def monotonic(self) -> float:
        """Returns seconds; every second call ends a commit."""
        self.total += self.seconds / 2
        return self.total


def commits(journal: FailingJournal, clock: Stopwatch, seconds: float, events: int = 1) -> Writer:
    """A writer that has seen twenty commits of so many seconds and events."""
    writer = Writer(journal, clock)
    clock.seconds = seconds * 2
    for number in range(20):
        run = f"r{number}"
        steps = [event for n in range(events) for event in step(n)]
        writer.commit([batch(run, 0, started(run), *steps[: events - 1])])
    return writer


@pytest.mark.parametrize(("seconds", "quick"), [(QUICK / 10, True), (QUICK * 10, False)])
def test_only_quick_commits_are_made_in_the_loops_thread(
    url: str, seconds: float, *, quick: bool
) -> None:
    """Else a slow disk freezes every case and timer, or a fast one is used at half its speed."""
    store, journal = failing(url)
    with store:
        writer = commits(journal, Stopwatch(), seconds)
        assert writer.is_quick(1) == quick
        writer.close()


def test_many_events_are_not_written_in_the_loops_thread(url: str) -> None:
    """Else ten thousand events of one moment freeze every case."""
    store, journal = failing(url)
    with store:
        writer = commits(journal, Stopwatch(), QUICK * 2, events=100)
        assert not writer.is_quick(10_000)
        writer.close()


def test_a_commit_is_tried_again_before_anybody_is_told(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else one busy moment of the disk fails a person's answer."""
    monkeypatch.setattr(writer_module, "WAIT", 0)
    store, journal = failing(url)

    class Later(ManualClock):
        """Room is made while the writer waits for the third time."""

        waits = 0

        async def sleep(self, seconds: float) -> None:
            """Counts."""
            del seconds
            self.waits += 1
            journal.full = self.waits < 3

    async def scenario(group: Sequence[Batch]) -> None:
        writer = Writer(journal, Later())
        journal.full = True
        assert list(await writer.commit_elsewhere(group)) == [None]
        journal.full = True
        clock = ManualClock()
        other = Writer(journal, clock)
        with pytest.raises(JournalError, match="disk is full"):
            await other.commit_elsewhere(group)
        writer.close()
        other.close()

    with store:
        asyncio.run(scenario([batch("a", 0, started("a"))]))


def test_the_order_of_a_case_is_kept_wherever_it_is_written(
    any_url: str, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else two commits of one case overtake each other, and one of them is lost."""
    places = iter([True, False] * 10_000)

    def in_turns(writer: Writer, events: int) -> bool:
        del writer, events
        return next(places)

    monkeypatch.setattr(Writer, "is_quick", in_turns)
    store, journal = failing(any_url)

    async def scenario() -> None:
        async with runtime_on(store, outside) as runtime:
            steps = [send(f"s{n}") for n in range(5)]
            runs = await asyncio.gather(
                *(runtime.start(sending(*steps), {}, actor=ANALYST) for _ in range(20))
            )
            for run in runs:
                await runtime.settle(run)
                assert runtime.view(run).status == "completed"
        assert len(set(journal.threads)) == 2
        for run in runs:
            ours = [one for group in journal.commits for one in group if one.run == run]
            assert all(
                b.first_seq == a.first_seq + len(a.events) for a, b in itertools.pairwise(ours)
            )
            assert [s for s, key in outside.done if key.startswith(run)] == [
                f"s{n}" for n in range(5)
            ]

    asyncio.run(scenario())
