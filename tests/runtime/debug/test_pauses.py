"""A test run stands still where a person wants to look, and goes on when they say so."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from runtime.debug import Options
from runtime.errors import RefusedError
from runtime.events import model
from tests.helpers.benches import bench_on, events_of
from tests.helpers.drawings import data, draw, each, join
from tests.helpers.outside import ANALYST, runtime_on, send, sending

if TYPE_CHECKING:
    from runtime.definition.definition import Definition
    from runtime.embedded import EmbeddedRuntime
    from tests.helpers.outside import Outside


def set_fields(step: str, **fields: str) -> dict[str, Any]:
    return {"id": step, "kind": "set_fields", "params": {"fields": fields}}


def two_ways() -> Definition:
    return draw(
        ["start", "split:parallel", data("left", '"l"'), data("right", '"r"'), join("meet"), "end"],
        ["start>split", "split>left", "split>right", "left>meet", "right>meet", "meet>end"],
    )


def test_a_run_stands_before_the_step_and_has_not_begun_it(url: str, outside: Outside) -> None:
    """Else what a person wanted to look at first is done already."""

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            drawing = sending(send("one"), send("two"))
            options = Options(stops=("two",))
            run = await bench.start(drawing, {}, actor=ANALYST, options=options, dry=False)
            await bench.runtime.settle(run)
            assert [step for step, _ in bench.paused(run)] == ["two"]
            assert outside.count == {"one": 1}
            view = bench.runtime.view(run)
            assert (view.status, view.steps["two"].status, view.test) == ("running", "paused", True)
            await bench.go_on(run, actor=ANALYST)
            await bench.runtime.settle(run)
            assert outside.count == {"one": 1, "two": 1}
            assert bench.runtime.view(run).status == "completed"
            assert [bench.runtime.runs()[0].environment] == ["test"]

    asyncio.run(scenario())


def test_a_run_stops_on_an_arrow_and_not_on_another_into_the_same_step(
    url: str, outside: Outside
) -> None:
    """Else a stop on one way into a step stops every way."""

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            drawing = two_ways()
            (key,) = [edge.key for edge in drawing.in_edges("meet") if edge.source == "left"]
            run = await bench.start(drawing, {}, actor=ANALYST, options=Options(stops=(key,)))
            await bench.runtime.settle(run)
            assert [step for step, _ in bench.paused(run)] == ["meet"]
            assert bench.runtime.view(run).steps["right"].status == "completed"
            await bench.go_on(run, actor=ANALYST)
            await bench.runtime.settle(run)
            assert bench.runtime.view(run).status == "completed"

    asyncio.run(scenario())


def test_step_by_step_does_one_step_at_a_time_to_the_end(url: str, outside: Outside) -> None:
    """Else who steps through a process misses a step, or never comes to the end."""

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            options = Options(step_by_step=True)
            run = await bench.start(two_ways(), {}, actor=ANALYST, options=options)
            met: list[str] = []
            while True:
                await bench.runtime.settle(run)
                paused = bench.paused(run)
                if not paused:
                    break
                met.append(paused[0][0])
                await bench.next_step(run, actor=ANALYST)
            assert sorted(met) == ["end", "left", "meet", "meet", "right", "split", "start"]
            assert bench.runtime.view(run).status == "completed"

    asyncio.run(scenario())


def test_go_on_ends_stepping(url: str, outside: Outside) -> None:
    """Else a person who has seen enough clicks through the rest."""

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            options = Options(step_by_step=True)
            run = await bench.start(two_ways(), {}, actor=ANALYST, options=options)
            await bench.runtime.settle(run)
            await bench.go_on(run, actor=ANALYST)
            await bench.runtime.settle(run)
            assert bench.runtime.view(run).status == "completed"

    asyncio.run(scenario())


def test_edited_data_is_what_the_next_step_sees(url: str, outside: Outside) -> None:
    """Else "what if the amount were higher?" needs a whole new run."""

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            drawing = draw(
                [
                    "start",
                    set_fields("amount", amount="100"),
                    data("twice", "data.amount * 2"),
                    "end",
                ],
                ["start>amount", "amount>twice", "twice>end"],
            )
            run = await bench.start(drawing, {}, actor=ANALYST, options=Options(stops=("twice",)))
            await bench.runtime.settle(run)
            await bench.runtime.edit_data(run, {"amount": 7}, actor=ANALYST)
            assert bench.paused(run)
            await bench.go_on(run, actor=ANALYST)
            await bench.runtime.settle(run)
            assert bench.runtime.view(run).steps["twice"].output == 14
            (edited,) = [e for e in events_of(bench, run) if isinstance(e, model.DataEdited)]
            assert edited.by == "user:analyst"
            with pytest.raises(RefusedError):
                await bench.runtime.edit_data(run, {}, actor=ANALYST)

    asyncio.run(scenario())


def test_every_item_of_a_for_each_pauses_also_at_the_arrow_into_it(
    url: str, outside: Outside
) -> None:
    """Else nobody can look at the third of three items."""
    drawing = draw(
        ["start", each("all", "[1,2,3]"), {**data("inner", "item * 10"), "parent": "all"}, "end"],
        ["start>all", "all.each>inner", "all.done>end"],
    )
    (into,) = [edge.key for edge in drawing.in_edges("inner")]

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            for stop in ("inner", into):
                run = await bench.start(drawing, {}, actor=ANALYST, options=Options(stops=(stop,)))
                for _ in range(3):
                    await bench.runtime.settle(run)
                    assert [step for step, _ in bench.paused(run)] == ["inner"]
                    await bench.go_on(run, actor=ANALYST)
                await bench.runtime.settle(run)
                assert bench.runtime.view(run).steps["all"].output == {
                    "results": [10, 20, 30],
                    "count": 3,
                }

    asyncio.run(scenario())


def test_a_pause_outlives_the_process(url: str, outside: Outside) -> None:
    """Else a crash of the program loses a test that took an hour to set up."""

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            options = Options(stops=("two",))
            drawing = sending(send("one"), send("two"))
            run = await bench.start(drawing, {}, actor=ANALYST, options=options, dry=False)
            await bench.runtime.settle(run)
        async with bench_on(url, outside) as bench:
            await bench.runtime.settle(run)
            assert [step for step, _ in bench.paused(run)] == ["two"]
            await bench.go_on(run, actor=ANALYST)
            await bench.runtime.settle(run)
            assert outside.count == {"one": 1, "two": 1}

    asyncio.run(scenario())


def test_a_stop_can_be_set_while_the_run_stands(url: str, outside: Outside) -> None:
    """Else a person starts anew for every place that they want to look at."""

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            drawing = sending(send("one"), send("two"), send("three"))
            run = await bench.start(drawing, {}, actor=ANALYST, options=Options(stops=("one",)))
            await bench.runtime.settle(run)
            await bench.arrange(run, Options(stops=("three",)), actor=ANALYST, definition=drawing)
            await bench.go_on(run, actor=ANALYST)
            await bench.runtime.settle(run)
            assert [step for step, _ in bench.paused(run)] == ["three"]
            await bench.runtime.cancel(run, actor=ANALYST, reason="seen enough")
            assert bench.runtime.view(run).status == "cancelled"

    asyncio.run(scenario())


def test_a_real_case_can_neither_be_paused_nor_edited(url: str, outside: Outside) -> None:
    """Else somebody changes the data of a real case without a trace of who approved that."""

    async def scenario() -> None:
        runtime: EmbeddedRuntime
        async with runtime_on(url, outside) as runtime:
            ask = {
                "id": "ask",
                "kind": "task",
                "params": {"title": "?", "assignees": '"user:analyst"'},
            }
            run = await runtime.start(sending(ask), {}, actor=ANALYST)
            await runtime.settle(run)
            trial = Options(step_by_step=True).trial()
            with pytest.raises(RefusedError, match="no test"):
                await runtime.arrange(run, trial, actor=ANALYST)
            with pytest.raises(RefusedError):
                await runtime.edit_data(run, {}, actor=ANALYST)
            with pytest.raises(RefusedError):
                await runtime.proceed(run, actor=ANALYST)
            assert runtime.runs()[0].environment == ""

    asyncio.run(scenario())
