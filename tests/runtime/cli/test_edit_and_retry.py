"""What is lost when these fail: a wrong request cannot be mended without the whole case anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.testing.loopback import Answer, LoopbackServer
from tests.helpers.command_line import Baton, approving, calling, write

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.testing.loopback import Received


def test_a_request_is_shown_edited_and_sent_again(baton: Baton, tmp_path: Path) -> None:
    """What is personal in it is hidden unless somebody asks for it."""
    flow = calling(query="{'email': 'ann@example.com', 'size': 3}")

    def answer(received: Received) -> Answer:
        return Answer.of_json({"ok": True}, 200 if "size=4" in received.path else 422)

    with LoopbackServer(answer) as server:
        added = ("--connector", "web", "--set", f"base_url={server.url}")
        baton.ok("connections", "add", "shop", *added)
        run = baton("run", write(tmp_path, flow), "--json").json["run_id"]
        hidden = baton.ok("runs", "request", run, "ask")["request"]
        assert hidden["query"] == {"email": "•••", "size": 3}
        whole = baton.ok("runs", "request", run, "ask", "--personal")["request"]
        assert whole["query"]["email"] == "ann@example.com"
        words = ("--change", '{"query.size": 4}', "--reason", "typed wrongly")
        wrong = baton("runs", "resolve", run, "ask", "skip", *words)
        assert (wrong.code, "tried again" in wrong.err) == (2, True)
        done = baton.ok("runs", "resolve", run, "ask", "retry", *words)
        assert done["status"] == "completed"
        assert "decides to retry: typed wrongly" in baton("events", run).out


def test_a_step_that_sends_nothing_has_no_request(baton: Baton, tmp_path: Path) -> None:
    run = str(baton.ok("run", write(tmp_path, approving()))["run_id"])
    refused = baton("runs", "request", run, "approve")
    assert (refused.code, "has sent nothing" in refused.err) == (1, True)
