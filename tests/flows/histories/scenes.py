"""Knows what people do to cases from outside of their drawing, as small cases of its own.

Must not know how they are kept. With the examples of the step kinds they show every event there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runtime.embedded.forking import Trial
from runtime.events.model import Actor, TrialArranged
from tests.helpers.drawings import draw, each

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from runtime.definition.definition import Definition
    from runtime.testing import WorkflowHarness

OPERATOR = Actor("user:operator")


def _asking(people: str = '"user:pm"') -> Definition:
    ask = {"id": "ask", "kind": "task", "params": {"title": "Ask", "assignees": people}}
    return draw(["start", ask, "end"], ["start>ask", "ask>end"], id="scene", name="Scene")


async def _mended_and_stopped(harness: WorkflowHarness) -> None:
    await harness.start(_asking("[]"))
    await harness.resolve("ask", "retry", reason="somebody is named now")
    await harness.runtime.cancel(harness.run, actor=OPERATOR, reason="nobody is")


async def _mended_by_skipping(harness: WorkflowHarness) -> None:
    await harness.start(_asking("[]"))
    await harness.resolve("ask", "skip", output={"outcome": "done"})


async def _suspended(harness: WorkflowHarness) -> None:
    await harness.start(_asking())
    await harness.runtime.suspend(harness.run, actor=OPERATOR, reason="month end")
    await harness.runtime.resume(harness.run, actor=OPERATOR)
    await harness.answer("ask", by="user:pm")


async def _corrected_and_moved(harness: WorkflowHarness) -> None:
    await harness.start(_asking())
    runtime, run = harness.runtime, harness.run
    await runtime.correct(run, {"deal.amount": 12}, actor=OPERATOR, reason="a zero too many")
    await runtime.move(run, "ask", "end", actor=OPERATOR, reason="asked by telephone")


async def _migrated(harness: WorkflowHarness) -> None:
    await harness.start(_asking())
    newer = _asking('"user:lead"')
    await harness.runtime.migrate(harness.run, newer, actor=OPERATOR, reason="new rules")
    await harness.answer("ask", by="user:pm")


async def _gone_on_beside(harness: WorkflowHarness) -> None:
    params = {"title": "One", "assignees": '"user:pm"'}
    inner = {"id": "one", "kind": "task", "params": params, "parent": "all"}
    lines = ["start>all", "all.each>one", "all.done>end"]
    all_of_them = each("all", "[1, 2]", wait_for="none")
    nodes: list[str | dict[str, Any]] = ["start", all_of_them, inner, "end"]
    await harness.start(draw(nodes, lines, id="scene", name="Scene"))
    await harness.answer("one", by="user:pm")
    await harness.answer("one", by="user:pm")


async def _tested(harness: WorkflowHarness) -> None:
    await _paused(harness, _asking())
    await harness.runtime.proceed(harness.run, actor=OPERATOR)


async def _forked(harness: WorkflowHarness) -> None:
    drawn = _asking()
    await _paused(harness, drawn)
    harness.run = await harness.runtime.fork(
        harness.run, "ask", drawn, actor=OPERATOR, trial=Trial(TrialArranged({}))
    )


async def _paused(harness: WorkflowHarness, drawn: Definition) -> None:
    how = TrialArranged({}, stops=("ask",))
    harness.run = await harness.runtime.start(drawn, {}, actor=OPERATOR, trial=Trial(how))
    await harness.settle()
    await harness.runtime.edit_data(harness.run, {"amount": 1}, actor=OPERATOR)


SCENES: Mapping[str, Callable[[WorkflowHarness], Awaitable[None]]] = {
    "A person mends a step, and stops the case": _mended_and_stopped,
    "A person skips a step": _mended_by_skipping,
    "An operator suspends a case": _suspended,
    "An operator corrects a case and moves it": _corrected_and_moved,
    "A case goes on by another version": _migrated,
    "A repetition is finished beside what follows": _gone_on_beside,
    "A test run pauses and goes on with other data": _tested,
    "A test run begins where another one stood": _forked,
}
"""By title."""
