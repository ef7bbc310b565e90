"""Knows how cases are driven until they end or wait. Must not know kinds or command lines.

The engine is held only while something goes on; until a moment far ahead it is given back, so that
people can answer from another terminal.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from runtime.cli.engine import opened
from runtime.cli.progress import Progress
from runtime.cli.report import ENDED, problem
from runtime.errors import RefusedError
from runtime.host.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable
    from typing import TypeAlias

    from runtime.cli.answers import Answers
    from runtime.cli.console import Console
    from runtime.definition.json_value import JsonObject
    from runtime.embedded import EmbeddedRuntime
    from runtime.events.view import RunView
    from runtime.ports import Batch

    Act: TypeAlias = Callable[[EmbeddedRuntime], Awaitable[str]]
    Settle: TypeAlias = Callable[[str], Awaitable[None]]

PATIENCE = 5.0
"""Seconds that a moment may lie ahead to be waited for when nobody said how long."""
HOLD = 1.0
"""Seconds that the engine is held for a moment ahead."""
LOOK = 1.0
"""Seconds after which a waiting worker looks what others have changed."""


class Driver:
    """Drives cases of one database.

    Args:
        url: the database; None is this user's own file.
        console: who watches.
        answers: what simulated people say, if there are some.
        wait: seconds to stay for moments that are not due yet; None stays for those within
            `PATIENCE`.
        tests: whether it drives a test run, in which simulated people answer first.

    Attributes:
        run: the case that is driven, once it is known.
        refused: answers that were not accepted, as problems.
    """

    def __init__(
        self,
        url: str | None,
        console: Console,
        answers: Answers | None = None,
        wait: float | None = None,
        *,
        tests: bool = False,
    ) -> None:
        self._url = url
        self._console = console
        self._answers = answers
        self._clock = SystemClock()
        self._end = None if wait is None else self._clock.monotonic() + wait
        self._tests = tests
        self.run = ""
        self.refused: list[JsonObject] = []

    async def drive(self, act: Act) -> RunView:
        """Performs something on a case and returns how the case stands when it rests.

        Args:
            act: is given the runtime, and returns the id of the case.
        """
        async with Progress(self._console) as progress:
            while True:
                async with self._engine() as (runtime, settle):
                    runtime.listen(progress.listener)
                    self.run = await act(runtime)
                    view, pause = await self._go(runtime, settle)
                if pause is None:
                    return view
                progress.say(f"case {self.run} waits {pause:.0f} seconds …")
                await self._clock.sleep(pause)
                act = self._again

    async def _again(self, _: EmbeddedRuntime) -> str:
        return self.run

    @asynccontextmanager
    async def _engine(self) -> AsyncGenerator[tuple[EmbeddedRuntime, Settle]]:
        """Opens the engine, and gives what waits until a case rests."""
        if not self._tests:
            async with opened(self._url) as (runtime, _):
                yield runtime, runtime.settle
            return
        from runtime.debug import Bench

        async with Bench.open(self._url) as bench:
            bench.remark = self._remark
            yield bench.runtime, bench.settle

    def _remark(self, _: str, step: str, why: str) -> None:
        """A simulated person could not answer; the task is left to the answers file."""
        self.refused.append(problem("test.answer", why, step, "warning"))

    async def _go(self, runtime: EmbeddedRuntime, settle: Settle) -> tuple[RunView, float | None]:
        """Returns the case at rest, and for how long to give the engine back, if it goes on."""
        changed = _changes(runtime)
        while True:
            changed.clear()
            await settle(self.run)
            view = runtime.view(self.run)
            if view.status in ENDED or view.suspended or view.replays:
                return view, None
            if await self.answer(runtime, view):
                continue
            left = self._left(view)
            if left is None or left > HOLD:
                return view, left
            await _until(changed, left)

    async def answer(self, runtime: EmbeddedRuntime, view: RunView) -> bool:
        """Gives one answer to a task that has one; returns whether it did."""
        if self._answers is None or view.suspended:
            return False
        for waits in view.waiting_for:
            answer = self._answers.next(waits.step, waits.task) if waits.task else None
            if answer is None:
                continue
            await self._clock.sleep(self._answers.interval)
            actor = self._answers.actor(answer)
            try:
                await runtime.decide(
                    view.run,
                    waits.task,
                    actor=actor,
                    outcome=answer.outcome,
                    values=answer.values,
                    reason=answer.reason,
                )
            except RefusedError as error:
                self.refused.append(problem(error.code, str(error), waits.step, "warning"))
            return True
        return False

    def _left(self, view: RunView) -> float | None:
        """Returns how long it is to the next moment; None when that is not waited for."""
        moments = [datetime.fromisoformat(w.due) for w in view.waiting_for if w.due]
        return self.worth(min(moments, default=None))

    def worth(self, moment: datetime | None) -> float | None:
        """Returns the seconds to a moment; None when that is longer than this driver stays."""
        if moment is None:
            return None
        left = max((moment - self._clock.now()).total_seconds(), 0.0)
        most = PATIENCE if self._end is None else self._end - self._clock.monotonic()
        return left if left <= most and most > 0 else None

    # --- all cases --------------------------------------------------------------------------------

    async def work(self) -> tuple[list[RunView], datetime | None]:
        """Drives all cases until nothing is left to do, or until the time to stay is over.

        Returns:
            The cases that went on, as they stand, and the next moment at which one will.
        """
        moved: dict[str, None] = {}
        async with Progress(self._console) as progress:
            while True:
                async with opened(self._url) as (runtime, store):
                    runtime.listen(progress.listener)
                    runtime.listen(lambda batch: moved.setdefault(batch.run))
                    await self._work(runtime, store.journal.next_due)
                    due = store.journal.next_due()
                    views = [runtime.view(run) for run in moved]
                left = self._end - self._clock.monotonic() if self._end is not None else 0.0
                if self.worth(due) is None and left <= 0:
                    return views, due
                progress.say("waiting for something to do …")
                pause = max((due - self._clock.now()).total_seconds(), LOOK / 20) if due else LOOK
                await self._clock.sleep(min(pause, LOOK))

    async def _work(
        self, runtime: EmbeddedRuntime, next_due: Callable[[], datetime | None]
    ) -> None:
        """Drives all cases until each rests for longer than the engine is held."""
        changed = _changes(runtime)
        while True:
            changed.clear()
            for row in runtime.runs(status="running", most=1000):
                await runtime.settle(row.run)
            waiting = {task.run for task in runtime.tasks()} if self._answers else ()
            if any([await self.answer(runtime, runtime.view(run)) for run in waiting]):
                continue
            due = next_due()
            left = (due - self._clock.now()).total_seconds() if due else HOLD + 1
            if left > HOLD:
                return
            await _until(changed, max(left, 0.0))


def _changes(runtime: EmbeddedRuntime) -> asyncio.Event:
    """Returns an event that is set whenever something has become durable."""
    changed = asyncio.Event()

    def note(batch: Batch) -> None:
        del batch
        changed.set()

    runtime.listen(note)
    return changed


async def _until(changed: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds + 0.05):
            await changed.wait()
    except TimeoutError:
        return
