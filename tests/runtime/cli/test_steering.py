"""What is lost when these fail: an operator at a terminal cannot steer a case; nobody knows who did."""

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
