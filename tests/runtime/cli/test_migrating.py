"""What is lost when these fail: an operator cannot bring cases to a corrected workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.command_line import Baton, approving, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def case(baton: Baton, tmp_path: Path) -> str:
    """A case that waits for a finance approval at the step “approve”."""
    return str(baton.ok("run", write(tmp_path, approving()), "--as", "analyst")["run_id"])


@pytest.fixture
def newer(tmp_path: Path) -> str:
    """A file of the workflow in which that step has another id."""
    document = approving()
    document["nodes"][1]["id"] = "consent"
    for edge in document["edges"]:
        for end in ("source", "target"):
            edge[end] = "consent" if edge[end] == "approve" else edge[end]
    return write(tmp_path, document, "newer.baton.json")


def test_what_is_in_the_way_is_told_and_a_plan_that_fits_is_taken(
    baton: Baton, case: str, newer: str
) -> None:
    told = baton("runs", "migrate", case, newer, "--check", "--json")
    assert (told.code, told.json["accepted"]) == (1, False)
    assert [(p["code"], p["step"]) for p in told.json["problems"]] == [
        ("migration.removed", "approve")
    ]
    text = baton("runs", "migrate", case, newer, "--check").out
    assert "“approve” is not in the new version" in text
    refused = baton("runs", "migrate", case, newer, "--reason", "x")
    assert (refused.code, "cannot be migrated" in refused.err) == (1, True)
    plan = ("--plan", '{"steps": {"approve": "consent"}}')
    assert baton.ok("runs", "migrate", case, newer, *plan, "--check")["accepted"]
    moved = baton.ok("runs", "migrate", case, newer, *plan, "--reason", "a new law", "--as", "op")
    assert [waits["step"] for waits in moved["waiting_for"]] == ["consent"]
    assert "user:op lets the case go on by another version: a new law" in baton("events", case).out
    [task] = baton.ok("tasks")["tasks"]
    words = ("--as", "lawyer", "--role", "finance", "--outcome", "approved")
    assert baton.ok("tasks", "complete", case, task["task"], *words)["status"] == "completed"


@pytest.mark.parametrize("plan", ["[]", '{"step": {}}', '{"steps": []}', '{"again": "x"}'])
def test_what_is_no_plan_says_so(baton: Baton, case: str, newer: str, plan: str) -> None:
    result = baton("runs", "migrate", case, newer, "--plan", plan, "--reason", "x")
    assert result.code == 1
    assert "not" in result.err
