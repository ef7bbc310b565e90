"""What is lost when these fail: a program cannot rely on what `baton run` says of a case."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from connectors.testing.loopback import Answer, LoopbackServer
from tests.helpers.command_line import Baton, adding, approving, calling, drawing, write

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.testing.loopback import Received

KEYS = {"run_id", "status", "output", "steps", "waiting_for", "problems"}


def shop(baton: Baton, url: str) -> None:
    """Sets up the connection “shop”."""
    baton.ok("connections", "add", "shop", "--connector", "web", "--set", f"base_url={url}")


class Jobs:
    """A system with one job; it is down for the first `down` requests."""

    def __init__(self, down: int = 0) -> None:
        self.down = down
        self.received: list[Received] = []

    def __call__(self, received: Received) -> Answer:
        self.received.append(received)
        if len(self.received) <= self.down:
            return Answer.of_json({}, 503)
        return Answer.of_json({"id": 7})


def test_a_case_that_ends_is_one_json_object(baton: Baton, tmp_path: Path) -> None:
    found = baton.ok("run", write(tmp_path, adding()), "--input", '{"amount": 41}')
    assert set(found) == KEYS
    assert found["status"] == "completed"
    assert found["output"] == {"sum": 42}
    assert [step["id"] for step in found["steps"]] == ["begin", "add", "done"]
    assert all(set(s) == {"id", "status", "attempts", "started", "ended"} for s in found["steps"])
    assert found["waiting_for"] == []


def test_input_may_stand_in_a_file_or_come_from_the_standard_input(
    baton: Baton, tmp_path: Path
) -> None:
    flow = write(tmp_path, adding())
    (tmp_path / "deal.json").write_text('{"amount": 1}', encoding="utf-8")
    assert baton.ok("run", flow, "--input", f"@{tmp_path / 'deal.json'}")["output"] == {"sum": 2}
    found = baton.ok("run", flow, "--input", "@-", typed='{"amount": 2}')
    assert found["output"] == {"sum": 3}


def test_people_read_steps_and_output(baton: Baton, tmp_path: Path) -> None:
    result = baton("run", write(tmp_path, adding()), "--input", '{"amount": 41}')
    assert result.code == 0
    assert "A flow: completed" in result.out
    assert '"sum": 42' in result.out


def test_a_case_that_waits_for_people_ends_the_command_with_success(
    baton: Baton, tmp_path: Path
) -> None:
    found = baton.ok("run", write(tmp_path, approving()), "--as", "analyst", "--key", "SOW-1")
    assert found["status"] == "waiting"
    [waits] = found["waiting_for"]
    assert (waits["kind"], waits["step"], waits["people"]) == ("task", "approve", ["role:finance"])
    shown = baton("run", write(tmp_path, approving()))
    assert f"baton tasks complete {shown.out.split('case ')[1].split()[0]}" in shown.out
    [row] = baton.ok("runs", "list", "--key", "SOW-1")["runs"]
    assert (row["run_id"], row["requester"]) == (found["run_id"], "user:analyst")


def test_a_case_that_fails_ends_with_1(baton: Baton, tmp_path: Path) -> None:
    flow = drawing()
    flow["nodes"][-1] = {
        "id": "done",
        "kind": "fail",
        "params": {"code": "no", "reason": "Not now."},
    }
    result = baton("run", write(tmp_path, flow), "--json")
    assert result.code == 1
    assert (result.json["status"], len(result.json["run_id"])) == ("failed", 20)
    [problem] = result.json["problems"]
    assert (problem["code"], problem["sentence"]) == ("no", "Not now.")


def test_a_workflow_that_cannot_run_lists_its_problems(baton: Baton, tmp_path: Path) -> None:
    flow = adding()
    flow["nodes"][1]["params"]["fields"]["sum"] = "input.amuont + ("
    result = baton("run", write(tmp_path, flow), "--input", '{"amount": 1}', "--json")
    assert result.code == 1
    assert {*KEYS, "error"} == set(result.json)
    assert (result.json["run_id"], result.json["status"]) == (None, "failed")
    assert any(p["severity"] == "error" and p["step"] == "add" for p in result.json["problems"])
    assert baton.ok("runs", "list")["runs"] == []


def test_input_that_does_not_fit_the_form_begins_no_case(baton: Baton, tmp_path: Path) -> None:
    flow = write(tmp_path, adding())
    for given in ('{"amount": "many"}', "{}", "[1]", "7"):
        result = baton("run", flow, "--input", given, "--json")
        assert result.code == 1
        assert result.json["error"]["code"] == "refused.form"
    assert baton.ok("runs", "list")["runs"] == []


def test_settings_follow_the_environment(baton: Baton, tmp_path: Path) -> None:
    flow = drawing(
        {"id": "tell", "kind": "map_data", "params": {"fields": {"limit": "settings.limit"}},
         "saves": {"limit": "output.limit"}},
        settings={"limit": {"value": 1, "environments": {"production": 9}}},
        data={"type": "object", "properties": {"limit": {"type": "number"}}},
    )  # fmt: skip
    path = write(tmp_path, flow)
    assert baton.ok("run", path)["output"] == {"limit": 1}
    assert baton.ok("run", path, "--environment", "production")["output"] == {"limit": 9}


def test_called_workflows_are_found_beside_the_file(baton: Baton, tmp_path: Path) -> None:
    inner = adding()
    inner["graph"]["id"] = "inner"
    write(tmp_path, inner, "anything.baton.json")
    (tmp_path / "broken.baton.json").write_text("{", encoding="utf-8")
    params = {"workflow": "inner", "inputs": {"amount": "5"}}
    outer = drawing({"id": "sub", "kind": "sub_workflow", "params": params})
    outer["nodes"][-1]["params"] = {"output": {"got": "steps.sub.sum"}}
    path = write(tmp_path, outer)
    assert baton.ok("run", path)["output"] == {"got": 6}
    (tmp_path / "anything.baton.json").unlink()
    missing = baton("run", path, "--json")
    assert missing.code == 1
    assert "inner" in missing.json["error"]["what"]


# --- answers --------------------------------------------------------------------------------------


def answers(tmp_path: Path, given: object) -> str:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(given), encoding="utf-8")
    return f"@{path}"


def test_simulated_people_answer_in_order(baton: Baton, tmp_path: Path) -> None:
    """The requester may not approve: that is told, and the next answer counts."""
    given = {
        "requester": "user:analyst",
        "people": {"user:analyst": ["finance"], "user:lawyer": ["finance"]},
        "answers": [
            {"step": "approve", "as": "user:analyst", "outcome": "approved"},
            {"step": "approve", "as": "user:lawyer", "outcome": "approved"},
        ],
    }
    flow = write(tmp_path, approving())
    found = baton.ok("run", flow, "--answers", answers(tmp_path, given))
    assert found["status"] == "completed"
    [problem] = found["problems"]
    assert (problem["step"], problem["severity"]) == ("approve", "warning")
    events = baton("events", found["run_id"], "--json").out.splitlines()
    kinds = [json.loads(line)["type"] for line in events]
    assert kinds.index("TaskRefused") < kinds.index("TaskVoted")


def test_answers_by_step_serve_every_visit(baton: Baton, tmp_path: Path) -> None:
    by = {"id": "user:lawyer", "roles": ["finance"]}
    given = {"answers": {"approve": {"by": by, "outcome": "rejected", "reason": "too dear"}}}
    found = baton.ok("run", write(tmp_path, approving()), "--answers", answers(tmp_path, given))
    assert (found["status"], found["output"]) == ("completed", {"no": True})


def test_a_task_without_an_answer_is_left_open(baton: Baton, tmp_path: Path) -> None:
    given: dict[str, Any] = {"answers": []}
    found = baton.ok("run", write(tmp_path, approving()), "--answers", answers(tmp_path, given))
    assert found["status"] == "waiting"


def test_an_answer_that_is_never_accepted_does_not_repeat_for_ever(
    baton: Baton, tmp_path: Path
) -> None:
    given = {"answers": {"approve": {"as": "user:employee", "outcome": "approved"}}}
    found = baton.ok("run", write(tmp_path, approving()), "--answers", answers(tmp_path, given))
    assert found["status"] == "waiting"
    assert len(found["problems"]) == 1


@pytest.mark.parametrize(
    "given",
    [
        [],
        {"answers": [{"as": "user:analyst"}]},
        {"answers": [{"step": "approve"}]},
        {"answers": "all"},
        {"people": 1},
        {"interval": -1},
        {"anwsers": []},
    ],
)
def test_an_answers_file_of_another_form_is_refused(
    baton: Baton, tmp_path: Path, given: object
) -> None:
    flow = write(tmp_path, approving())
    result = baton("run", flow, "--answers", answers(tmp_path, given), "--json")
    assert result.code == 1
    assert "answers file" in result.json["error"]["what"]
    assert baton.ok("runs", "list")["runs"] == []


# --- dry run --------------------------------------------------------------------------------------


def test_a_dry_run_writes_nowhere_and_tells_what_it_would_do(baton: Baton, tmp_path: Path) -> None:
    jobs = Jobs()
    flow = write(tmp_path, calling("send", method="'POST'", body="{'name': 'x'}"))
    with LoopbackServer(jobs) as server:
        shop(baton, server.url)
        found = baton.ok("run", flow, "--dry-run")
        assert jobs.received == []
        assert found["status"] == "completed"
        [would] = found["would_do"]
        assert would["step"] == "ask"
        assert "shop" in would["would"]
        assert "would do at ask" in baton("run", flow, "--dry-run").out
        assert not (tmp_path / "cases.sqlite").exists()
        assert "would_do" not in baton.ok("run", flow)
        assert len(jobs.received) == 1


def test_a_dry_run_reads(baton: Baton, tmp_path: Path) -> None:
    jobs = Jobs()
    with LoopbackServer(jobs) as server:
        shop(baton, server.url)
        found = baton.ok("run", write(tmp_path, calling()), "--dry-run")
    assert found["would_do"] == []
    assert len(jobs.received) == 1


def test_a_dry_run_does_without_a_connection_that_is_only_written_to(
    baton: Baton, tmp_path: Path
) -> None:
    flow = write(tmp_path, calling("send", method="'POST'", body="{'name': 'x'}"))
    found = baton.ok("run", flow, "--dry-run")
    assert found["status"] == "completed"
    errors = [problem["code"] for problem in found["problems"] if problem["severity"] == "error"]
    assert errors == ["connection.unbound"]
    assert len(found["would_do"]) == 1


def test_a_dry_run_takes_the_output_that_is_pinned_and_says_so(
    baton: Baton, tmp_path: Path
) -> None:
    """Else the same file behaves otherwise at the terminal than in the designer's test."""
    kept = {"ask": {"items": {"a job": {"output": {"body": {"id": 9}}}}, "pinned": "a job"}}
    document = calling()
    document["graph"] |= {"samples": kept, "data": {"properties": {"job": {}}}}
    document["nodes"][1]["saves"] = {"job": "output.body.id"}
    flow, jobs = write(tmp_path, document), Jobs()
    with LoopbackServer(jobs) as server:
        shop(baton, server.url)
        found = baton.ok("run", flow, "--dry-run")
        assert jobs.received == []
        assert (found["output"], found["test_data"]) == ({"job": 9}, {"ask": "a job"})
        assert "test data “a job” stands for the work of ask" in baton("run", flow, "--dry-run").out
        assert baton.ok("run", flow, "--dry-run", "--no-test-data")["test_data"] == {}
        assert len(jobs.received) == 1
        assert "test_data" not in baton.ok("run", flow)
        assert len(jobs.received) == 2


