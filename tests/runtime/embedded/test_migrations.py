"""A case under way goes on by another version, through any crash, or says why it cannot."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from runtime.embedded.migrations import Way
from runtime.errors import RefusedError
from runtime.events import model
from tests.helpers.crashed_operation import Scene, everywhere
from tests.helpers.drawings import draw
from tests.helpers.outside import ANALYST, BUYER, runtime_on, send

if TYPE_CHECKING:
    from pathlib import Path

    from runtime.definition.definition import Definition
    from runtime.embedded import EmbeddedRuntime
    from tests.helpers.outside import Outside

ASSIGNED = {"title": "?", "assignees": '"user:buyer"'}
WAY = Way({"ask": "approve", "hear": "listen"})


def drawing(ask: str, hear: str, value: str, **graph: Any) -> Definition:
    """A question beside a message; then something is sent."""
    return draw(
        [
            "start", "split:parallel", {"id": ask, "kind": "task", "params": ASSIGNED},
            {"id": hear, "kind": "message", "params": {"message": "go"}},
            send(value=value), "end",
        ],
        ["start>split", f"split>{ask}", f"split>{hear}", f"{hear}>end", f"{ask}>send", "send>end"],
        id="offer", **graph,
    )  # fmt: skip


OLD = drawing("ask", "hear", '"old"')
NEW = drawing("approve", "listen", '"new"', name="Offer, second version")


async def _begin(runtime: EmbeddedRuntime) -> str:
    return await runtime.start(OLD, {}, actor=ANALYST)


async def _migrate(runtime: EmbeddedRuntime, run: str) -> None:
    await runtime.migrate(run, NEW, WAY, actor=BUYER, reason="the tax has changed")


async def _to_the_end(runtime: EmbeddedRuntime, run: str) -> None:
    runtime.send_message("go", actor=BUYER, message="m1")
    await runtime.delivered()
    (task,) = runtime.tasks(run=run)
    assert task.step == "approve"
    await runtime.decide(run, task.task, actor=BUYER)


def test_a_case_goes_on_by_the_new_version(any_url: str, outside: Outside) -> None:
    """Else a workflow that was corrected leaves hundreds of cases with the mistake."""

    async def scenario() -> None:
        async with runtime_on(any_url, outside) as runtime:
            run = await _begin(runtime)
            await runtime.settle(run)
            found = runtime.migration(run, NEW)
            assert [(each.code, each.step) for each in found] == [
                ("removed", "ask"),
                ("removed", "hear"),
            ]
            with pytest.raises(RefusedError, match="“ask” is not in the new version"):
                await runtime.migrate(run, NEW, actor=BUYER, reason="x")
            assert runtime.migration(run, NEW, WAY) == []
            await _migrate(runtime, run)
            view = runtime.view(run)
            assert view.name == "Offer, second version"
            waits = sorted((each.kind, each.step) for each in view.waiting_for)
            assert waits == [("message", "listen"), ("task", "approve")]
            assert {"ask", "hear"}.isdisjoint(view.steps)
        # Another process knows the new version from the journal only.
        async with runtime_on(any_url, outside) as runtime:
            await _to_the_end(runtime, run)
            await runtime.settle(run)
            assert runtime.view(run).status == "completed"
            events = [recorded.event for recorded in runtime.events(run)]
            sent = [event for event in events if isinstance(event, model.StepScheduled)]
            assert [event.request for event in sent] == [{"value": "new"}]
            # It is told, forked and begun again by the version that it had at each step.
            assert runtime.bring_in(runtime.export(run))
            for step in ("split", "send"):
                again = await runtime.begin_again(run, step, actor=BUYER, reason="lost")
                await runtime.settle(again)
                assert again != run

    asyncio.run(scenario())


def test_data_of_another_type_is_in_the_way(any_url: str, outside: Outside) -> None:
    """Else a formula of the new version fails in every case that is older."""
    typed: dict[str, Any] = {"type": "object", "required": ["n"], "properties": {}}

    async def scenario() -> None:
        async with runtime_on(any_url, outside) as runtime:
            run = await _begin(runtime)
            await runtime.settle(run)
            await runtime.correct(run, {"amount": "much"}, actor=BUYER, reason="x")
            data = {**typed, "properties": {"amount": {"type": "number"}}}
            new = drawing("ask", "hear", '"new"', data=data)
            (found,) = runtime.migration(run, new)
            assert found.code == "data"
            assert "amount" in found.sentence
            await runtime.correct(run, {"amount": 7}, actor=BUYER, reason="x")
            assert runtime.migration(run, new) == []

    asyncio.run(scenario())


def test_another_workflow_is_no_version(url: str, outside: Outside) -> None:
    async def scenario() -> None:
        async with runtime_on(url, outside) as runtime:
            run = await _begin(runtime)
            await runtime.settle(run)
            other = draw(["start", "end"], ["start>end"], id="other")
            with pytest.raises(RefusedError, match="another workflow"):
                await runtime.migrate(run, other, actor=BUYER, reason="x")

    asyncio.run(scenario())


def test_a_message_that_is_waited_for_anew_is_taken_once(any_url: str, outside: Outside) -> None:
    """Else a step that began anew takes a message for the step that is not there any more."""

    async def scenario() -> None:
        async with runtime_on(any_url, outside) as runtime:
            run = await _begin(runtime)
            await runtime.settle(run)
            again = Way(WAY.steps, ("hear", "ask"))
            await runtime.migrate(run, NEW, again, actor=BUYER, reason="x")
            await _to_the_end(runtime, run)
            await runtime.settle(run)
            assert runtime.view(run).status == "completed"
            assert runtime.view(run).steps["listen"].visits == 2

    asyncio.run(scenario())


@pytest.mark.slow
def test_a_migration_is_made_once_wherever_the_process_dies(any_url: str, tmp_path: Path) -> None:
    """Else a power cut leaves a case with one version's steps and the other one's rules."""

    def check(events: list[model.RunEvent], outside: Outside) -> None:
        assert isinstance(events[-1], model.RunCompleted)
        assert len(set(outside.done)) == 1
        sent = [event.request for event in events if isinstance(event, model.StepScheduled)]
        assert all(request == {"value": "new"} for request in sent)

    everywhere(Scene(_begin, _migrate, model.RunMigrated, _to_the_end), any_url, tmp_path, check)
