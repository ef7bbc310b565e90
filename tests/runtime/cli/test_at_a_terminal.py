"""What is lost when these fail: a person waits without a word, or longer than is needed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from connectors.testing.loopback import Answer, LoopbackServer
from tests.helpers.command_line import adding, calling, drawing, write
from tests.helpers.source_tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.testing.loopback import Received
    from tests.helpers.command_line import Baton

HEAVY = {"networkx", "httpx", "rich", "alembic", "keyring", "psycopg", "holidays", "PySide6"}
LOADED = """
import sys
from runtime.cli import main
code = main(sys.argv[1:])
sys.stderr.write(" ".join({name.split(".")[0] for name in sys.modules}))
sys.exit(code)
"""


@pytest.mark.slow
def test_progress_is_drawn_for_who_watches_and_only_there(baton: Baton, tmp_path: Path) -> None:
    flow = drawing({"id": "rest", "kind": "wait", "params": {"duration": "PT2S"}})
    path = write(tmp_path, flow)
    watched = baton("run", path, "--json", person=True)
    assert watched.json["status"] == "completed"
    assert watched.json["run_id"] in watched.err
    assert baton("run", path, "--json").err == ""


def test_a_quick_command_draws_nothing(baton: Baton, tmp_path: Path) -> None:
    result = baton("run", write(tmp_path, adding()), "--input", '{"amount": 1}', person=True)
    assert (result.code, result.err) == (0, "")


def test_a_short_run_loads_nothing_that_it_does_not_need(baton: Baton, tmp_path: Path) -> None:
    """Each of these takes longer to import than the whole run."""
    words = ("run", write(tmp_path, adding()), "--input", '{"amount": 1}', "--json")
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *words],
        cwd=tmp_path,
        env={**baton.env, "PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert json.loads(done.stdout)["status"] == "completed", done.stderr
    assert not HEAVY & set(done.stderr.split())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to a whole console")
def test_ctrl_c_in_the_middle_of_a_call_ends_at_once(baton: Baton, tmp_path: Path) -> None:
    with LoopbackServer(lambda received: _interrupt(received, running)) as server:
        address = f"base_url={server.url}"
        baton.ok("connections", "add", "shop", "--connector", "web", "--set", address)
        running: list[subprocess.Popen[str]] = []
        with baton.begin("run", write(tmp_path, calling())) as process:
            running.append(process)
            _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    [row] = baton.ok("runs")["runs"]
    assert (
        err == f"Stopped. Case {row['run_id']} stands where it is; `baton work` goes on with it.\n"
    )


def _interrupt(received: Received, running: list[subprocess.Popen[str]]) -> Answer:
    """Presses Ctrl-C while the program waits for this answer."""
    del received
    running[0].send_signal(signal.SIGINT)
    running[0].wait(30)
    return Answer.of_json({})
