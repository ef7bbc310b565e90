"""What is lost when these fail: an operator cannot steer a case, or nobody knows who did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.command_line import Baton, approving, write

if TYPE_CHECKING:
    from pathlib import Path

FINANCE = ("--as", "user:lawyer", "--role", "finance", "--outcome", "approved")


@pytest.fixture
def case(baton: Baton, tmp_path: Path) -> str:
    """A case of Analyst's that waits for a finance approval."""
    return str(baton.ok("run", write(tmp_path, approving()), "--as", "analyst")["run_id"])


def task_of(baton: Baton, case: str) -> str:
    [task] = baton.ok("tasks", "list", "--run", case)["tasks"]
    return str(task["task"])


def test_a_case_is_suspended_and_resumed(baton: Baton, case: str) -> None:
    halted = baton.ok("runs", "suspend", case, "--reason", "the client called", "--as", "operator")
    assert halted["status"] == "suspended"
    [row] = baton.ok("runs", "list", "--status", "suspended")["runs"]
    assert row["run_id"] == case
    text = baton("runs", "show", case).out
    assert "suspended by user:operator" in text
    assert f"next: baton runs resume {case}" in text
    refused = baton("tasks", "complete", case, task_of(baton, case), *FINANCE)
    assert refused.code == 1
    assert "suspended" in refused.err
    assert baton.ok("runs", "resume", case)["status"] == "waiting"
    done = baton.ok("tasks", "complete", case, task_of(baton, case), *FINANCE)
    assert done["status"] == "completed"
    assert "suspended by user:operator: the client called" in baton("events", case).out


def test_the_data_of_a_case_is_corrected(baton: Baton, case: str) -> None:
    words = ("--set", '{"deal.amount": "12.50"}', "--reason", "typed wrongly", "--as", "operator")
    assert baton.ok("runs", "correct", case, *words)["status"] == "waiting"
    text = baton("events", case).out
    assert "the case data is corrected by user:operator: typed wrongly" in text
    refused = baton("runs", "correct", case, *words)
    assert (refused.code, "like that already" in refused.err) == (1, True)
    nothing = baton("runs", "correct", case, "--set", "[]", "--reason", "x")
    assert (nothing.code, "not a JSON object" in nothing.err) == (1, True)


def test_a_case_is_moved_to_another_step(baton: Baton, case: str) -> None:
    words = ("--reason", "agreed by phone", "--as", "operator")
    nowhere = baton("runs", "move", case, "elsewhere", "done", *words)
    assert (nowhere.code, "It stands at approve" in nowhere.err) == (1, True)
    assert baton.ok("runs", "move", case, "approve", "done", *words)["status"] == "completed"
    told = "approve: user:operator moves the path to done: agreed by phone"
    assert told in baton("events", case).out
    assert baton.ok("tasks")["tasks"] == []
