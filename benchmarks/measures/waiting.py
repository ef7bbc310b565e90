"""Knows what cases cost that wait for a person: memory, processor time, and to resume one.

Must not know how much is too much. The options are `cases`, `idle` (seconds), `resumed`, `url`.
"""

from __future__ import annotations

import asyncio
import gc
import time
from typing import TYPE_CHECKING

from benchmarks import child, workflows
from benchmarks.measures.memory import resident_mb
from runtime.embedded import EmbeddedRuntime
from runtime.events.model import Actor

if TYPE_CHECKING:
    from runtime.definition.definition import Definition

TOGETHER = 1000
"""Cases started at once."""
MINUTE = 60
SETTLE = 2.0
"""Seconds in which what was started comes to rest before the idle time is measured."""
ANALYST = Actor("user:analyst")


async def begin(runtime: EmbeddedRuntime, drawing: Definition, count: int) -> list[str]:
    """Starts so many cases; each waits for a person when this returns."""
    runs: list[str] = []
    while len(runs) < count:
        more = range(len(runs), min(len(runs) + TOGETHER, count))
        starts = [runtime.start(drawing, workflows.given(n), actor=ANALYST) for n in more]
        begun = await asyncio.gather(*starts)
        await asyncio.gather(*(runtime.settle(run) for run in begun))
        runs += begun
    return runs


async def answer(runtime: EmbeddedRuntime, run: str) -> float:
    """A person answers one case; returns the milliseconds until that is durable."""
    task = runtime.tasks(run=run)[0].task
    begun = time.perf_counter()
    await runtime.decide(run, task, actor=ANALYST)
    taken = time.perf_counter() - begun
    await runtime.settle(run)
    assert runtime.view(run).status == "completed"
    return taken * 1000


async def measure(options: child.Figures) -> child.Figures:
    """Starts the cases, lets them wait, resumes some that lie far apart."""
    async with EmbeddedRuntime.open(options["url"], kinds=workflows.kinds()) as runtime:
        drawing = workflows.waiting()
        for run in await begin(runtime, drawing, 20):
            await answer(runtime, run)
        gc.collect()
        idle, begun = resident_mb(), time.perf_counter()
        runs = await begin(runtime, drawing, int(options["cases"]))
        start_seconds = time.perf_counter() - begun
        gc.collect()
        memory = resident_mb() - idle
        await asyncio.sleep(SETTLE)
        cpu = time.process_time()
        await asyncio.sleep(options["idle"])
        cpu = time.process_time() - cpu
        every = max(1, len(runs) // int(options["resumed"]))
        resumed = sorted([await answer(runtime, run) for run in runs[::every]])
    return {
        "value": {
            "memory_mb": memory,
            "cpu_seconds": cpu * MINUTE / options["idle"],
            "resume_ms": resumed[len(resumed) // 2],
        },
        "resume_slowest_ms": resumed[-1],
        "starts_a_second": len(runs) / start_seconds,
        "idle_process_mb": idle,
    }


def main() -> None:
    """Takes one measurement."""
    child.hand_over(asyncio.run(measure(child.options())))


if __name__ == "__main__":
    main()
