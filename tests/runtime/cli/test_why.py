"""What is lost when these fail: nobody at a terminal learns why a case is where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.command_line import Baton, approving, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def case(baton: Baton, tmp_path: Path) -> str:
    """A case of Analyst's that waits for a finance approval."""
    flow = approving(facts={"phone": "'0049 30 1234567'"})
    return str(baton.ok("run", write(tmp_path, flow), "--as", "analyst")["run_id"])


def answered(baton: Baton, case: str) -> None:
    [task] = baton.ok("tasks", "list", "--run", case)["tasks"]
    as_cfo = ("--as", "user:cfo", "--role", "finance")
    baton.ok("tasks", "complete", case, str(task["task"]), *as_cfo, "--outcome", "approved")


def test_a_case_is_told_from_its_start(baton: Baton, case: str) -> None:
    answered(baton, case)
    text = baton("runs", "why", case).out
    lines = [line.strip() for line in text.splitlines()]
    assert lines[0].endswith(": how the case came to here")
    assert "Analyst started the case" in lines[2]
    assert any("Cfo answered “Approve” at “approve”" in line for line in lines)
    assert lines[-1].endswith("Nothing was left to do, so the case was done.")


def test_a_step_is_told_with_the_ways_that_were_not_taken(baton: Baton, case: str) -> None:
    answered(baton, case)
    text = baton("runs", "why", case, "approve").out
    assert "not “Refuse”: “Refuse” was not what they decided" in text
    assert "if it fails" not in text


def test_programs_get_the_same_with_its_causes(baton: Baton, case: str) -> None:
    answered(baton, case)
    found = baton.ok("runs", "why", case, "approve")
    assert (found["run_id"], found["step"], found["reached"]) == (case, "approve", True)
    places = {each["seq"] for each in found["story"]}
    assert found["story"][0]["event"] == "RunStarted"
    voted = next(each for each in found["story"] if each["event"] == "TaskVoted")
    assert (voted["by"], voted["who"]) == ("person", "user:cfo")
    assert set(voted["cause"]) <= places


def test_personal_data_are_hidden_unless_they_are_asked_for(baton: Baton, case: str) -> None:
    assert "1234567" not in baton("runs", "why", case).out
    assert "1234567" not in str(baton.ok("runs", "why", case))
    assert "1234567" in baton("runs", "why", case, "--personal").out
    assert "1234567" in str(baton.ok("runs", "why", case, "--personal"))


def test_a_step_that_was_not_reached_says_why_not(baton: Baton, case: str) -> None:
    found = baton.ok("runs", "why", case, "done")
    assert found["reached"] is False
    assert "“approve” comes before it and is not done" in found["why_not"][0]
    assert "why the case did not come to" in baton("runs", "why", case, "done").out


def test_what_is_not_there_is_told(baton: Baton, case: str) -> None:
    for words, code in (((case, "legal"), "explain.step"), (("0" * 20,), "refused.unknown")):
        result = baton("runs", "why", *words, "--json")
        assert result.code == 1
        assert result.json["error"]["code"] == code