def test_in_a_dry_run_kept_people_answer_what_the_answers_file_does_not(
    baton: Baton, tmp_path: Path
) -> None:
    """Else a test that goes through in the designer stands still at the terminal."""
    document = approving()
    document["graph"]["samples"] = {
        "approve": {"answers": [{"outcome": "rejected", "reason": "x"}]}
    }
    flow = write(tmp_path, document)
    assert baton.ok("run", flow, "--dry-run")["output"] == {"no": True}
    assert baton.ok("run", flow, "--dry-run", "--no-test-data")["status"] == "waiting"
    lead = {"id": "user:lead", "roles": ["finance"]}
    file = answers(tmp_path, {"answers": {"approve": {"as": lead, "outcome": "approved"}}})
    found = baton.ok("run", flow, "--dry-run", "--answers", file)
    assert (found["status"], found["output"]) == ("completed", {})
    assert baton.ok("run", flow)["status"] == "waiting", "nobody is simulated in a case"


def test_a_kept_answer_that_is_refused_leaves_the_task_and_says_why(
    baton: Baton, tmp_path: Path
) -> None:
    document = approving()
    document["graph"]["samples"] = {"approve": {"answers": [{"outcome": "perhaps"}]}}
    found = baton.ok("run", write(tmp_path, document), "--dry-run")
    assert found["status"] == "waiting"
    [problem] = [each for each in found["problems"] if each["code"] == "test.answer"]
    assert (problem["step"], problem["severity"]) == ("approve", "warning")
    assert "perhaps" in problem["sentence"]


