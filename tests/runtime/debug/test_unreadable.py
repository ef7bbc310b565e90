"""A test that cannot be read must not keep anybody from testing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
import sqlalchemy

from runtime.debug import Options, SimulatedAnswer
from runtime.debug.watched import watched
from runtime.errors import BatonError
from runtime.events import model
from tests.helpers.benches import bench_on
from tests.helpers.drawings import data
from tests.helpers.outside import ANALYST, sending

if TYPE_CHECKING:
    from runtime.debug import Bench
    from runtime.definition.json_value import JsonObject
    from tests.helpers.outside import Outside


async def _paused(bench: Bench) -> str:
    """A test that stands before its first step."""
    options = Options(stops=("one",))
    run = await bench.start(sending(data("one", "1")), {}, actor=ANALYST, options=options)
    await bench.runtime.settle(run)
    return run


def _spoil(url: str) -> None:
    """Lets the events of all runs be of a kind that only a newer Baton knows."""
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("UPDATE events SET kind = 'of_a_newer_baton'"))
    engine.dispose()


def test_one_unreadable_test_keeps_nobody_from_testing(url: str, outside: Outside) -> None:
    """Else one old test run locks its owner out of every test, and of the list of runs."""

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            lost = await _paused(bench)
        _spoil(url)
        async with bench_on(url, outside) as bench:
            run = await _paused(bench)
            assert bench.paused(run) == [("one", 1)]
            with pytest.raises(BatonError):
                bench.paused(lost)

    asyncio.run(scenario())


def test_a_test_of_a_newer_baton_is_acted_out_as_far_as_it_is_known() -> None:
    """Else who goes back to an earlier Baton cannot test until that run is over."""
    answer: JsonObject = {"step": "ask", "outcome": "yes", "mood": "glad"}
    trouble: JsonObject = {"connection": "erp", "how": "down", "weather": "bad"}
    trial = model.TrialArranged({}, (), people=[answer, {"odd": 1}], troubles=[trouble, {}])
    found = watched([trial])
    assert found is not None
    assert found.answers == {"ask": [SimulatedAnswer("ask", "yes")]}
    assert found.troubles["erp"].how == "down"
