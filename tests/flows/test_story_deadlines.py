"""Approvals of the story in business time: reminded, escalated, and never lost in a mailbox."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from demo import TEMPLATE, WORKFLOW

from runtime.calendars import NamedCalendars
from runtime.definition.files import load
from runtime.errors import RefusedError
from runtime.events.model import Actor, TaskEscalated, TaskReminded
from runtime.testing.clock import ManualClock
from tests.helpers.story import story_runtime

if TYPE_CHECKING:
    from pathlib import Path

    from tryton_server import TrytonServer

    from runtime.embedded import EmbeddedRuntime
    from runtime.ports import Batch, TaskRow

SALES = Actor("user:account.manager", ("sales",))
LEAD = Actor("user:delivery.lead", ("delivery_leadership",))
COUNSEL = Actor("user:general.counsel", ("general_counsel",))


async def until_legal_is_asked(runtime: EmbeddedRuntime) -> tuple[str, TaskRow]:
    """Starts the sample case; delivery leadership agrees; returns the case and legal's task."""
    sow = json.loads((TEMPLATE / "signed-sow.json").read_text(encoding="utf-8"))
    run = await runtime.start(load(WORKFLOW), sow, actor=SALES)
    await runtime.settle(run)
    [task] = runtime.tasks(run=run)
    await runtime.decide(run, task.task, actor=LEAD, outcome="approved")
    await runtime.settle(run)
    return run, next(t for t in runtime.tasks(run=run) if t.step == "legal_approval")


def escalated(runtime: EmbeddedRuntime) -> asyncio.Event:
    """Something to wait for: that a task's escalation has become durable."""
    happened = asyncio.Event()

    def note(batch: Batch) -> None:
        if any(isinstance(event, TaskEscalated) for event in batch.events):
            happened.set()

    runtime.listen(note)
    return happened


@pytest.mark.slow
def test_an_approver_on_holiday_is_reminded_and_then_the_general_counsel_decides(
    tryton_server: TrytonServer, tmp_path: Path
) -> None:
    async def story() -> None:
        clock = ManualClock(datetime.now(tz=UTC))
        async with story_runtime(tryton_server, tmp_path, clock) as runtime:
            run, task = await until_legal_is_asked(runtime)
            with pytest.raises(RefusedError, match="not yours"):
                await runtime.decide(run, task.task, actor=COUNSEL, outcome="approved")
            assert task.due is not None
            happened = escalated(runtime)
            clock.move_to(task.due)
            async with asyncio.timeout(20):
                await happened.wait()
            assert any(isinstance(r.event, TaskReminded) for r in runtime.events(run))
            await runtime.decide(run, task.task, actor=COUNSEL, outcome="approved")
            assert runtime.view(run).steps["legal_approval"].status == "completed"

    asyncio.run(story())


@pytest.mark.slow
def test_the_due_date_skips_the_weekend(tryton_server: TrytonServer, tmp_path: Path) -> None:
    async def story() -> None:
        now = datetime.now(tz=UTC)
        async with story_runtime(tryton_server, tmp_path, ManualClock(now)) as runtime:
            _, task = await until_legal_is_asked(runtime)
            assert task.due is not None
            assert task.due.weekday() < 5
            calendar = NamedCalendars()
            assert task.due == calendar.due(now, "P2BD", "")

    asyncio.run(story())
