"""What is lost when these fail: a message from a terminal or a script never reaches its case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.command_line import Baton, drawing, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def case(baton: Baton, tmp_path: Path) -> str:
    """A case that waits for the message “signed” for number 7."""
    wait = {"message": "signed", "key": "input.number"}
    said = {"fields": {"by": "steps.wait.by"}}
    flow = drawing(
        {"id": "wait", "kind": "message", "params": wait},
        {"id": "say", "kind": "set_fields", "params": said},
    )
    given = ("--input", '{"number": 7}', "--as", "analyst")
    return str(baton.ok("run", write(tmp_path, flow), *given)["run_id"])


def send(baton: Baton, *more: str) -> dict[str, Any]:
    return baton.ok("messages", "send", "signed", "--as", "client", *more)


def test_a_message_lets_its_case_go_on(baton: Baton, case: str) -> None:
    assert baton.ok("runs", "show", case)["waiting_for"][0]["kind"] == "message"
    sent = send(baton, "--key", "7", "--content", '{"by": "the client"}')
    assert sent["run_id"] == case
    shown = baton.ok("runs", "show", case)
    assert (shown["status"], shown["output"]) == ("completed", {"by": "the client"})


def test_a_message_that_nobody_waits_for_is_kept_and_listed(baton: Baton, case: str) -> None:
    assert send(baton, "--key", "8", "--id", "m8")["run_id"] is None
    assert "is kept" in baton("messages", "send", "signed", "--key", "8", "--id", "m8").out
    [row] = baton.ok("messages", "list")["messages"]
    assert (row["message"], row["key"], row["run_id"]) == ("m8", "8", None)
    send(baton, "--key", "7")
    assert len(baton.ok("messages", "list")["messages"]) == 1
    assert len(baton.ok("messages", "list", "--all")["messages"]) == 2
    assert case in baton("messages", "list", "--all").out


def test_the_same_message_twice_is_taken_once(baton: Baton, case: str) -> None:
    first = send(baton, "--key", "7", "--id", "m7", "--content", '{"by": "one"}')
    again = send(baton, "--key", "7", "--id", "m7", "--content", '{"by": "two"}')
    assert first["run_id"] == again["run_id"] == case
    assert baton.ok("runs", "show", case)["output"] == {"by": "one"}
