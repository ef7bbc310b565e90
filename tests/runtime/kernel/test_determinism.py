"""The same case decides the same in every process, byte for byte.

What a user loses when one fails: a case that goes on differently after it moved to another worker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.events import model
from runtime.kernel import decide, fold, new_state
from runtime.kernel.context import context_of
from runtime.kernel.signals import Cancel
from runtime.primitives import (
    CallPlan,
    Compute,
    Each,
    Expr,
    Finish,
    Outcome,
    Pass,
    Person,
)
from tests.helpers.kernel_driver import ANALYST, NOW, Driver, plan, step

if TYPE_CHECKING:
    from runtime.kernel import RunState

ASK = Person(Expr("'?'"), Expr("'finance'"), (Outcome("yes", "Yes"),))
END = step("end", Finish("end"))


def read_anew(case: Driver) -> RunState:
    """The state as another process reads it: its maps have another order."""
    return fold(new_state("r"), case.events)


def test_what_is_stopped_is_told_in_the_same_order_everywhere() -> None:
    """Two workers that read one case must write the same events, or neither can be trusted."""
    items = Each(Expr("[1,2,3,4,5,6,7,8,9]"), 0)
    case = Driver(
        plan(
            step("each", items, entries=("ask",), done="end"),
            step("ask", ASK, parent="each"),
            END,
        )
    )
    told = [
        decide(case.plan, read_anew(case), Cancel(ANALYST, "late"), NOW).events for _ in range(5)
    ]
    assert all(events == told[0] for events in told)
    (stopped,) = [event for event in told[0] if isinstance(event, model.TokensCancelled)]
    assert list(stopped.tokens) == sorted(stopped.tokens)


def test_a_task_in_a_sub_workflow_is_withdrawn_once() -> None:
    """An inbox that hears twice that a task is gone shows a case that never was."""
    inner = (
        step("each", Each(Expr("[1,2]"), 0), entries=("ask",)),
        step("ask", ASK, parent="each"),
    )
    case = Driver(plan(step("call", CallPlan("inner"), "end"), END, inner=inner))
    case.send(Cancel(ANALYST, "late"))
    closed = [event.task for event in case.of(model.TaskClosed)]
    assert len(closed) == 2
    assert len(set(closed)) == 2
    (stopped,) = case.of(model.TokensCancelled)
    assert len(set(stopped.tokens)) == len(stopped.tokens) == 4


def test_a_formula_over_all_steps_sees_them_in_one_order() -> None:
    """`steps.*.amount` must not give another list after a restart."""
    names = [f"s{n}" for n in range(9)]
    parts = [
        step(name, Compute((("n", Expr("1")),)), then)
        for name, then in zip(names, [*names[1:], "end"], strict=True)
    ]
    case = Driver(plan(step("first", Pass(), "s0"), *parts, END))
    for roots in (None, frozenset({"steps"})):
        seen = context_of(case.plan, read_anew(case), 0, roots)["steps"]
        assert isinstance(seen, dict)
        assert list(seen) == sorted(seen)
        assert set(names) < set(seen)
