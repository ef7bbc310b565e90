"""What the command line and the designer ask of a runtime, each as a person would."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from runtime.errors import InvalidWorkflowError, JournalError, RefusedError, UnknownRunError
from runtime.events.model import Actor, TaskRefused
from runtime.store import open_store
from tests.helpers.drawings import data, draw
from tests.helpers.outside import ANALYST, BUYER, runtime_on, send, sending

if TYPE_CHECKING:
    from runtime.definition.definition import Definition
    from tests.helpers.outside import Outside

EMPLOYEE = Actor("user:employee")


def approval(**params: Any) -> Definition:
    """One question to finance, then an effect or not."""
    given = {"title": "Approve?", "assignees": '"role:finance"'} | params
    return draw(
        ["start", {"id": "ask", "kind": "approval", "params": given}, send(), "yes:end", "no:end"],
        ["start>ask", "ask.approved>send", "send>yes", "ask.rejected>no"],
    )


def test_who_asked_may_not_approve(any_url: str, outside: Outside) -> None:
    """Else one person asks for and approves the same payment; the auditor finds no trace of it."""

    async def scenario() -> None:
        async with runtime_on(any_url, outside) as runtime:
            run = await runtime.start(approval(), {}, actor=ANALYST)
            await runtime.settle(run)
            (row,) = runtime.tasks(run=run)
            for actor, why in ((ANALYST, "asked for it"), (EMPLOYEE, "not yours to decide")):
                with pytest.raises(RefusedError, match=why):
                    await runtime.decide(run, row.task, actor=actor, outcome="approved")
            with pytest.raises(RefusedError):
                await runtime.delegate(run, row.task, actor=BUYER, to=("user:analyst",))
            kept = [r.event for r in runtime.events(run) if isinstance(r.event, TaskRefused)]
            assert [event.by for event in kept] == ["user:analyst", "user:employee", "user:buyer"]
            assert not outside.done
            await runtime.decide(run, row.task, actor=BUYER, outcome="approved")
            await runtime.settle(run)
            assert outside.count == {"send": 1}
            with pytest.raises(RefusedError):
                await runtime.decide(run, row.task, actor=BUYER, outcome="approved")

    asyncio.run(scenario())


def test_a_refusal_needs_a_reason(url: str, outside: Outside) -> None:
    """Else nobody knows why a project was stopped."""

    async def scenario() -> None:
        async with runtime_on(url, outside) as runtime:
            run = await runtime.start(approval(), {}, actor=ANALYST)
            await runtime.settle(run)
            (row,) = runtime.tasks(run=run)
            with pytest.raises(RefusedError, match="reason"):
                await runtime.decide(run, row.task, actor=BUYER, outcome="rejected")
            await runtime.decide(run, row.task, actor=BUYER, outcome="rejected", reason="too dear")
            await runtime.settle(run)
            assert runtime.view(run).status == "completed"
            assert not outside.done

    asyncio.run(scenario())


def test_two_quick_answers_to_one_task_count_once(any_url: str, outside: Outside) -> None:
    """Else a double click approves twice."""

    async def scenario() -> None:
        async with runtime_on(any_url, outside) as runtime:
            run = await runtime.start(approval(), {}, actor=EMPLOYEE)
            await runtime.settle(run)
            (row,) = runtime.tasks(run=run)
            answers = [
                runtime.decide(run, row.task, actor=actor, outcome="approved")
                for actor in (ANALYST, BUYER, ANALYST)
            ]
            results = await asyncio.gather(*answers, return_exceptions=True)
            assert [type(result) for result in results].count(RefusedError) == 2
            await runtime.settle(run)
            assert outside.count == {"send": 1}

    asyncio.run(scenario())


def test_a_sub_workflow_comes_from_the_library_and_is_pinned(url: str, outside: Outside) -> None:
    """Else a change of the called workflow changes cases that are under way."""
    wait = {"id": "wait", "kind": "task", "params": {"title": "?", "assignees": '"user:analyst"'}}
    old = sending(send("inner", value='"old"'), id="inner")
    new = sending(send("inner", value='"new"'), id="inner")
    call = {"id": "call", "kind": "sub_workflow", "params": {"workflow": "inner"}}
    library = {"inner": old}

    async def scenario() -> None:
        async with runtime_on(url, outside) as runtime:
            outer = sending(wait, call, id="outer")
            runs = [await runtime.start(outer, {}, actor=ANALYST, library=library.__getitem__)]
            library["inner"] = new
            runs.append(await runtime.start(outer, {}, actor=ANALYST, library=library.__getitem__))
        # Another process knows the plans from the journal only.
        async with runtime_on(url, outside) as runtime:
            for run, expected in zip(runs, ("old", "new"), strict=True):
                (row,) = runtime.tasks(run=run)
                await runtime.decide(run, row.task, actor=ANALYST)
                await runtime.settle(run)
                assert runtime.view(run).status == "completed"
                sent = [r.event for r in runtime.events(run)]
                (scheduled,) = [e for e in sent if type(e).__name__ == "StepScheduled"]
                assert getattr(scheduled, "request", None) == {"value": expected}

    asyncio.run(scenario())


def test_settings_take_the_value_of_the_environment(url: str, outside: Outside) -> None:
    """Else a test case is approved by the limits of production, or the other way round."""
    setting = {"type": "number", "value": 1, "environments": {"test": 2, "live": 3}}
    drawing = sending(data("read", "settings.limit"), settings={"limit": setting})

    async def scenario() -> dict[str, Any]:
        async with runtime_on(url, outside) as runtime:
            found: dict[str, Any] = {}
            for name in ("", "test", "live", "elsewhere"):
                run = await runtime.start(drawing, {}, actor=ANALYST, environment=name)
                await runtime.settle(run)
                found[name] = runtime.view(run).steps["read"].output
            return found

    assert asyncio.run(scenario()) == {"": 1, "test": 2, "live": 3, "elsewhere": 1}


def test_what_cannot_run_begins_no_case(url: str, outside: Outside) -> None:
    """Else a half-drawn workflow leaves cases that nobody can end."""
    broken = draw(["start", data("sum", "1 +"), "end"], ["start>sum", "sum>end"])

    async def scenario() -> None:
        async with runtime_on(url, outside) as runtime:
            with pytest.raises(InvalidWorkflowError) as caught:
                await runtime.start(broken, {}, actor=ANALYST)
            assert caught.value.detail
            assert not runtime.runs()

    asyncio.run(scenario())


def test_who_names_a_case_that_is_not_there_is_told(url: str, outside: Outside) -> None:
    """Else a wrong id looks like an empty case, or hangs."""

    async def scenario() -> None:
        async with runtime_on(url, outside) as runtime, asyncio.timeout(2):
            with pytest.raises(UnknownRunError):
                runtime.view("nobody")
            with pytest.raises(UnknownRunError):
                await runtime.cancel("nobody", actor=ANALYST, reason="?")
            with pytest.raises(UnknownRunError):
                await runtime.decide("nobody", "t1", actor=ANALYST)
            run = await runtime.start(sending(send()), {}, actor=ANALYST)
            await runtime.settle(run)
            with pytest.raises(RefusedError, match="no incident"):
                await runtime.resolve(run, "send", "retry", actor=ANALYST)
            with pytest.raises(RefusedError, match="over"):
                await runtime.cancel(run, actor=ANALYST, reason="too late")

    asyncio.run(scenario())


def test_a_runtime_that_cannot_open_closes_its_journal(url: str, outside: Outside) -> None:
    """Else a failed start keeps the file locked, or its connections open on the server."""
    store = open_store(url)
    closed: list[bool] = []
    close = store.journal.close

    def unreadable() -> list[str]:
        raise JournalError("The journal is damaged.")

    def note() -> None:
        closed.append(True)
        close()

    store.journal.unfinished = unreadable
    store.journal.close = note

    async def scenario() -> None:
        with pytest.raises(JournalError, match="damaged"):
            async with runtime_on(store, outside):
                raise AssertionError

    asyncio.run(scenario())
    assert closed == [True]


def test_cases_are_found_by_their_business_key(any_url: str, outside: Outside) -> None:
    """Else nobody finds the case of a contract."""

    async def scenario() -> None:
        async with runtime_on(any_url, outside) as runtime:
            run = await runtime.start(sending(send()), {}, actor=ANALYST, key="SOW-7")
            await runtime.start(sending(send()), {}, actor=ANALYST, key="SOW-8")
            assert [row.run for row in runtime.runs(key="SOW-7")] == [run]

    asyncio.run(scenario())


def test_a_dry_run_writes_nothing_and_lists_what_it_would_do(url: str, outside: Outside) -> None:
    """Else trying a workflow out sends real invoices, or shows nothing."""
    drawing = sending(send("look", writes=False), send("bill"), data("sum", "steps.bill"))

    async def scenario() -> None:
        async with runtime_on(url, outside) as runtime:
            run = await runtime.start(drawing, {}, actor=ANALYST, dry=True)
            await runtime.settle(run)
            view = runtime.view(run)
            assert (view.status, view.dry) == ("completed", True)
            assert outside.count == {"look": 1}
            assert view.steps["sum"].output == "example"
            assert [one["step"] for one in view.would_do] == ["bill"]

    asyncio.run(scenario())
