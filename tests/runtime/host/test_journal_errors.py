"""A journal that fails for a while costs nothing but that while; whoever waits is told."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from runtime.errors import JournalError
from runtime.host import host as host_module
from runtime.host import timekeeper, writer
from runtime.step import Completed
from runtime.store import Store, open_store
from runtime.store.payload import Payloads
from runtime.store.revision import prepare
from runtime.store.sqlite import SqliteDatabase
from runtime.testing.clock import MORNING, ManualClock
from tests.helpers.failing_journal import failing
from tests.helpers.outside import ANALYST, runtime_on, send, sending, until

if TYPE_CHECKING:
    from pathlib import Path

    from runtime.ports import Batch
    from runtime.step import Result, StepContext
    from tests.helpers.outside import Outside

pytestmark = [
    pytest.mark.expected_log("The journal cannot be written"),
    pytest.mark.expected_log("Timers cannot be looked up"),
    pytest.mark.expected_log("cannot be read"),
]


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed is tried again at once, not in seconds."""
    monkeypatch.setattr(host_module, "AGAIN", 0.02)
    monkeypatch.setattr(timekeeper, "AGAIN", 0.02)
    monkeypatch.setattr(writer, "WAIT", 0.005)


def task() -> dict[str, Any]:
    return {"id": "check", "kind": "task", "params": {"title": "?", "assignees": '"user:analyst"'}}


@pytest.mark.parametrize("fault", ["full", "unreadable and full"])
def test_what_a_system_has_answered_is_kept_until_it_can_be_written(
    fault: str, any_url: str, outside: Outside
) -> None:
    """Else a disk that is full for a minute makes Baton forget that the invoice was sent."""
    store, journal = failing(any_url)
    gate = asyncio.Event()

    async def act(_: StepContext) -> Result:
        await gate.wait()
        return Completed("number 7")

    async def scenario() -> None:
        async with runtime_on(store, outside, act) as runtime:
            run = await runtime.start(sending(send(repeat="ask")), {}, actor=ANALYST)
            settling = asyncio.create_task(runtime.settle(run))
            await asyncio.sleep(0)
            journal.full, journal.unreadable = True, "unreadable" in fault
            gate.set()
            with pytest.raises(JournalError):
                await settling
            await asyncio.sleep(0.1)
            journal.full = journal.unreadable = False
            await until(lambda: runtime.view(run).status == "completed")
            assert runtime.view(run).steps["send"].output == "number 7"
            assert outside.count == {"send": 1}
            await until(lambda: runtime.in_memory == 0)

    asyncio.run(scenario())


def test_who_asks_for_something_that_cannot_be_written_is_told(
    any_url: str, outside: Outside
) -> None:
    """Else a person believes that an answer counts which is nowhere."""
    store, journal = failing(any_url)

    async def scenario() -> None:
        async with runtime_on(store, outside) as runtime:
            run = await runtime.start(sending(task(), send()), {}, actor=ANALYST)
            await runtime.settle(run)
            (row,) = runtime.tasks(run=run)
            journal.full = True
            with pytest.raises(JournalError, match="disk is full"):
                await runtime.decide(run, row.task, actor=ANALYST)
            with pytest.raises(JournalError, match="disk is full"):
                await runtime.start(sending(send()), {}, actor=ANALYST)
            assert not outside.done
            journal.full = False
            assert len(runtime.runs()) == 1
            await runtime.decide(run, row.task, actor=ANALYST)
            await runtime.settle(run)
            assert outside.count == {"send": 1}

    asyncio.run(scenario())


def test_timers_go_on_after_the_database_was_gone(any_url: str, outside: Outside) -> None:
    """Else a restart of the database stops all deadlines until Baton is restarted."""
    store, journal = failing(any_url)
    clock = ManualClock()
    wait = {"id": "wait", "kind": "wait", "params": {"duration": "PT1H"}}

    async def scenario() -> None:
        async with runtime_on(store, outside, clock=clock) as runtime:
            run = await runtime.start(sending(wait, send()), {}, actor=ANALYST)
            await runtime.settle(run)
            journal.unreadable = True
            clock.move_to(MORNING + timedelta(hours=1))
            await asyncio.sleep(0.1)
            journal.unreadable = False
            await until(lambda: runtime.view(run).status == "completed")

    asyncio.run(scenario())


