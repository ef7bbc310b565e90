"""Two processes on one journal: each case goes on in one of them, and nothing is done twice."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from runtime.errors import BatonError, RefusedError
from runtime.host import host as host_module
from runtime.step import Completed
from tests.helpers.drawings import draw, join
from tests.helpers.outside import ANALYST, BUYER, runtime_on, send, sending, until

if TYPE_CHECKING:
    from runtime.definition.definition import Definition
    from runtime.step import Result, StepContext
    from tests.helpers.outside import Outside


class Gate:
    """An effect that answers when the test says so."""

    def __init__(self) -> None:
        self.open = asyncio.Event()

    async def __call__(self, context: StepContext) -> Result:
        await self.open.wait()
        return Completed(f"attempt {context.attempt}")


def task(step: str) -> dict[str, object]:
    return {"id": step, "kind": "task", "params": {"title": step, "assignees": '"role:finance"'}}


def slow_beside_a_task(repeat: str = "ask") -> Definition:
    """A slow effect in one branch, a person in the other."""
    return draw(
        ["start", "parallel", send("slow", repeat=repeat), task("check"), join("both"), "end"],
        [
            "start>parallel",
            "parallel>slow",
            "parallel>check",
            "slow>both",
            "check>both",
            "both>end",
        ],
    )


def test_a_case_under_way_is_left_to_its_process(any_url: str, outside: Outside) -> None:
    """Else `baton tasks complete` beside `baton run` sends what that is sending, once more."""

    async def scenario() -> None:
        gate = Gate()
        async with (
            runtime_on(any_url, outside, gate) as one,
            runtime_on(any_url, outside, gate) as two,
        ):
            run = await one.start(slow_beside_a_task(), {}, actor=ANALYST)
            await two.settle(run)
            (row,) = two.tasks(run=run)
            answer = asyncio.create_task(two.decide(run, row.task, actor=BUYER))
            await asyncio.sleep(0.2)
            assert not answer.done()
            assert outside.count == {"slow": 1}
            gate.open.set()
            await answer
            await two.settle(run)
            assert two.view(run).status == "completed"
            assert outside.count == {"slow": 1}
            assert two.view(run).steps["slow"].output == "attempt 1"

    asyncio.run(scenario())


def test_who_waits_too_long_is_told(
    any_url: str, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a person waits for ever for a case that another program never lets go."""
    monkeypatch.setattr(host_module, "PATIENCE", 0.2)

    async def scenario() -> None:
        async with (
            runtime_on(any_url, outside, Gate()) as one,
            runtime_on(any_url, outside) as two,
        ):
            run = await one.start(slow_beside_a_task(), {}, actor=ANALYST)
            (row,) = two.tasks(run=run)
            with pytest.raises(RefusedError, match="Another program is working on this case"):
                await two.decide(run, row.task, actor=BUYER)
            await two.settle(run)

    asyncio.run(scenario())


def test_a_case_under_way_elsewhere_can_be_cancelled(any_url: str, outside: Outside) -> None:
    """Else a case that never rests cannot be stopped from another terminal."""

    async def scenario() -> None:
        gate = Gate()
        async with (
            runtime_on(any_url, outside, gate) as one,
            runtime_on(any_url, outside) as two,
        ):
            run = await one.start(sending(send("first"), send("second")), {}, actor=ANALYST)
            await two.cancel(run, actor=BUYER, reason="a mistake")
            assert one.view(run).status == "cancelled"
            gate.open.set()
            await one.settle(run)
            assert [type(r.event).__name__ for r in one.events(run)][-1] == "ResultIgnored"
            assert outside.count == {"first": 1}
            assert two.runs()[0].status == "cancelled"

    asyncio.run(scenario())


