"""A clock that is moved by hand wakes everybody who has slept long enough."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from runtime.testing.clock import MORNING, ManualClock


def test_a_move_right_after_somebody_lies_down_wakes_them() -> None:
    """Else a timer that is due never fires in a test, once in a thousand times."""

    async def play() -> None:
        clock = ManualClock()
        sleeping = asyncio.ensure_future(clock.sleep(60))
        clock.move_to(MORNING + timedelta(seconds=60))
        await asyncio.wait_for(sleeping, 5)

    asyncio.run(play())
