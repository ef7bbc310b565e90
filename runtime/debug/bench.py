"""Knows how test runs are begun, paused, changed and acted out. Must not know kernel or windows.

```python
async with Bench.open(url) as bench:
    run = await bench.start(definition, given, actor=me, options=Options(stops=("invoice",)))
    await bench.settle(run)
    bench.paused(run)            # [("invoice", 1)]
    await bench.go_on(run, actor=me)
```
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, suppress
from typing import TYPE_CHECKING, Any

from runtime.debug.options import Options
from runtime.debug.people import actor_for
from runtime.debug.trouble import failure, mark
from runtime.debug.watched import Watched, watched
from runtime.embedded.runtime import EmbeddedRuntime, Trial
from runtime.errors import BatonError, UnknownRunError
from runtime.plan.compile import no_library
from runtime.ports import ENDED, TEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType
    from typing import Self

    from runtime.definition.definition import Definition
    from runtime.definition.json_value import JsonValue
    from runtime.events.model import Actor, RunEvent
    from runtime.plan.compile import Library
    from runtime.ports import Batch
    from runtime.step import Failed

    Remark = Callable[[str, str, str], None]

PLAIN = Options()
MOST = 1000
"""Runs that are looked through for tests which another process has left."""


class Bench:
    """A runtime that can also test. Use as an async context manager, from one event loop.

    Args:
        runtime: runs the cases; made with this bench's `hinder`, which `open` sees to.

    Attributes:
        runtime: for everything that a test run has in common with a case.
        remark: told run, step and a sentence when a simulated person could not answer.
    """

    def __init__(self) -> None:
        self.runtime: EmbeddedRuntime
        self.remark: Remark | None = None
        self._watched: dict[str, Watched | None] = {}
        self._asked: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._stack = AsyncExitStack()
        self._worker: asyncio.Task[None] | None = None

    @classmethod
    def open(cls, url: str | None = None, **parts: Any) -> Self:
        """Returns a bench on a database; None is this user's own file.

        Args:
            url: the database.
            parts: as for `EmbeddedRuntime`.

        Raises:
            JournalError: the database cannot be opened.
        """
        bench = cls()
        bench.runtime = EmbeddedRuntime.open(url, hinder=bench.hinder, **parts)
        return bench

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            self.runtime.listen(self._listen)
            await stack.enter_async_context(self.runtime)
            self._worker = asyncio.create_task(self._answer_all(), name="simulated-people")
            stack.push_async_callback(self._stop)
            self._take_up()
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.aclose()

    async def _stop(self) -> None:
        if self._worker is not None:
            self._worker.cancel()
            await asyncio.gather(self._worker, return_exceptions=True)

    # --- running ----------------------------------------------------------------------------------

    async def start(
        self,
        definition: Definition,
        given: JsonValue,
        *,
        actor: Actor,
        options: Options = PLAIN,
        key: str = "",
        dry: bool = True,
        library: Library = no_library,
        new: str = "",
    ) -> str:
        """Begins a test run and returns its id once that is durable; as `EmbeddedRuntime.start`.

        With the id of a `new` run that has begun already, that one is returned.
        """
        if new and self.has(new):
            return new
        return await self.runtime.start(
            definition,
            given,
            actor=actor,
            key=key,
            dry=dry,
            library=library,
            trial=Trial(options.trial(definition), new),
        )

    async def run_from(
        self,
        run: str,
        step: str,
        definition: Definition,
        *,
        actor: Actor,
        options: Options = PLAIN,
        dry: bool = True,
        library: Library = no_library,
        new: str = "",
    ) -> str:
        """Begins a test run where an earlier one came to a step; as `EmbeddedRuntime.fork`.

        With the id of a `new` run that has begun already, that one is returned.
        """
        if new and self.has(new):
            return new
        trial = Trial(options.trial(definition), new)
        return await self.runtime.fork(
            run, step, definition, actor=actor, trial=trial, dry=dry, library=library
        )

    def has(self, run: str) -> bool:
        """Whether a run has begun."""
        try:
            self.runtime.events(run)
        except UnknownRunError:
            return False
        return True

    async def settle(self, run: str) -> None:
        """Waits until a run has ended, or waits for what no simulated person answers."""
        while True:
            await self.runtime.settle(run)
            if self._quiet.is_set():
                return
            await self._quiet.wait()

    def paused(self, run: str) -> list[tuple[str, int]]:
        """Returns where a test run is paused: steps, with the paths that stand there."""
        waiting = self.runtime.view(run).waiting_for
        return [(waits.step, waits.token) for waits in waiting if waits.kind == "pause"]

    async def go_on(self, run: str, *, actor: Actor) -> None:
        """Lets a paused test run go on to the next stop; raises RefusedError."""
        await self.runtime.proceed(run, actor=actor)

    async def next_step(self, run: str, *, actor: Actor) -> None:
        """Lets the path that has waited longest do one step; raises RefusedError."""
        paused = self.paused(run)
        token = paused[0][1] if paused else 0
        await self.runtime.proceed(run, actor=actor, token=token, each=True)

    async def arrange(
        self, run: str, options: Options, *, actor: Actor, definition: Definition | None = None
    ) -> None:
        """Makes a test run up otherwise from here on; raises RefusedError for a real case."""
        await self.runtime.arrange(run, options.trial(definition), actor=actor)
        self._ask_about(run)

    # --- trouble ----------------------------------------------------------------------------------

    async def hinder(self, run: str, connection: str) -> Failed | None:
        """Returns what a step meets that uses a connection, after the wait it has there."""
        known = self._known(run)
        trouble = known.troubles.get(connection) if known else None
        if known is None or trouble is None:
            return None
        known.calls[connection] += 1
        if trouble.times and known.calls[connection] > trouble.times:
            return None
        if trouble.how == "slow":
            await asyncio.sleep(trouble.seconds)
        return failure(trouble)

    # --- simulated people -------------------------------------------------------------------------

    def _take_up(self) -> None:
        """Tests that a process which is gone has left: their simulated people answer here."""
        for row in self.runtime.runs(most=MOST):
            if row.environment == TEST and row.status not in ENDED:
                with suppress(BatonError):  # one that cannot be read keeps nobody from testing
                    self._ask_about(row.run)

    def _known(self, run: str) -> Watched | None:
        """Returns what is remembered of a run; one that is met first is read."""
        if run not in self._watched:
            events = self.runtime.events(run)
            self._watched[run] = _remembered(recorded.event for recorded in events)
        return self._watched[run]

    def _listen(self, batch: Batch) -> None:
        if batch.first_seq == 0:
            self._watched[batch.run] = _remembered(batch.events)
        elif (known := self._watched.get(batch.run)) is not None:
            for event in batch.events:
                known.see(event)
        self._ask_about(batch.run)
        if batch.status in ENDED:
            self._watched.pop(batch.run, None)

    def _ask_about(self, run: str) -> None:
        """Lets the simulated people of a run answer what is open there."""
        known = self._known(run)
        for task in known.open if known else ():
            self._quiet.clear()
            self._asked.put_nowait((run, task))

    async def _answer_all(self) -> None:
        while True:
            await self._answer_next(*await self._asked.get())
            if self._asked.empty():
                self._quiet.set()

    async def _answer_next(self, run: str, task: str) -> None:
        known = self._watched.get(run)
        opened = known.open.get(task) if known else None
        if known is None or opened is None:
            return
        try:
            await self._answer(run, known, task)
        except BatonError as error:
            known.open.pop(task, None)
            if self.remark is not None:
                self.remark(run, opened.step, str(error))

    async def _answer(self, run: str, known: Watched, task: str) -> None:
        """Gives one simulated answer; where several people must agree, the next follows from it."""
        answer, opened = known.next_answer(task), known.open[task]
        if answer is None:
            return
        await self.runtime.decide(
            run,
            task,
            actor=actor_for(opened, answer.actor, known.voted[task]),
            outcome=answer.outcome,
            values=dict(answer.values),
            reason=answer.reason,
            simulated=True,
        )


def _remembered(events: Iterable[RunEvent]) -> Watched | None:
    """Returns what is remembered of a run that is met first; its connections have failed before."""
    found = watched(events)
    if found is not None:
        found.calls.update({each: found.calls[mark(each)] for each in found.troubles})
    return found
