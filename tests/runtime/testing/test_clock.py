"""A clock that is moved by hand wakes everybody who has slept long enough, and nobody else."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from runtime.testing.clock import MORNING, ManualClock


@pytest.mark.parametrize(("moved", "wakes"), [(59, False), (60, True), (3600, True)])
def test_a_move_right_after_somebody_lies_down_wakes_them(moved: int, wakes: bool) -> None:
    """Else a timer that is due never fires in a test, once in a thousand times."""

    async def play() -> bool:
        clock = ManualClock()
        sleeping = asyncio.ensure_future(clock.sleep(60))
        clock.move_to(MORNING + timedelta(seconds=moved))
        for _ in range(3):  # who is woken has a few turns to get up
            await asyncio.sleep(0)
        return sleeping.done()

    assert asyncio.run(play()) == wakes
