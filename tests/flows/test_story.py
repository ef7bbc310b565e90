"""The main story against a real Tryton: a signed SOW becomes one invoice, whatever happens.

What is asserted about records was read from the ERP by another session, not from the engine.
"""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from demo import TEMPLATE, WORKFLOW, Result, tell_story
from demo_people import Answer, AnswersFile, Task
from demo_story import Plot

from runtime import steps
from runtime.definition.codec import dumps
from runtime.definition.files import load
from runtime.plan.check import check

if TYPE_CHECKING:
    from tryton_server import TrytonServer

ROOT = Path(__file__).resolve().parents[2]
IN_THE_ERP = {
    "parties": 1,
    "projects": 1,
    "tasks": 3,
    "invoices": 1,
    "invoice_total": "1200.00",
}
NO_KILL = Plot(kill_at=())
WRITES = (
    "create_client",
    "create_project",
    "create_task",
    "set_billing_terms",
    "record_acceptance",
    "book_time",
    "draft_invoice",
    "date_invoice",
    "post_invoice",
)


def sample(name: str) -> dict[str, Any]:
    return json.loads((TEMPLATE / name).read_text(encoding="utf-8"))


def told(
    server: TrytonServer,
    tmp_path: Path,
    *,
    plot: Plot = NO_KILL,
    sow: dict[str, Any] | None = None,
    answers: dict[str, Any] | None = None,
) -> Result:
    """Plays the story with the sample SOW and answers, changed as given."""
    content = sample("answers.json")
    content["answers"].update(answers or {})
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    people = AnswersFile(file)
    given = sow or sample("signed-sow.json")
    return tell_story(server, people, given, people.requester, plot, print)


def decisions(result: Result) -> dict[str, str]:
    return {approval["step"]: approval["decision"] for approval in result.outcome.approvals}


def assert_invoiced_once(result: Result) -> None:
    document = result.document()
    assert (document["status"], document["erp"]) == ("completed", IN_THE_ERP)
    assert document["duplicates"] == 0
    assert result.ledger.time_entries == 1


@pytest.mark.slow
def test_the_demo_prints_what_stands_in_the_erp() -> None:
    command = [sys.executable, str(ROOT / "packaging" / "demo.py"), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    approvals = result.pop("approvals")
    assert result == {
        "status": "completed",
        "erp": IN_THE_ERP,
        "resumed_after_kill": True,
        "duplicates": 0,
    }
    expected = {"delivery_approval", "legal_approval", "finance_approval", "milestone"}
    assert {approval["step"] for approval in approvals} == expected
    assert {approval["decision"] for approval in approvals} == {"approved"}


@pytest.mark.slow
def test_work_waits_while_the_erp_is_down_and_goes_on_when_it_is_back(
    tryton_server: TrytonServer, tmp_path: Path
) -> None:
    result = told(tryton_server, tmp_path, plot=Plot(erp_down=True))
    assert any("cannot be reached" in reason for reason in result.outcome.waited)
    assert_invoiced_once(result)
    assert result.document()["resumed_after_kill"] is True


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.0, 0.05, 0.4])
def test_nothing_is_created_twice_when_the_engine_is_killed_in_every_write(
    tryton_server: TrytonServer, tmp_path: Path, seconds: float
) -> None:
    """The kill comes before the ERP has the request, while it works on it, or after it is done."""
    plot = Plot(kill_at=("find_earlier_project", *WRITES), kill_after=seconds)
    result = told(tryton_server, tmp_path, plot=plot)
    assert result.outcome.kills == len(plot.kill_at)
    assert_invoiced_once(result)


@pytest.mark.slow
def test_the_requester_cannot_approve_even_with_the_role(
    tryton_server: TrytonServer, tmp_path: Path
) -> None:
    result = told(tryton_server, tmp_path)
    assert result.outcome.refusals
    assert "Who asked for it may not decide it" in result.outcome.refusals[0]
    assert all(a["by"] != "user:account.manager" for a in result.outcome.approvals)


@pytest.mark.slow
def test_a_client_that_the_erp_knows_is_not_created_again(
    tryton_server: TrytonServer, tmp_path: Path
) -> None:
    client, sow = tryton_server.client(), sample("signed-sow.json")
    [term] = client.search("account.invoice.payment_term", [["name", "=", "Net 30 days"]])
    identifier = {"type": "eu_vat", "code": sow["client"]["tax_id"]}
    known = {
        "name": sow["client"]["legal_name"],
        "customer_payment_term": term,
        "addresses": [["create", [{"city": "Lyon"}]]],
        "identifiers": [["create", [identifier]]],
    }
    [party] = client.create("party.party", known)
    result = told(tryton_server, tmp_path)
    assert_invoiced_once(result)
    assert result.outcome.output["client"] == party


