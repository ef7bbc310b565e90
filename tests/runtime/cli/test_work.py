"""What is lost when these fail: a case whose process died stays where it was, or is done twice."""

from __future__ import annotations

from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING

import pytest

from connectors.testing.loopback import Answer, LoopbackServer
from tests.helpers.command_line import adding, approving, calling, drawing, write

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.testing.loopback import Received
    from tests.helpers.command_line import Baton


class Slow:
    """A system that keeps its first request waiting until it is told to go on."""

    def __init__(self) -> None:
        self.asked = Event()
        self.go_on = Event()
        self.received: list[Received] = []

    def __call__(self, received: Received) -> Answer:
        self.received.append(received)
        if not self.asked.is_set():
            self.asked.set()
            self.go_on.wait(30)
        return Answer.of_json({"id": 7})


def killed_while_asking(baton: Baton, flow: str, system: Slow) -> None:
    """Runs a case in a process that dies, without a last word, while it waits for the answer."""
    with baton.begin("run", flow, "--json") as process:
        assert system.asked.wait(30)
        process.kill()
        process.communicate()
    system.go_on.set()


def test_with_nothing_to_do_it_ends_at_once(baton: Baton) -> None:
    found = baton.ok("work")
    assert found == {"worked_on": [], "next_due": None, "refused": []}
    assert "Nothing is left to do" in baton("work").out


def test_a_killed_read_is_done_again(baton: Baton, tmp_path: Path) -> None:
    system = Slow()
    with LoopbackServer(system) as server:
        address = f"base_url={server.url}"
        baton.ok("connections", "add", "shop", "--connector", "web", "--set", address)
        killed_while_asking(baton, write(tmp_path, calling()), system)
        [row] = baton.ok("runs", "list")["runs"]
        assert row["status"] == "running"
        result = baton.run("work", "--json")
    assert result.code == 0, result
    [case] = result.json["worked_on"]
    assert (case["run_id"], case["status"]) == (row["run_id"], "completed")
    assert [step["attempts"] for step in case["steps"]] == [0, 2, 0]
    assert len(system.received) == 2


def test_a_killed_write_that_nobody_can_look_up_is_not_repeated(
    baton: Baton, tmp_path: Path
) -> None:
    system = Slow()
    with LoopbackServer(system) as server:
        address = f"base_url={server.url}"
        baton.ok("connections", "add", "shop", "--connector", "web", "--set", address)
        flow = write(tmp_path, calling("send", method="'POST'", body="{'name': 'x'}"))
        killed_while_asking(baton, flow, system)
        [case] = baton.ok("work")["worked_on"]
    assert case["status"] == "waiting"
    assert [waits["kind"] for waits in case["waiting_for"]] == ["incident"]
    assert len(system.received) == 1


def test_a_killed_write_with_a_key_is_sent_again_with_the_same_key(
    baton: Baton, tmp_path: Path
) -> None:
    system = Slow()
    with LoopbackServer(system) as server:
        address = f"base_url={server.url}"
        baton.ok("connections", "add", "shop", "--connector", "web", "--set", address)
        flow = write(tmp_path, calling("send_once", method="'POST'", body="{'name': 'x'}"))
        killed_while_asking(baton, flow, system)
        [case] = baton.ok("work")["worked_on"]
    assert case["status"] == "completed"
    first, second = (received.headers["idempotency-key"] for received in system.received)
    assert first == second


def test_answers_are_given_on_the_way(baton: Baton, tmp_path: Path) -> None:
    baton.ok("run", write(tmp_path, approving()))
    (tmp_path / "answers.json").write_text(
        '{"people": {"lawyer": ["finance"]},'
        ' "answers": [{"step": "approve", "as": "lawyer", "outcome": "approved"}]}',
        encoding="utf-8",
    )
    found = baton.ok("work", "--answers", f"@{tmp_path / 'answers.json'}")
    assert [case["status"] for case in found["worked_on"]] == ["completed"]


@pytest.mark.slow
def test_timers_fire_while_it_stays(baton: Baton, tmp_path: Path) -> None:
    flow = drawing({"id": "rest", "kind": "wait", "params": {"duration": "PT3S"}})
    case = baton.ok("run", write(tmp_path, flow), "--wait", "0")
    assert case["status"] == "waiting"
    early = baton.ok("work", "--for", "0")
    assert early["worked_on"] == []
    assert datetime.fromisoformat(early["next_due"]).isoformat() == case["waiting_for"][0]["due"]
    assert "Next at" in baton("work", "--for", "0").out
    [done] = baton.ok("work", "--for", "4")["worked_on"]
    assert (done["run_id"], done["status"]) == (case["run_id"], "completed")


@pytest.mark.slow
def test_many_processes_share_one_database(baton: Baton, tmp_path: Path) -> None:
    """Scripts start cases side by side; none may be lost, done twice or fail for the others."""
    flow = write(tmp_path, adding())
    begun = [baton.begin("run", flow, "--input", '{"amount": 1}', "--json") for _ in range(6)]
    ended = [(*process.communicate(timeout=60), process.returncode) for process in begun]
    assert [code for _, _, code in ended] == [0] * 6, ended
    rows = baton.ok("runs", "list")["runs"]
    assert [row["status"] for row in rows] == ["completed"] * 6
