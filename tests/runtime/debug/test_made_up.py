"""Test data, simulated people and simulated trouble, as a process owner sets them up."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from runtime.debug import Options, Pin, SimulatedAnswer, Trouble
from runtime.events import model
from tests.helpers.benches import bench_on, events_of
from tests.helpers.drawings import data, draw, join, post
from tests.helpers.outside import ANALYST, send, sending, until

if TYPE_CHECKING:
    from runtime.definition.definition import Definition
    from tests.helpers.outside import Outside


def question(**params: Any) -> Definition:
    given = {"title": "Approve?", "assignees": '"role:finance"'} | params
    return draw(
        ["start", {"id": "ask", "kind": "approval", "params": given}, "yes:end", "no:end"],
        ["start>ask", "ask.approved>yes", "ask.rejected>no"],
    )


def guarded(attempts: int = 1, delay: str = "PT0S") -> Definition:
    """A post through the connection "erp", with an error path."""
    step = post("book", connection="erp") | {
        "policy": {"retry": {"attempts": attempts, "delay": delay}}
    }
    return draw(
        ["start", step, "end", "broken:end"],
        ["start>book", "book>end", "book.error>broken"],
        connections={"erp": {"connector": "tryton"}},
    )


def test_a_pinned_step_is_not_done_and_the_journal_says_why(url: str, outside: Outside) -> None:
    """Else a test with test data writes to a real system, or passes for a real result."""

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            pins = (Pin("one", {"id": 7}, sample="A small client"),)
            drawing = sending(send("one"), data("next", "steps.one.id + 1"))
            options = Options(pins=pins)
            run = await bench.start(drawing, {}, actor=ANALYST, options=options, dry=False)
            await bench.runtime.settle(run)
            view = bench.runtime.view(run)
            assert not outside.done
            assert view.steps["next"].output == 8
            assert view.steps["one"].because == {"test data": "A small client"}

    asyncio.run(scenario())


def test_test_data_leaves_by_the_way_that_is_wanted(url: str, outside: Outside) -> None:
    """Else only the happy path can be tried without other people."""

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            for port, end in (("approved", "yes"), ("rejected", "no")):
                options = Options(pins=(Pin("ask", {"outcome": port}, port),))
                run = await bench.start(question(), {}, actor=ANALYST, options=options)
                await bench.runtime.settle(run)
                assert bench.runtime.view(run).steps[end].status == "completed"
            failed = Options(pins=(Pin("book", {"message": "Closed period"}, "error"),))
            run = await bench.start(guarded(), {}, actor=ANALYST, options=failed)
            await bench.runtime.settle(run)
            view = bench.runtime.view(run)
            assert view.steps["broken"].status == "completed"
            assert view.steps["book"].error == {"code": "test_data", "message": "Closed period"}

    asyncio.run(scenario())


def test_test_data_never_stands_in_for_a_join(url: str, outside: Outside) -> None:
    """Else each path goes on alone and everything after it happens twice."""
    drawing = draw(
        ["start", "split:parallel", data("left"), data("right"), join("meet"), send(), "end"],
        [
            *("start>split", "split>left", "split>right", "left>meet", "right>meet"),
            *("meet>send", "send>end"),
        ],
    )

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            options = Options(pins=(Pin("meet"), Pin("end")))
            run = await bench.start(drawing, {}, actor=ANALYST, options=options, dry=False)
            await bench.runtime.settle(run)
            assert outside.count == {"send": 1}

    asyncio.run(scenario())


def test_a_simulated_person_answers_and_the_journal_says_so(url: str, outside: Outside) -> None:
    """Else a test's approval looks like one that a person gave."""

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            answers = (SimulatedAnswer("ask", "rejected", reason="too dear", actor="user:buyer"),)
            run = await bench.start(question(), {}, actor=ANALYST, options=Options(answers=answers))
            await until(lambda: bench.runtime.view(run).status == "completed")
            (vote,) = [e for e in events_of(bench, run) if isinstance(e, model.TaskVoted)]
            assert (vote.by, vote.outcome, vote.simulated) == ("user:buyer", "rejected", True)
            because = bench.runtime.view(run).steps["ask"].because
            assert isinstance(because, dict)
            assert because["simulated"] is True

    asyncio.run(scenario())


def test_as_many_simulated_people_answer_as_must_agree(url: str, outside: Outside) -> None:
    """Else an approval by two stands still in a test that has one answer."""

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            answers = (SimulatedAnswer("ask", "approved"),)
            drawing = question(needed=2)
            run = await bench.start(drawing, {}, actor=ANALYST, options=Options(answers=answers))
            await until(lambda: bench.runtime.view(run).status == "completed")
            votes = [e.by for e in events_of(bench, run) if isinstance(e, model.TaskVoted)]
            assert votes == ["user:finance", "user:finance.2"]

    asyncio.run(scenario())


