"""What is lost when these fail: a person at a terminal cannot find, answer, mend or stop a case."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from connectors.testing.loopback import Answer, LoopbackServer
from tests.helpers.command_line import Baton, approving, calling, drawing, write

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.testing.loopback import Received

NOBODY = "0" * 20


@pytest.fixture
def case(baton: Baton, tmp_path: Path) -> str:
    """A case of Analyst's that waits for a finance approval."""
    form = {"type": "object", "properties": {"limit": {"type": "integer", "title": "Limit"}}}
    flow = approving(form=form, facts={"who": "run.requester"}, due="P30D")
    return str(baton.ok("run", write(tmp_path, flow), "--as", "analyst", "--key", "K-1")["run_id"])


def task_of(baton: Baton, case: str) -> str:
    [task] = baton.ok("tasks", "list", "--run", case)["tasks"]
    return str(task["task"])


def test_runs_are_listed_and_narrowed(baton: Baton, case: str) -> None:
    [row] = baton.ok("runs")["runs"]
    assert row["run_id"] == case
    assert (row["workflow"], row["status"], row["key"]) == ("flow", "waiting", "K-1")
    for narrow in (
        ("--status", "failed"),
        ("--workflow", "other"),
        ("--key", "x"),
        ("--most", "0"),
    ):
        assert baton.ok("runs", "list", *narrow)["runs"] == []
    assert baton.ok("runs", "list", "--incidents")["runs"] == []
    assert case in baton("runs").out
    assert "baton run FILE" in baton("runs", "--status", "failed").out


def test_a_case_is_shown_with_what_it_waits_for(baton: Baton, case: str) -> None:
    shown = baton.ok("runs", "show", case)
    assert (shown["requester"], shown["key"], shown["status"]) == ("user:analyst", "K-1", "waiting")
    assert shown["waiting_for"][0]["task"] == task_of(baton, case)
    text = baton("runs", "show", case).out
    assert "approve waits for people: Approve it" in text
    assert "for role:finance" in text


def test_tasks_are_listed_for_whom_they_are(baton: Baton, case: str) -> None:
    [task] = baton.ok("tasks", "list", "--for", "role:finance")["tasks"]
    assert [outcome["name"] for outcome in task["outcomes"]] == ["approved", "rejected"]
    assert baton.ok("tasks", "list", "--for", "user:employee")["tasks"] == []
    assert case in baton("tasks").out
    assert "No task waits" in baton("tasks", "list", "--run", NOBODY).out


def test_a_task_shows_facts_answers_and_form(baton: Baton, case: str) -> None:
    text = baton("tasks", "show", case, task_of(baton, case)).out
    for words in ("who: user:analyst", "answer rejected", "with a reason", "fill in limit: Limit"):
        assert words in text
    assert baton.ok("tasks", "show", case, task_of(baton, case))["facts"] == {"who": "user:analyst"}


def test_a_form_is_asked_from_the_top_as_it_was_drawn(baton: Baton, tmp_path: Path) -> None:
    """Else the terminal asks in the alphabet's order what the window asks in the author's."""
    names = ["why", "days", "terms"]
    inner: dict[str, Any] = {
        "type": "object",
        "x-baton-order": ["unit", "more"],
        "properties": {"more": {"type": "string"}, "unit": {"type": "string"}},
    }
    form: dict[str, Any] = {
        "type": "object",
        "x-baton-order": names,
        "properties": {name: {"type": "array", "items": inner} for name in sorted(names)},
    }
    case = str(baton.ok("run", write(tmp_path, approving(form=form)), "--as", "analyst")["run_id"])
    text = baton("tasks", "show", case, task_of(baton, case)).out
    asked = [line.split()[2] for line in text.splitlines() if line.startswith("fill in")]
    assert asked == [f"{name}:" for name in names]
    shown = baton.ok("tasks", "show", case, task_of(baton, case))["form"]["properties"]
    assert list(shown) == names
    assert list(shown["why"]["items"]["properties"]) == ["unit", "more"]


def test_an_answer_drives_the_case_on(baton: Baton, case: str) -> None:
    words = ("--as", "user:lawyer", "--role", "finance", "--outcome", "approved")
    found = baton.ok(
        "tasks", "complete", case, task_of(baton, case), *words, "--values", '{"limit": 5}'
    )
    assert (found["run_id"], found["status"]) == (case, "completed")
    assert baton.ok("tasks")["tasks"] == []
    [closed] = baton.ok("tasks", "list", "--all")["tasks"]
    assert closed["status"] == "decided"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--as", "analyst", "--role", "finance", "--outcome", "approved"), "asked for it"),
        (("--as", "employee", "--outcome", "approved"), "not yours"),
        (("--as", "lawyer", "--role", "finance", "--outcome", "rejected"), "reason"),
        (("--as", "lawyer", "--role", "finance", "--outcome", "perhaps"), "perhaps"),
        (
            (
                *("--as", "lawyer", "--role", "finance", "--outcome", "approved"),
                *("--values", '{"limit": "x"}'),
            ),
            "limit",
        ),
    ],
)
def test_who_may_not_answer_is_told_why(
    baton: Baton, case: str, words: tuple[str, ...], says: str
) -> None:
    result = baton("tasks", "complete", case, task_of(baton, case), *words)
    assert result.code == 1
    assert says in result.err
    assert baton.ok("runs", "show", case)["status"] == "waiting"


