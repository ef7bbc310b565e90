"""Two people hand in one signed SOW at the same time: one project, and both cases end in order."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
from demo import TEMPLATE, WORKFLOW
from demo_erp import Expected, read_ledger

from runtime.definition.files import load
from runtime.events.model import Actor
from tests.helpers.story import story_runtime

if TYPE_CHECKING:
    from pathlib import Path

    from tryton_server import TrytonServer

    from runtime.embedded import EmbeddedRuntime

SALES = Actor("user:account.manager", ("sales",))


def sample(name: str) -> dict[str, Any]:
    return json.loads((TEMPLATE / name).read_text(encoding="utf-8"))


async def answer_one(runtime: EmbeddedRuntime, run: str) -> bool:
    """Lets the simulated people answer the oldest task of a case; False when there is none."""
    await runtime.settle(run)
    tasks = runtime.tasks(run=run)
    if not tasks:
        return False
    given = sample("answers.json")["answers"][tasks[0].step]
    actor = Actor(given["by"]["id"], tuple(given["by"]["roles"]))
    outcome, values = given.get("outcome", ""), given.get("values")
    await runtime.decide(run, tasks[0].task, actor=actor, outcome=outcome, values=values)
    return True


@pytest.mark.slow
def test_two_cases_of_one_sow_side_by_side_make_one_project(
    tryton_server: TrytonServer, tmp_path: Path
) -> None:
    async def story() -> list[Any]:
        sow, workflow = sample("signed-sow.json"), load(WORKFLOW)
        async with story_runtime(tryton_server, tmp_path) as runtime:
            runs = [await runtime.start(workflow, sow, actor=SALES) for _ in range(2)]
            # Both are past the first look before either is past its approvals.
            for run in runs:
                await answer_one(runtime, run)
            for run in runs:
                while await answer_one(runtime, run):
                    pass
            return [runtime.view(run).output for run in runs]

    outputs = asyncio.run(story())
    assert [output["status"] for output in outputs] == ["invoiced", "handled before"]
    ledger = read_ledger(tryton_server.client())
    assert ledger.duplicates(Expected(tasks=3, time_entries=1)) == 0
    assert (ledger.projects, ledger.invoice_total) == (1, "1200.00")
