"""A dry run writes nothing, whoever goes on with it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from runtime.events import model
from tests.helpers.benches import bench_on, events_of
from tests.helpers.outside import ANALYST, runtime_on, send, sending, until

if TYPE_CHECKING:
    from runtime.step import Result, StepContext
    from tests.helpers.outside import Outside


def test_a_dry_run_that_lost_its_process_goes_on_and_asks_nobody(
    url: str, outside: Outside
) -> None:
    """Else a person is asked whether something happened that never could."""

    async def never(context: StepContext) -> Result:
        del context
        await asyncio.Event().wait()
        raise AssertionError

    drawing = sending(send("look", writes=False, repeat="ask"), send("write", repeat="ask"))

    async def scenario() -> None:
        async with bench_on(url, outside, never) as bench:
            run = await bench.start(drawing, {}, actor=ANALYST)
            await until(
                lambda: any(isinstance(e, model.StepScheduled) for e in events_of(bench, run))
            )
        async with runtime_on(url, outside) as runtime:
            await runtime.settle(run)
            view = runtime.view(run)
            assert view.status == "completed"
            assert [told["step"] for told in view.would_do] == ["write"]
            assert set(outside.count) == {"look"}

    asyncio.run(scenario())