def test_a_task_is_handed_on(baton: Baton, case: str) -> None:
    task = task_of(baton, case)
    words = ("--as", "lawyer", "--role", "finance", "--to", "user:trainee", "--reason", "holidays")
    found = baton.ok("tasks", "delegate", case, task, *words)
    assert found["waiting_for"][0]["people"] == ["user:trainee"]
    done = baton.ok("tasks", "complete", case, task, "--as", "trainee", "--outcome", "approved")
    assert done["status"] == "completed"


def test_a_case_is_stopped_with_a_reason(baton: Baton, case: str) -> None:
    assert baton("runs", "cancel", case).code == 2
    found = baton.ok("runs", "cancel", case, "--reason", "signed twice", "--as", "analyst")
    assert found["status"] == "cancelled"
    assert baton("runs", "cancel", case, "--reason", "again").code == 1
    assert "signed twice" in baton("events", case).out


@pytest.mark.parametrize(
    "words",
    [
        ("runs", "show"),
        ("runs", "cancel", "--reason", "x"),
        ("events",),
        ("tasks", "complete", "approve"),
        ("tasks", "show", "approve"),
        ("tasks", "delegate", "approve", "--to", "trainee"),
        ("runs", "resolve", "ask", "retry"),
    ],
)
def test_a_case_that_is_not_there_is_an_error_with_words(
    baton: Baton, words: tuple[str, ...]
) -> None:
    place = 2 if words[0] != "events" else 1
    result = baton(*words[:place], NOBODY, *words[place:], "--json")
    assert result.code == 1
    assert result.json["error"]["code"].startswith("refused")


def test_events_tell_the_story(baton: Baton, case: str) -> None:
    lines = baton("events", case).out.splitlines()
    assert "the case “A flow” begins, asked for by user:analyst" in lines[0]
    assert any("asks role:finance: Approve it" in line for line in lines)
    objects = [json.loads(line) for line in baton("events", case, "--json").out.splitlines()]
    assert [each["seq"] for each in objects] == list(range(len(objects)))
    assert {"seq", "at", "by", "type"} <= set(objects[0])
    assert len(baton("events", case, "--from", "2").out.splitlines()) == len(lines) - 2


# --- mending ------------------------------------------------------------------------------------


class Moody:
    """A system that says no until it is told otherwise."""

    def __init__(self) -> None:
        self.good = False
        self.paths: list[str] = []

    def __call__(self, received: Received) -> Answer:
        self.paths.append(received.path)
        return Answer.of_json({"id": 7}, 200 if self.good else 422)


def test_an_incident_is_found(baton: Baton, tmp_path: Path) -> None:
    flow = drawing({"id": "sum", "kind": "map_data", "params": {"value": "$number(input.text)"}})
    case = baton.ok("run", write(tmp_path, flow), "--input", '{"text": "twelve"}')["run_id"]
    [row] = baton.ok("runs", "list", "--incidents")["runs"]
    assert (row["run_id"], row["incidents"]) == (case, 1)
    assert "needs mending" in baton("runs").out
    text = baton("runs", "show", str(case)).out
    assert f"baton runs resolve {case} sum retry" in text


def test_an_incident_is_skipped_with_an_output(baton: Baton, tmp_path: Path) -> None:
    flow = drawing(
        {"id": "sum", "kind": "map_data", "params": {"value": "$number(input.text)"}},
    )
    flow["nodes"][-1]["params"] = {"output": {"sum": "steps.sum"}}
    case = baton.ok("run", write(tmp_path, flow), "--input", '{"text": "twelve"}')["run_id"]
    words = ("--output", "12", "--reason", "meant twelve", "--as", "analyst")
    found = baton.ok("runs", "resolve", str(case), "sum", "skip", *words)
    assert (found["status"], found["output"]) == ("completed", {"sum": 12})
    assert "user:analyst decides to skip: meant twelve" in baton("events", str(case)).out
    assert baton("runs", "resolve", str(case), "sum", "retry").code == 1


def test_an_incident_is_tried_again(baton: Baton, tmp_path: Path) -> None:
    moody = Moody()
    with LoopbackServer(moody) as server:
        address = f"base_url={server.url}"
        baton.ok("connections", "add", "shop", "--connector", "web", "--set", address)
        case = str(baton.ok("run", write(tmp_path, calling()))["run_id"])
        assert baton.ok("runs", "resolve", case, "ask", "retry")["status"] == "waiting"
        moody.good = True
        found = baton.ok(
            "runs", "resolve", case, "ask", "retry", "--request", '{"path": "/jobs/8"}'
        )
    assert found["status"] == "completed"
    assert moody.paths[-1] == "/jobs/8"