def test_a_dry_run_takes_the_settings_of_the_environment_for_tests(
    baton: Baton, tmp_path: Path
) -> None:
    document = adding()
    document["graph"]["settings"] = {"more": {"value": 1, "environments": {"test": 5, "live": 9}}}
    document["nodes"][1]["params"]["fields"]["sum"] = "input.amount + settings.more"
    run = ("run", write(tmp_path, document), "--input", '{"amount": 1}')
    assert baton.ok(*run, "--dry-run")["output"] == {"sum": 6}
    assert baton.ok(*run, "--dry-run", "--environment", "live")["output"] == {"sum": 10}
    assert baton.ok(*run)["output"] == {"sum": 2}


def test_only_a_dry_run_can_leave_test_data_out(baton: Baton, tmp_path: Path) -> None:
    result = baton("run", write(tmp_path, adding()), "--no-test-data")
    assert result.code == 2
    assert "--dry-run" in result.err


# --- time -----------------------------------------------------------------------------------------


def test_a_connection_that_is_not_set_up_is_told_before_the_case_begins(
    baton: Baton, tmp_path: Path
) -> None:
    result = baton("run", write(tmp_path, calling()), "--json")
    assert result.code == 1
    assert [p["code"] for p in result.json["problems"] if p["severity"] == "error"] == [
        "connection.unbound"
    ]
    assert "baton connections add shop --connector web" in result.json["error"]["next_step"]