@pytest.mark.slow
def test_a_wrong_tax_id_goes_to_a_person_and_is_checked_again(
    tryton_server: TrytonServer, tmp_path: Path
) -> None:
    sow = sample("signed-sow.json")
    right, sow["client"]["tax_id"] = sow["client"]["tax_id"], "FR00999999121"
    corrected = {
        "by": {"id": "user:finance.operations", "roles": ["finance_operations"]},
        "values": {
            "client_name": sow["client"]["legal_name"],
            "tax_id": right,
            "legal_entity": sow["legal_entity"],
        },
    }
    result = told(tryton_server, tmp_path, sow=sow, answers={"correct_master_data": corrected})
    assert_invoiced_once(result)
    assert right in result.ledger.details["parties"]


@pytest.mark.slow
def test_delivery_leadership_is_not_asked_within_policy(
    tryton_server: TrytonServer, tmp_path: Path
) -> None:
    sow = sample("signed-sow.json")
    sow["rates"]["standard"] = sow["rates"]["agreed"]
    result = told(tryton_server, tmp_path, sow=sow)
    assert_invoiced_once(result)
    assert "delivery_approval" not in decisions(result)


@pytest.mark.slow
def test_what_legal_refuses_never_reaches_the_erp_as_a_project(
    tryton_server: TrytonServer, tmp_path: Path
) -> None:
    refused = {
        "by": {"id": "user:legal.counsel", "roles": ["legal"]},
        "outcome": "rejected",
        "reason": "The liability clause is missing.",
    }
    result = told(tryton_server, tmp_path, answers={"legal_approval": refused})
    assert result.outcome.output == {"status": "returned to sales"}
    assert (result.ledger.projects, result.ledger.invoices) == (0, 0)


@pytest.mark.slow
def test_the_same_sow_sent_twice_makes_one_project(
    tryton_server: TrytonServer, tmp_path: Path
) -> None:
    told(tryton_server, tmp_path)
    again = told(tryton_server, tmp_path)
    assert again.outcome.output["status"] == "handled before"
    assert (again.document()["erp"], again.duplicates) == (IN_THE_ERP, 0)


@pytest.mark.slow
def test_a_consultant_whom_the_erp_does_not_know_is_asked_for_again(
    tryton_server: TrytonServer, tmp_path: Path
) -> None:
    right = sample("answers.json")["answers"]["staffing"]
    wrong = copy.deepcopy(right)
    wrong["values"]["employee"] = "Nobody of that name"
    result = told(tryton_server, tmp_path, answers={"staffing": [wrong, right]})
    assert_invoiced_once(result)


class SettlesBilling:
    """Answers as the file does, books an hour past the process, and takes it back when asked."""

    asks_again = False

    def __init__(self, server: TrytonServer, others: AnswersFile) -> None:
        self.client = server.client()
        self.others = others
        self.facts: dict[str, Any] = {}
        self.extra: list[int] = []

    def answer(self, task: Task) -> Answer:
        if task["step"] == "time_sheet":
            self._book_past_the_process()
        if task["step"] != "settle_billing":
            return self.others.answer(task)
        self.facts = task["facts"]
        self.client.button("timesheet.line", "delete", self.extra)
        return Answer({"id": "user:finance.operations", "roles": ["finance_operations"]})

    def _book_past_the_process(self) -> None:
        [task] = self.client.search("project.work", [["name", "=", "Discovery"]])
        [work] = self.client.search("timesheet.work", [["origin", "=", f"project.work,{task}"]])
        today = datetime.now(tz=UTC).date()
        hour = {"date": today, "duration": timedelta(hours=1), "work": work}
        self.extra = self.client.create("timesheet.line", {**self.client.context, **hour})


@pytest.mark.slow
def test_hours_that_do_not_agree_with_the_erp_stop_the_invoice(tryton_server: TrytonServer) -> None:
    """Somebody books time past the process; finance sees it before the client does."""
    file = AnswersFile(TEMPLATE / "answers.json")
    people, sow = SettlesBilling(tryton_server, file), sample("signed-sow.json")
    result = tell_story(tryton_server, people, sow, file.requester, NO_KILL, print)
    assert people.facts["To invoice"] == "1350.00"
    assert_invoiced_once(result)


def test_the_workflow_of_the_story_has_no_problem() -> None:
    problems = check(load(WORKFLOW), steps.kinds())
    assert [f"{p.step}: {p.sentence}" for p in problems] == []


def test_the_workflow_of_the_story_stands_in_canonical_text() -> None:
    assert dumps(load(WORKFLOW)) == WORKFLOW.read_text(encoding="utf-8")


def test_no_two_steps_of_the_story_lie_on_one_another() -> None:
    places = [tuple(node.position or ()) for node in load(WORKFLOW).nodes()]
    assert len(set(places)) == len(places)