def test_an_answer_that_is_refused_is_told_and_left_to_a_person(url: str, outside: Outside) -> None:
    """Else the test stands still and nobody says why, or asks for ever."""

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            told: list[tuple[str, str]] = []
            bench.remark = lambda _, step, sentence: told.append((step, sentence))
            answers = (SimulatedAnswer("ask", "approved", actor="user:analyst"),)
            run = await bench.start(question(), {}, actor=ANALYST, options=Options(answers=answers))
            await until(lambda: told)
            assert told[0][0] == "ask"
            assert "may not decide" in told[0][1]
            (task,) = bench.runtime.tasks(run=run)
            assert task.status == "open"

    asyncio.run(scenario())


def test_simulated_people_go_on_after_a_crash(url: str, outside: Outside) -> None:
    """Else a test that was going on by itself needs a person after a restart."""

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            options = Options(stops=("ask",), answers=(SimulatedAnswer("ask", "approved"),))
            run = await bench.start(question(), {}, actor=ANALYST, options=options)
            await bench.runtime.settle(run)
        async with bench_on(url, outside) as bench:
            await bench.go_on(run, actor=ANALYST)
            await until(lambda: bench.runtime.view(run).status == "completed")

    asyncio.run(scenario())


@pytest.mark.parametrize("dry", [True, False])
def test_a_connection_that_is_down_fails_the_step_also_in_a_dry_run(
    url: str, outside: Outside, *, dry: bool
) -> None:
    """Else the error path cannot be tried without breaking a real system."""

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            for how, code in (("down", "connector.transient"), ("refuses", "connector.rejected")):
                trouble: Any = Trouble("erp", how)  # pyright: ignore[reportArgumentType] - any word
                options = Options(troubles=(trouble,))
                run = await bench.start(guarded(), {}, actor=ANALYST, options=options, dry=dry)
                await bench.runtime.settle(run)
                view = bench.runtime.view(run)
                assert view.steps["broken"].status == "completed"
                assert (view.steps["book"].error or {})["code"] == code
                assert not view.would_do

    asyncio.run(scenario())


def test_a_dry_run_waits_for_no_system_to_recover(url: str, outside: Outside) -> None:
    """Else a tester sits through the pauses of a failure that the test itself made up."""

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            options = Options(troubles=(Trouble("erp", "down"),))
            drawing = guarded(attempts=3, delay="PT1H")
            run = await bench.start(drawing, {}, actor=ANALYST, options=options)
            await until(lambda: bench.runtime.view(run).status == "completed")
            again = [e for e in events_of(bench, run) if isinstance(e, model.RetryScheduled)]
            assert len(again) == 2
            assert bench.runtime.view(run).steps["broken"].status == "completed"

    asyncio.run(scenario())


def test_a_connection_recovers_after_as_many_calls_as_wanted(url: str, outside: Outside) -> None:
    """Else nobody can see whether the retries are enough."""

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            options = Options(troubles=(Trouble("erp", "down", times=2),))
            run = await bench.start(guarded(3), {}, actor=ANALYST, options=options)
            await until(lambda: bench.runtime.view(run).status == "completed")
            assert bench.runtime.view(run).steps["book"].attempts == 3
            assert "broken" not in bench.runtime.view(run).steps

    asyncio.run(scenario())


def test_trouble_of_one_run_leaves_other_runs_alone(url: str, outside: Outside) -> None:
    """Else a test makes real cases fail."""

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            options = Options(troubles=(Trouble("erp", "down"),))
            await bench.start(guarded(), {}, actor=ANALYST, options=options)
            run = await bench.runtime.start(guarded(), {}, actor=ANALYST)
            await bench.runtime.settle(run)
            assert "broken" not in bench.runtime.view(run).steps

    asyncio.run(scenario())


def test_a_slow_connection_answers_late(url: str, outside: Outside) -> None:
    """Else nobody can see what a time-out does."""

    async def scenario() -> None:
        async with bench_on(url, outside) as bench:
            options = Options(troubles=(Trouble("erp", "slow", seconds=0.05),))
            run = await bench.start(guarded(), {}, actor=ANALYST, options=options)
            await asyncio.sleep(0.01)
            assert bench.runtime.view(run).status == "running"
            await bench.runtime.settle(run)
            assert bench.runtime.view(run).status == "completed"

    asyncio.run(scenario())