@pytest.mark.slow
def test_a_moment_that_is_near_is_waited_for_and_a_far_one_not(
    baton: Baton, tmp_path: Path
) -> None:
    near = drawing({"id": "rest", "kind": "wait", "params": {"duration": "PT2S"}})
    assert baton.ok("run", write(tmp_path, near))["status"] == "completed"
    assert baton.ok("run", write(tmp_path, near), "--wait", "0.5")["status"] == "waiting"
    far = drawing({"id": "rest", "kind": "wait", "params": {"duration": "PT1H"}})
    found = baton.ok("run", write(tmp_path, far))
    assert found["status"] == "waiting"
    assert found["waiting_for"][0]["kind"] == "time"


@pytest.mark.slow
def test_a_case_outlasts_a_system_that_is_down(baton: Baton, tmp_path: Path) -> None:
    jobs = Jobs(down=4)
    with LoopbackServer(jobs) as server:
        shop(baton, server.url)
        flow = write(tmp_path, calling("replace", attempts=5, method="'PUT'", body="{}"))
        found = baton.ok("run", flow, "--wait", "30")
    assert found["status"] == "completed"
    [ask] = [step for step in found["steps"] if step["id"] == "ask"]
    assert ask["attempts"] > 1


def test_an_incident_says_what_to_do_next(baton: Baton, tmp_path: Path) -> None:
    def refuses(received: Received) -> Answer:
        del received
        return Answer.of_json({}, 422)

    with LoopbackServer(refuses) as server:
        shop(baton, server.url)
        result = baton("run", write(tmp_path, calling()))
    assert result.code == 0
    assert "waits for mending" in result.out
    assert "baton runs resolve" in result.out


def test_cases_may_be_kept_in_postgres(baton: Baton, tmp_path: Path, postgres_url: str) -> None:
    baton.env["BATON_DB"] = postgres_url
    found = baton.ok("run", write(tmp_path, adding()), "--input", '{"amount": 41}')
    assert found["output"] == {"sum": 42}
    assert [row["run_id"] for row in baton.ok("runs")["runs"]] == [found["run_id"]]
    assert baton.ok("work")["worked_on"] == []