def test_two_people_in_two_processes_answer_the_same_case(any_url: str, outside: Outside) -> None:
    """Else the second answer is lost, or counts against a state that is out of date."""
    drawing = draw(
        ["start", "parallel", task("legal"), task("money"), join("both"), send("bill"), "end"],
        [
            "start>parallel",
            "parallel>legal",
            "parallel>money",
            "legal>both",
            "money>both",
            "both>bill",
            "bill>end",
        ],
    )

    async def scenario() -> None:
        async with runtime_on(any_url, outside) as one, runtime_on(any_url, outside) as two:
            for _ in range(10):
                run = await one.start(drawing, {}, actor=ANALYST)
                await one.settle(run)
                tasks = {row.step: row.task for row in one.tasks(run=run)}
                await asyncio.gather(
                    one.decide(run, tasks["legal"], actor=ANALYST),
                    two.decide(run, tasks["money"], actor=BUYER),
                )
                await asyncio.gather(one.settle(run), two.settle(run))
                await until(lambda run=run: one.view(run).status == "completed")
            assert outside.count == {"bill": 10}

    asyncio.run(scenario())


@pytest.mark.parametrize("repeat", ["ask", "keyed"])
def test_two_processes_that_take_over_the_same_case_do_its_effect_once(
    repeat: str, any_url: str, outside: Outside
) -> None:
    """Else after a crash every process that is left sends the invoice."""

    async def scenario() -> None:
        async with runtime_on(any_url, outside, Gate()) as dead:
            runs = [
                await dead.start(sending(send("bill", repeat=repeat)), {}, actor=ANALYST)
                for _ in range(20)
            ]
            await until(lambda: outside.count["bill"] == 20)
        async with runtime_on(any_url, outside) as one, runtime_on(any_url, outside) as two:
            for run in runs:
                await asyncio.gather(one.settle(run), two.settle(run))

            def rested() -> bool:
                return all(row.status != "running" for row in one.runs())

            await until(rested)
            again = 0 if repeat == "ask" else 20
            assert outside.count == {"bill": 20 + again}
            if repeat == "ask":
                incidents = [one.view(run).waiting_for[0] for run in runs]
                assert all("it may have happened" in w.message for w in incidents)
                assert [len(one.events(run)) for run in runs] == [4] * 20
            else:
                assert {row.status for row in one.runs()} == {"completed"}
                assert max({key: outside.done.count(key) for key in outside.done}.values()) == 2

    asyncio.run(scenario())


def test_the_survivor_takes_over_without_being_restarted(
    any_url: str, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else cases of a worker that died stand still until somebody restarts another."""
    from runtime.host import timekeeper

    monkeypatch.setattr(timekeeper, "LOOK_AGAIN", 0.1)

    async def scenario() -> None:
        async with runtime_on(any_url, outside) as survivor:
            async with runtime_on(any_url, outside, Gate()) as dead:
                run = await dead.start(sending(send(repeat="keyed")), {}, actor=ANALYST)
                await asyncio.sleep(0.3)
                assert survivor.view(run).status != "completed"
                assert outside.count == {"send": 1}
            await until(lambda: survivor.view(run).status == "completed")
            assert outside.count == {"send": 2}

    asyncio.run(scenario())


def test_a_closing_engine_tells_who_waits_and_the_next_one_goes_on(
    any_url: str, outside: Outside
) -> None:
    """Else closing the program in the middle of an effect hangs it, or loses the case."""

    async def scenario() -> None:
        async with runtime_on(any_url, outside, Gate()) as one:
            run = await one.start(slow_beside_a_task("keyed"), {}, actor=ANALYST)
            settling = asyncio.create_task(one.settle(run))
            await until(lambda: outside.count["slow"] == 1)
        with pytest.raises(BatonError, match="engine has ended"):
            await settling
        with pytest.raises(BatonError, match="engine has ended"):
            await one.cancel(run, actor=ANALYST, reason="too late")
        async with runtime_on(any_url, outside) as two:
            await two.settle(run)
            assert two.view(run).steps["slow"].output == "sent"
            assert [row.step for row in two.tasks(run=run)] == ["check"]

    asyncio.run(scenario())
