"""Knows whether a case slows down as it grows: its last steps against its first.

Must not know what is too slow. The options are `steps`, `window` and `url`.
"""

from __future__ import annotations

import asyncio
import time

from benchmarks import child, workflows
from runtime.embedded import EmbeddedRuntime
from runtime.events.model import Actor

PARTS = 5
"""The steps of a window are looked at in so many parts."""


async def measure(url: str, steps: int, window: int) -> child.Figures:
    """Runs one case of so many steps; returns seconds of the first and the last window.

    Both windows are the medians of their parts, because another program that takes the processor
    or the disk for a moment says nothing about the case.
    """
    moments: list[float] = []
    kinds = workflows.kinds(lambda: moments.append(time.perf_counter()))
    rounds = steps // workflows.STEPS
    async with EmbeddedRuntime.open(url, kinds=kinds) as runtime:
        for drawing in (workflows.loop(min(rounds, 20)), workflows.loop(rounds)):
            # The first is a short one that warms everything up.
            moments.clear()
            run = await runtime.start(drawing, {}, actor=Actor("user:bench"))
            await runtime.settle(run)
            assert runtime.view(run).status == "completed"
    assert len(moments) == steps
    return compare(moments, window)


def compare(moments: list[float], window: int) -> child.Figures:
    """Returns the times of both windows in ms, from the moment of each step."""
    part = window // PARTS
    first = [moments[n + part] - moments[n] for n in range(0, window - part + 1, part)]
    end = len(moments) - 1
    last = [moments[n] - moments[n - part] for n in range(end, end - window + part - 1, -part)]
    first_ms, last_ms = (_median(times) * PARTS * 1000 for times in (first, last))
    return {"value": last_ms / first_ms, "first_ms": first_ms, "last_ms": last_ms}


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def main() -> None:
    """Takes one measurement."""
    options = child.options()
    found = measure(options["url"], int(options["steps"]), int(options["window"]))
    child.hand_over(asyncio.run(found))


if __name__ == "__main__":
    main()
