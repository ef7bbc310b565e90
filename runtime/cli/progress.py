"""Knows how progress is drawn on a terminal. Must not know what makes it, and writes no result."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.status import Status

    from runtime.cli.console import Console
    from runtime.ports import Batch

QUIET = 1.0
"""Seconds before anything is drawn."""


class Progress:
    """One line that says what is going on, drawn after a second. Use as an async context manager.

    Nothing is drawn, and nothing imported for it, where no terminal watches.
    """

    def __init__(self, console: Console) -> None:
        self._terminal = console.terminal
        self._text = "starting …"
        self._status: Status | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def listener(self) -> Callable[[Batch], None]:
        """What is told every batch of events."""
        return self._see

    def say(self, text: str) -> None:
        """Changes the line."""
        self._text = text
        if self._status is not None:
            self._status.update(text)

    def _see(self, batch: Batch) -> None:
        steps = [step for event in batch.events if (step := getattr(event, "step", ""))]
        if steps:
            self.say(f"case {batch.run}: {steps[-1]} …")

    async def __aenter__(self) -> Progress:
        if self._terminal is not None:
            self._task = asyncio.create_task(self._draw())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
        if self._status is not None:
            self._status.stop()

    async def _draw(self) -> None:
        await asyncio.sleep(QUIET)
        from rich.console import Console as Terminal
        from rich.status import Status

        self._status = Status(self._text, console=Terminal(file=self._terminal))
        self._status.start()
