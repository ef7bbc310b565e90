"""A new run begins at a step with what an earlier one had recorded there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from runtime.debug import Options, Pin
from runtime.embedded import forking
from runtime.errors import RefusedError
from runtime.events import model
from runtime.kernel import fold
from tests.helpers.benches import bench_on, events_of
from tests.helpers.drawings import data, draw, each, join
from tests.helpers.outside import ANALYST, send, sending

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runtime.events.model import RunEvent
    from runtime.kernel import RunState
    from tests.helpers.outside import Outside


def test_what_was_done_before_is_taken_over_and_not_done_again(url: str, outside: Outside) -> None:
    """Else a corrected last step costs the whole process once more, in the real systems."""

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            old = sending(send("one", value="input.amount"), data("two", "steps.one + 1"), id="d")
            run = await bench.runtime.start(old, {"amount": 5}, actor=ANALYST)
            await bench.runtime.settle(run)
            new = sending(send("one", value="input.amount"), data("two", "steps.one * 100"), id="d")
            again = await bench.run_from(run, "two", new, actor=ANALYST, dry=False)
            await bench.runtime.settle(again)
            view = bench.runtime.view(again)
            assert (view.status, view.steps["two"].output) == ("completed", 500)
            assert (view.test, view.forked) == (True, run)
            assert outside.count == {"one": 1}
            assert bench.runtime.view(run).steps["two"].output == 6
            (fork,) = [e for e in events_of(bench, again) if isinstance(e, model.RunForked)]
            assert (fork.run, fork.step) == (run, "two")
            assert bench.runtime.runs()[0].run == again

    asyncio.run(scenario())


def test_the_other_paths_are_where_they_were(url: str, outside: Outside) -> None:
    """Else a join after the step waits for ever for paths that were never begun."""
    drawing = draw(
        ["start", "split:parallel", data("left"), send("right"), join("meet"), "end"],
        ["start>split", "split>left", "split>right", "left>meet", "right>meet", "meet>end"],
    )

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            run = await bench.start(drawing, {}, actor=ANALYST)
            await bench.runtime.settle(run)
            for step in ("left", "right", "meet"):
                again = await bench.run_from(run, step, drawing, actor=ANALYST)
                await bench.runtime.settle(again)
                assert bench.runtime.view(again).status == "completed", step

    asyncio.run(scenario())


def test_a_path_whose_step_was_deleted_is_stopped(url: str, outside: Outside) -> None:
    """Else a drawing in which something was deleted cannot be tried from the middle."""
    ask = {"id": "ask", "kind": "task", "params": {"title": "?", "assignees": '"user:analyst"'}}
    old = draw(
        ["start", "split:parallel", ask, data("right"), "end"],
        ["start>split", "split>ask", "split>right", "ask>end", "right>end"],
        id="d",
    )
    new = draw(
        ["start", "split:parallel", data("right", '"new"'), "end"],
        ["start>split", "split>right", "right>end"],
        id="d",
    )

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            run = await bench.start(old, {}, actor=ANALYST)
            await bench.runtime.settle(run)
            again = await bench.run_from(run, "right", new, actor=ANALYST)
            await bench.runtime.settle(again)
            view = bench.runtime.view(again)
            assert (view.status, view.steps["right"].output) == ("completed", "new")
            with pytest.raises(RefusedError, match="not in the drawing"):
                await bench.run_from(run, "ask", new, actor=ANALYST)

    asyncio.run(scenario())


def test_an_item_of_a_for_each_can_be_tried_again(url: str, outside: Outside) -> None:
    """Else the last of many items can only be tried after all the others."""
    drawing = draw(
        ["start", each("all", "[1,2,3]"), {**data("inner", "item * 10"), "parent": "all"}, "end"],
        ["start>all", "all.each>inner", "all.done>end"],
    )

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            run = await bench.start(drawing, {}, actor=ANALYST)
            await bench.runtime.settle(run)
            options = Options(pins=(Pin("inner", "pinned"),))
            again = await bench.run_from(run, "inner", drawing, actor=ANALYST, options=options)
            await bench.runtime.settle(again)
            output = bench.runtime.view(again).steps["all"].output
            assert output == {"results": [10, 20, "pinned"], "count": 3}

    asyncio.run(scenario())


def test_it_can_begin_with_a_pause(url: str, outside: Outside) -> None:
    """Else the data that a step begins with cannot be changed before it begins."""

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            drawing = sending(send("one"), data("two", "data.amount"), id="d")
            run = await bench.start(drawing, {}, actor=ANALYST)
            await bench.runtime.settle(run)
            options = Options(step_by_step=True)
            again = await bench.run_from(run, "two", drawing, actor=ANALYST, options=options)
            await bench.runtime.settle(again)
            assert [step for step, _ in bench.paused(again)] == ["two"]
            await bench.runtime.edit_data(again, {"amount": 9}, actor=ANALYST)
            await bench.next_step(again, actor=ANALYST)
            await bench.runtime.settle(again)
            assert bench.runtime.view(again).steps["two"].output == 9
            assert [step for step, _ in bench.paused(again)] == ["end"]

    asyncio.run(scenario())


def test_a_step_that_was_never_reached_is_refused_in_words(url: str, outside: Outside) -> None:
    """Else a person gets a run that never does anything."""

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            drawing = sending(send("one"), id="d")
            options = Options(stops=("one",))
            run = await bench.start(drawing, {}, actor=ANALYST, options=options)
            await bench.runtime.settle(run)
            with pytest.raises(RefusedError, match="never came"):
                await bench.run_from(run, "end", drawing, actor=ANALYST)

    asyncio.run(scenario())


def test_a_called_workflow_with_a_step_of_that_name_costs_each_event_once(
    url: str, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a case of some hundred items holds the runtime for good when it is tried again."""
    lines = ["start>check", "check>end"]
    inner = draw(["start", data("check", "1"), "end"], lines, id="inner")
    call = {"id": "call", "kind": "sub_workflow", "parent": "all", "params": {"workflow": "inner"}}
    drawing = draw(
        ["start", data("check", "1"), each("all", "[1..40]"), call, "end"],
        ["start>check", "check>all", "all.each>call", "all.done>end"],
        id="outer",
    )
    folded: list[int] = []

    def counted(state: RunState, events: Iterable[RunEvent]) -> RunState:
        several = list(events)
        folded.append(len(several))
        return fold(state, several)

    monkeypatch.setattr(forking, "fold", counted)

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            run = await bench.start(drawing, {}, actor=ANALYST, library=lambda _: inner)
            await bench.runtime.settle(run)
            options = Options(stops=("check",))
            new = await bench.run_from(
                run, "check", drawing, actor=ANALYST, options=options, library=lambda _: inner
            )
            assert bench.paused(new) == [("check", 1)]
            assert sum(folded) < 3 * len(events_of(bench, run))

    asyncio.run(scenario())
