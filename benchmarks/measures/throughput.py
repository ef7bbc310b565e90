"""Knows how fast Baton runs workflows: one at a time, many at once, one long one.

Must not know what is fast enough. Run by benchmarks.child in a process of its own; the options are
`what` (a name in MEASURES), `seconds`, `url` of the journal, and sizes.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from benchmarks import child, workflows
from runtime.embedded import EmbeddedRuntime
from runtime.events.model import Actor

if TYPE_CHECKING:
    from benchmarks.child import Figures
    from runtime.definition.definition import Definition
    from runtime.definition.json_value import JsonObject

WARM = 30
"""Cases run before the clock starts, so that nothing is imported or compiled under it."""
AT_ONCE = 256


@dataclass(slots=True)
class Bench:
    """A runtime, and who starts cases in it."""

    runtime: EmbeddedRuntime
    actor: Actor
    seconds: float

    async def case(self, definition: Definition, given: JsonObject) -> str:
        """Runs one case to its end."""
        run = await self.runtime.start(definition, given, actor=self.actor)
        await self.runtime.settle(run)
        return run

    async def drive(self, definition: Definition, lanes: int) -> Figures:
        """Runs cases in so many lanes for the given seconds; returns what that cost."""
        await self._lane(definition, count=WARM)
        begun, cpu = time.perf_counter(), time.process_time()
        until = begun + self.seconds
        done = await asyncio.gather(*(self._lane(definition, until) for _ in range(lanes)))
        seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
        self._all_completed()
        events = len(self.runtime.events(await self.case(definition, workflows.given(0))))
        return {"cases": sum(done), "seconds": seconds, "cpu": cpu, "events": events}

    async def _lane(self, definition: Definition, until: float = 0.0, count: int = 0) -> int:
        number = 0
        while number < count or time.perf_counter() < until:
            await self.case(definition, workflows.given(number))
            number += 1
        return number

    def _all_completed(self) -> None:
        """A rate of cases that failed would be worth nothing."""
        runs = self.runtime.runs(most=WARM)
        assert all(run.status == "completed" for run in runs), {run.status for run in runs}


def _steps(cost: Figures, steps: int) -> Figures:
    count = cost["cases"] * steps
    return {
        "value": count / cost["seconds"],
        "cpu_us": cost["cpu"] / count * 1e6,
        "rows_a_step": cost["events"] / steps,
    }


async def one_at_a_time(bench: Bench, options: Figures) -> Figures:
    """Steps a second of a linear workflow, one case after the other."""
    drawing = workflows.linear(options.get("kind", "noop"))
    return _steps(await bench.drive(drawing, 1), workflows.STEPS)


async def many_at_once(bench: Bench, options: Figures) -> Figures:
    """Steps a second of a linear workflow, 256 cases at once."""
    drawing = workflows.linear(options.get("kind", "noop"))
    return _steps(await bench.drive(drawing, AT_ONCE), workflows.STEPS)


async def for_each(bench: Bench, options: Figures) -> Figures:
    """Seconds for a step for each of many items, then a sum, the median of several."""
    items = int(options["items"])
    drawing, taken = workflows.fan(), list[float]()
    for number in range(int(options["repeat"]) + 1):
        begun = time.perf_counter()
        run = await bench.case(drawing, {"items": list(range(items))})
        if number:
            taken.append(time.perf_counter() - begun)
        assert bench.runtime.view(run).output == {"result": items}
    return {"value": sorted(taken)[len(taken) // 2]}


async def pure(bench: Bench, options: Figures) -> Figures:
    """Cases a second of ten decisions and mappings, one after the other."""
    del options
    cost = await bench.drive(workflows.pure(), 1)
    return {"value": cost["cases"] / cost["seconds"], "cpu_us": cost["cpu"] / cost["cases"] * 1e6}


Measure: TypeAlias = Callable[[Bench, "Figures"], Awaitable["Figures"]]
MEASURES: dict[str, Measure] = {
    "one_at_a_time": one_at_a_time,
    "many_at_once": many_at_once,
    "for_each": for_each,
    "pure": pure,
}


async def main() -> None:
    """Takes one measurement."""
    options = child.options()
    runtime = EmbeddedRuntime.open(options["url"], kinds=workflows.kinds())
    async with runtime:
        bench = Bench(runtime, Actor("user:bench"), options["seconds"])
        child.hand_over(await MEASURES[options["what"]](bench, options))


if __name__ == "__main__":
    asyncio.run(main())