def test_a_disk_that_is_really_full(tmp_path: Path, outside: Outside) -> None:
    """Else what the fake above says of a full disk is not what SQLite does."""
    database = SqliteDatabase(tmp_path / "journal.sqlite")
    prepare(database)

    def room(pages: int) -> None:
        database.writer.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    async def scenario() -> None:
        async with runtime_on(Store(database, Payloads(), "local"), outside) as runtime:
            first = await runtime.start(sending(send()), {}, actor=ANALYST)
            await runtime.settle(first)
            room(database.writer.exec_driver_sql("PRAGMA page_count").scalar_one())

            async def fill() -> None:
                for _ in range(200):
                    await runtime.settle(await runtime.start(sending(send()), {}, actor=ANALYST))

            with pytest.raises(JournalError, match="disk is full"):
                await fill()
            room(100_000)
            last = await runtime.start(sending(send()), {}, actor=ANALYST)
            await runtime.settle(last)

            def all_done() -> bool:
                return {row.status for row in runtime.runs(most=1000)} == {"completed"}

            await until(all_done)
            assert outside.count["send"] == len(runtime.runs(most=1000))

    asyncio.run(scenario())


async def hangs(_: StepContext) -> Result:
    """Never answers."""
    await asyncio.sleep(60)
    return Completed()


def test_one_case_that_cannot_be_read_stops_no_other(any_url: str, outside: Outside) -> None:
    """Else one damaged plan keeps the whole engine from opening."""

    async def scenario() -> None:
        async with runtime_on(any_url, outside, hangs) as dead:
            runs = [
                await dead.start(sending(send(repeat="safe")), {}, actor=ANALYST) for _ in range(2)
            ]
            await until(lambda: outside.count["send"] == 2)
        store = open_store(any_url)
        load = store.journal.load

        def damaged(run: str) -> Any:
            if run == runs[0]:
                raise JournalError("An event in the journal cannot be read.")
            return load(run)

        store.journal.load = damaged
        async with runtime_on(store, outside) as runtime:
            await until(lambda: runtime.view(runs[1]).status == "completed")

    asyncio.run(scenario())


def test_listeners_see_only_what_is_durable(any_url: str, outside: Outside) -> None:
    """Else a window shows an approval that a power cut takes back."""
    store, journal = failing(any_url)
    seen: list[Batch] = []

    def see(batch: Batch) -> None:
        with open_store(any_url) as other:
            recorded = other.journal.load(batch.run)
        there = [r.event for r in recorded][batch.first_seq :][: len(batch.events)]
        assert there == list(batch.events)
        seen.append(batch)

    async def scenario() -> None:
        async with runtime_on(store, outside) as runtime:
            runtime.listen(see)
            run = await runtime.start(sending(send("one"), send("two")), {}, actor=ANALYST)
            await runtime.settle(run)
            assert [e for b in seen for e in b.events] == [r.event for r in runtime.events(run)]
            count = len(seen)
            journal.full = True
            with pytest.raises(JournalError):
                await runtime.start(sending(send()), {}, actor=ANALYST)
            assert len(seen) == count

    asyncio.run(scenario())


@pytest.mark.expected_log("A listener failed")
def test_a_listener_that_fails_stops_nothing(url: str, outside: Outside) -> None:
    """Else a fault in a window stops the firm's cases."""

    def fails(batch: Batch) -> None:
        raise ZeroDivisionError(batch.run)

    async def scenario() -> None:
        async with runtime_on(url, outside) as runtime:
            runtime.listen(fails)
            run = await runtime.start(sending(send()), {}, actor=ANALYST)
            await runtime.settle(run)
            assert runtime.view(run).status == "completed"

    asyncio.run(scenario())
