"""The parts of the demo that need no ERP: people, what is counted, and the engine's process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from demo import TEMPLATE, Result, table
from demo_erp import Expected, Ledger
from demo_people import AnswersFile, NoAnswerError, Terminal
from demo_process import EngineGoneError, EngineProcess
from demo_story import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
APPROVAL: dict[str, Any] = {
    "task": "t1",
    "step": "legal_approval",
    "title": "Approve the SOW",
    "assignees": ["role:legal"],
    "outcomes": [["approved", "Approve", False, 1], ["rejected", "Refuse", True, 1]],
    "form": {"properties": {"clause": {"title": "Clause", "type": "integer"}}},
    "facts": {"Value": "7200.00 EUR"},
    "due": "2026-11-24",
}


def answers(tmp_path: Path, given: object) -> AnswersFile:
    file = tmp_path / "answers.json"
    requester: dict[str, Any] = {"id": "user:r", "roles": []}
    content = {"requester": requester, "answers": {"legal_approval": given}}
    file.write_text(json.dumps(content), encoding="utf-8")
    return AnswersFile(file)


def answer(outcome: str) -> dict[str, Any]:
    return {"by": {"id": "user:legal", "roles": ["legal"]}, "outcome": outcome}


def ledger(**found: Any) -> Ledger:
    counted: dict[str, Any] = {
        "parties": 1,
        "projects": 1,
        "tasks": 3,
        "time_entries": 1,
        "invoices": 1,
        "invoice_total": "1200.00",
        "details": dict.fromkeys(("parties", "projects", "tasks", "time_entries", "invoices"), "x"),
    }
    return Ledger(**{**counted, **found})


def typed(*lines: str) -> Callable[[str], str]:
    left = list(lines)

    def ask(prompt: str) -> str:
        assert prompt.startswith("  ")
        return left.pop(0)

    return ask


def test_each_visit_to_a_step_gets_the_next_answer_and_the_last_one_stays(tmp_path: Path) -> None:
    people = answers(tmp_path, [answer("rejected"), answer("approved")])
    given = [people.answer({**APPROVAL, "task": task}).outcome for task in ("a", "a", "b", "c")]
    assert given == ["rejected", "rejected", "approved", "approved"]


def test_a_task_without_an_answer_is_named(tmp_path: Path) -> None:
    people = answers(tmp_path, answer("approved"))
    with pytest.raises(NoAnswerError, match="Approve the SOW"):
        people.answer({**APPROVAL, "step": "finance_approval"})


def test_a_person_at_the_terminal_sees_the_facts_and_can_refuse(tmp_path: Path) -> None:
    shown: list[str] = []
    ask = typed("maybe", "rej", "The clause is missing.")
    people = Terminal(answers(tmp_path, answer("approved")), ask, shown.append)
    given = people.answer(APPROVAL)
    assert (given.outcome, given.reason) == ("rejected", "The clause is missing.")
    assert any("7200.00 EUR" in line for line in shown)


def test_enter_takes_what_the_answers_file_proposes(tmp_path: Path) -> None:
    proposed = {**answer("approved"), "values": {"clause": 7}}
    people = Terminal(answers(tmp_path, proposed), typed("", ""), lambda _: None)
    given = people.answer(APPROVAL)
    assert (given.outcome, given.values) == ("approved", {"clause": 7})


def test_a_number_typed_into_a_form_stays_a_number(tmp_path: Path) -> None:
    people = Terminal(answers(tmp_path, answer("approved")), typed("", "12"), lambda _: None)
    assert people.answer(APPROVAL).values == {"clause": 12}


def test_a_task_that_the_file_does_not_know_can_still_be_done_at_the_terminal(
    tmp_path: Path,
) -> None:
    people = Terminal(answers(tmp_path, answer("approved")), typed("", ""), lambda _: None)
    given = people.answer({**APPROVAL, "step": "rework", "assignees": ["role:resource_manager"]})
    assert given.actor == {"id": "user:resource.manager", "roles": ["resource_manager"]}
    assert (given.outcome, given.values) == ("approved", {})


@pytest.mark.parametrize("kind", ["parties", "projects", "tasks", "time_entries", "invoices"])
def test_every_record_too_many_counts_as_a_duplicate(kind: str) -> None:
    expected = Expected(tasks=3, time_entries=1)
    assert ledger().duplicates(expected) == 0
    assert ledger(**{kind: getattr(ledger(), kind) + 2}).duplicates(expected) == 2


def test_a_record_that_is_missing_does_not_hide_a_duplicate() -> None:
    assert ledger(tasks=0, invoices=2).duplicates(Expected(tasks=3, time_entries=1)) == 1


def test_the_result_only_says_resumed_when_the_engine_was_killed_and_finished() -> None:
    def resumed(status: str, kills: int) -> bool:
        outcome = Outcome(status=status, kills=kills)
        return bool(Result(outcome, ledger(), 0).document()["resumed_after_kill"])

    assert resumed("completed", 1)
    assert not resumed("completed", 0)
    assert not resumed("failed", 1)


def test_the_table_shows_what_was_found_and_who_approved() -> None:
    approval = {"decision": "approved", "by": "user:legal", "name": "Legal approves"}
    outcome = Outcome(status="completed", approvals=[approval], kills=1)
    shown = table(Result(outcome, ledger(), 0))
    assert "1200.00" in shown
    assert "user:legal (Legal approves)" in shown


@pytest.mark.slow
def test_an_engine_that_cannot_start_says_why(tmp_path: Path) -> None:
    engine = EngineProcess(tmp_path, tmp_path / "missing.baton.json", {}, lambda _: None)
    try:
        with pytest.raises(EngineGoneError, match="cannot be opened"):
            engine.start()
    finally:
        engine.close()


@pytest.mark.parametrize(("option", "content"), [("--input", "[]"), ("--answers", "{")])
def test_a_file_of_the_wrong_form_is_refused_before_anything_starts(
    tmp_path: Path, option: str, content: str
) -> None:
    file = tmp_path / "given.json"
    file.write_text(content)
    command = [sys.executable, str(ROOT / "packaging" / "demo.py"), option, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "cannot be read" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_simulated_people_answer_every_approval_of_the_workflow() -> None:
    workflow = json.loads((TEMPLATE / "signed-sow-to-invoice.baton.json").read_text("utf-8"))
    approvals = {node["id"] for node in workflow["nodes"] if node["kind"] == "approval"}
    given = json.loads((TEMPLATE / "answers.json").read_text("utf-8"))["answers"]
    assert approvals <= set(given)
