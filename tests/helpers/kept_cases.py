"""Makes a journal with a case of every sort in it, for tests that damage or copy it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from runtime.step import Completed, Failed
from tests.helpers.batches import chance
from tests.helpers.outside import ANALYST, Outside, runtime_on, send, sending

if TYPE_CHECKING:
    from pathlib import Path

    from runtime.embedded import EmbeddedRuntime
    from runtime.step import Result, StepContext

CASES = ("done", "large", "asked", "waits", "stuck")
LARGE = chance(200_000).hex()


def approve(step: str = "approve") -> dict[str, Any]:
    """A task for a person."""
    return {"id": step, "kind": "task", "params": {"title": "Check", "assignees": "'user:buyer'"}}


def signed(step: str = "signed") -> dict[str, Any]:
    """A step that waits for a message, or a year."""
    return {"id": step, "kind": "message", "params": {"message": "signed", "key": "'7'"}}


def answer(context: StepContext) -> Result:
    """What the system outside gives: for one case it fails, for one it gives a lot."""
    if context.step == "stuck":
        return Failed("no", "The system said no.")
    return Completed(LARGE if context.step == "large" else "sent")


DRAWINGS = {
    "done": sending(send("done"), id="done"),
    "large": sending(send("large"), id="large"),
    "asked": sending(send("done"), approve(), id="asked"),
    "waits": sending(signed(), id="waits"),
    "stuck": sending(send("stuck"), id="stuck"),
}


def kept_cases(folder: Path) -> str:
    """Writes the journal and returns its address."""
    url = f"sqlite:///{folder / 'cases.sqlite'}"
    asyncio.run(_fill(url, Outside(folder / "outside.txt")))
    return url


async def _fill(url: str, outside: Outside) -> None:
    async with runtime_on(url, outside, answer) as runtime:
        for name in CASES:
            await begin(runtime, name)


async def begin(runtime: EmbeddedRuntime, name: str) -> str:
    """Begins one of the cases, lets it go as far as it goes, and returns its id."""
    run = await runtime.start(DRAWINGS[name], {}, actor=ANALYST, key=name)
    await runtime.settle(run)
    return run
