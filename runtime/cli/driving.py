"""Knows how a case is driven until it ends or waits: answers, due moments, time. No kind by name."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING

from runtime.cli.report import ENDED, problem
from runtime.errors import RefusedError

if TYPE_CHECKING:
    from runtime.cli.answers import Answers
    from runtime.definition.json_value import JsonObject
    from runtime.embedded import EmbeddedRuntime
    from runtime.events.view import RunView
    from runtime.ports import Batch, Clock

PATIENCE = 5.0
"""Seconds that a moment may lie ahead to be waited for when nobody said how long."""


class Driver:
    """Drives one case at a time in an open runtime.

    Args:
        runtime: it must be entered.
        clock: says when moments are due.
        answers: what simulated people say, if there are some.
        wait: seconds to stay for moments that are not due yet; None stays for those within
            `PATIENCE`.

    Attributes:
        refused: answers that were not accepted, as problems.
    """

    def __init__(
        self,
        runtime: EmbeddedRuntime,
        clock: Clock,
        answers: Answers | None = None,
        wait: float | None = None,
    ) -> None:
        self._runtime = runtime
        self._clock = clock
        self._answers = answers
        self._end = None if wait is None else clock.monotonic() + wait
        self._changed = asyncio.Event()
        self.refused: list[JsonObject] = []
        runtime.listen(self._note)

    def _note(self, batch: Batch) -> None:
        del batch
        self._changed.set()

    async def drive(self, run: str) -> RunView:
        """Returns the case when it has ended or waits for longer than it may."""
        while True:
            self._changed.clear()
            await self._runtime.settle(run)
            view = self._runtime.view(run)
            if view.status in ENDED:
                return view
            if await self._answer(run, view):
                continue
            seconds = self._stay(view)
            if seconds is None:
                return view
            await self._until_changed(seconds)

    async def _answer(self, run: str, view: RunView) -> bool:
        """Gives one answer to a task that has one; returns whether it did."""
        if self._answers is None:
            return False
        for waits in view.waiting_for:
            if waits.kind != "task":
                continue
            answer = self._answers.next(waits.step, waits.task)
            if answer is None:
                continue
            await self._clock.sleep(self._answers.interval)
            try:
                await self._runtime.decide(
                    run,
                    waits.task,
                    actor=self._answers.actor(answer),
                    outcome=answer.outcome,
                    values=answer.values,
                    reason=answer.reason,
                )
            except RefusedError as error:
                self.refused.append(problem(error.code, str(error), waits.step, "warning"))
            return True
        return False

    def _stay(self, view: RunView) -> float | None:
        """Returns how long to wait for the next moment; None when it is not worth it."""
        moments = [datetime.fromisoformat(w.due) for w in view.waiting_for if w.due]
        if not moments:
            return None
        left = (min(moments) - self._clock.now()).total_seconds()
        most = PATIENCE if self._end is None else self._end - self._clock.monotonic()
        return max(left, 0.05) if left <= most and most > 0 else None

    async def _until_changed(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds + 0.05):
                await self._changed.wait()
        except TimeoutError:
            return
