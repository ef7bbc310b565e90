"""What a person loses when this fails: one huge or endless value stops the cases of all others."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from runtime.errors import JournalError
from runtime.step import Completed
from runtime.store import open_store
from tests.helpers.batches import batch, opened, started
from tests.helpers.kept_cases import approve
from tests.helpers.outside import ANALYST, BUYER, Outside, runtime_on, send, sending

if TYPE_CHECKING:
    from pathlib import Path

    from runtime.step import Result, StepContext

HUGE = "é" * 25_000_000
"""50 MB."""


def deep(levels: int) -> Any:
    """Lists inside each other."""
    value: Any = "bottom"
    for _ in range(levels):
        value = [value]
    return value


def endless() -> Any:
    """A list that holds itself."""
    value: list[Any] = []
    value.append(value)
    return value


MISFITS = {
    "50 MB": (lambda: HUGE, "too large to be kept"),
    "10,000 deep": (lambda: deep(10_000), "cannot be kept"),
    "endless": (endless, "cannot be kept"),
}


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of an empty journal."""
    return f"sqlite:///{tmp_path / 'journal.sqlite'}"


@pytest.fixture
def outside(tmp_path: Path) -> Outside:
    """A system that remembers what was done to it."""
    return Outside(tmp_path / "outside.txt")


@pytest.mark.parametrize(("make", "words"), MISFITS.values(), ids=MISFITS.keys())
def test_a_result_that_cannot_be_kept_is_an_incident_of_its_case_alone(
    url: str, outside: Outside, make: Any, words: str
) -> None:
    async def answers(context: StepContext) -> Result:
        return Completed(make() if context.step == "huge" else "sent")

    async def story() -> None:
        async with runtime_on(url, outside, answers) as runtime:
            bad = await runtime.start(sending(send("huge")), {}, actor=ANALYST)
            good = await runtime.start(sending(send("small")), {}, actor=ANALYST)
            for run in (bad, good):
                await runtime.settle(run)
            (waits,) = runtime.view(bad).waiting_for
            assert waits.kind == "incident"
            assert words in waits.message
            assert runtime.view(good).status == "completed"
            await runtime.resolve(bad, "huge", "skip", actor=ANALYST, output="by hand")
            await runtime.settle(bad)
            assert runtime.view(bad).status == "completed"
        assert outside.count == {"huge": 1, "small": 1}

    asyncio.run(story())


@pytest.mark.parametrize(("make", "words"), MISFITS.values(), ids=MISFITS.keys())
def test_a_case_does_not_begin_with_what_cannot_be_kept(
    url: str, outside: Outside, make: Any, words: str
) -> None:
    async def story() -> None:
        async with runtime_on(url, outside) as runtime:
            with pytest.raises(JournalError, match=words) as caught:
                await runtime.start(sending(send()), {"value": make()}, actor=ANALYST)
            assert caught.value.next_step
            assert runtime.runs() == []
            run = await runtime.start(sending(send()), {}, actor=ANALYST)
            await runtime.settle(run)
            assert runtime.view(run).status == "completed"

    asyncio.run(story())


@pytest.mark.parametrize(("make", "words"), MISFITS.values(), ids=MISFITS.keys())
def test_an_answer_and_a_message_that_cannot_be_kept_are_refused(
    url: str, outside: Outside, make: Any, words: str
) -> None:
    async def story() -> None:
        async with runtime_on(url, outside) as runtime:
            run = await runtime.start(sending(approve()), {}, actor=ANALYST)
            await runtime.settle(run)
            (task,) = runtime.tasks()
            with pytest.raises(JournalError, match=words):
                await runtime.decide(run, task.task, actor=BUYER, values={"note": make()})
            with pytest.raises(JournalError, match=words):
                runtime.send_message("signed", actor=BUYER, content=make())
            await runtime.decide(run, task.task, actor=BUYER)
            await runtime.settle(run)
            assert runtime.view(run).status == "completed"
            assert runtime.messages() == []

    asyncio.run(story())


@pytest.mark.slow
def test_a_hundred_thousand_cases_are_kept_and_found(url: str) -> None:
    """Else a firm's third year ends with a window that does not open."""
    plan, cases = b"{}", 100_000
    with open_store(url) as store:
        store.journal.keep_plan("digest", plan)
        for first in range(0, cases, 5_000):
            store.journal.commit(
                [
                    batch(f"r{n}", 0, started(f"r{n}"), opened(), status="waiting")
                    for n in range(first, first + 5_000)
                ]
            )
    with open_store(url) as store:
        assert len(store.index.runs(most=10)) == 10
        assert store.journal.unfinished() == ()
        assert len(store.index.tasks(most=10)) == 10
        assert store.inspection.gaps() == frozenset()
        assert store.inspection.orphans() == {}
