"""Does one operation on a case while its process dies at one commit. Must not know the operation.

On any database: what was prepared before, and what goes on after, is done by processes that live.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from sqlalchemy import make_url

from runtime.store import open_store
from runtime.testing.crash import Crash, CrashingJournal, Moment
from tests.helpers.outside import Outside, runtime_on
from tests.helpers.postgres import throw_away_database

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator
    from pathlib import Path
    from typing import TypeAlias

    from runtime.embedded import EmbeddedRuntime
    from runtime.events.model import RunEvent
    from runtime.ports import Clock
    from runtime.store.journal import StoreJournal

    Act: TypeAlias = Callable[[EmbeddedRuntime, str], Awaitable[object]]
    Begin: TypeAlias = Callable[[EmbeddedRuntime], Awaitable[str]]

MOST = 12
"""Commits that an operation and what follows from it have, at most."""


@contextmanager
def empty_like(url: str, folder: Path) -> Generator[str]:
    """The address of one more empty database of the same sort.

    Args:
        url: of a database.
        folder: where a file is put; made.
    """
    folder.mkdir()
    if url.startswith("sqlite"):
        yield f"sqlite:///{folder / 'journal.sqlite'}"
        return
    server = make_url(url).set(drivername="postgresql")
    with throw_away_database(server.render_as_string(hide_password=False)) as address:
        yield address


class Scene:
    """One operation on one case.

    Args:
        begin: begins the case and returns its id.
        act: the operation.
        event: the event that says it was done; another one is not made.
        then: what happens afterwards until the case rests.
        clock: the case's time; None takes the real one.
        begins: the operation begins another case, which has the event.
    """

    def __init__(
        self,
        begin: Begin,
        act: Act,
        event: type[RunEvent],
        then: Act,
        clock: Clock | None = None,
        *,
        begins: bool = False,
    ) -> None:
        self._begin, self._act, self._event, self._then = begin, act, event, then
        self._clock = clock
        self._begins = begins

    async def play(self, url: str, outside: Outside, crash: Crash) -> list[RunEvent]:
        """Returns all events of the case, once the process has died at the crash's commit."""
        async with runtime_on(url, outside, clock=self._clock) as runtime:
            run = await self._begin(runtime)
            await runtime.settle(run)
        await self._until_it_dies(url, outside, run, crash)
        async with runtime_on(url, outside, clock=self._clock) as runtime:
            await runtime.settle(run)
            if not self._is_done(runtime, run):
                await self._act(runtime, run)
            run = self._told(runtime, run)
            await runtime.settle(run)
            await self._then(runtime, run)
            await runtime.settle(run)
            events = [recorded.event for recorded in runtime.events(run)]
        assert sum(isinstance(event, self._event) for event in events) == 1
        return events

    async def _until_it_dies(self, url: str, outside: Outside, run: str, crash: Crash) -> None:
        store = open_store(url)
        store.journal = cast("StoreJournal", CrashingJournal(store.journal, crash))
        async with runtime_on(store, outside, clock=self._clock) as runtime:
            acting = asyncio.ensure_future(self._act_and_settle(runtime, run))
            dying = asyncio.ensure_future(crash.fired.wait())
            await asyncio.wait({acting, dying}, return_when=asyncio.FIRST_COMPLETED)
            if not crash.fired.is_set():
                await acting
            for task in (acting, dying):
                task.cancel()
            await asyncio.gather(acting, dying, return_exceptions=True)

    async def _act_and_settle(self, runtime: EmbeddedRuntime, run: str) -> None:
        await self._act(runtime, run)
        await runtime.settle(self._told(runtime, run))

    def _told(self, runtime: EmbeddedRuntime, run: str) -> str:
        """Returns the case that has the event: this one, or the newest."""
        return runtime.runs()[0].run if self._begins else run

    def _is_done(self, runtime: EmbeddedRuntime, run: str) -> bool:
        told = runtime.events(self._told(runtime, run))
        return any(isinstance(recorded.event, self._event) for recorded in told)


def everywhere(
    scene: Scene, url: str, folder: Path, check: Callable[[list[RunEvent], Outside], None]
) -> int:
    """Plays a scene with a death before and after each commit of it; returns how many it had.

    Args:
        scene: the operation.
        url: of a database of the wanted sort.
        folder: an empty one.
        check: what must be so in the end, wherever the process died.
    """
    commits = MOST
    for commit in range(MOST):
        moments: tuple[Moment, ...] = ("before", "after")
        for when in moments:
            here = folder / f"{commit}-{when}"
            crash = Crash(commit, when)
            with empty_like(url, here) as address:
                outside = Outside(here / "outside.txt")
                check(asyncio.run(scene.play(address, outside, crash)), outside)
            if commit == 0:
                commits = crash.commits
                break
        if commit >= commits:
            assert commits, "nothing was made durable"
            return commits
    raise AssertionError("more commits than were tried")
