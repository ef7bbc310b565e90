"""What is lost when these fail: a case cannot be looked into on another machine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.helpers.command_line import Baton, adding, write

if TYPE_CHECKING:
    from pathlib import Path


def test_a_case_is_exported_brought_in_and_told_step_by_step(baton: Baton, tmp_path: Path) -> None:
    words = ("--input", '{"amount": 1}', "--as", "analyst")
    run = str(baton.ok("run", write(tmp_path, adding()), *words)["run_id"])
    file, other = str(tmp_path / "case.json"), f"sqlite:///{tmp_path / 'other.sqlite'}"
    count = baton.ok("runs", "export", run, file)["events"]
    again = baton("runs", "export", run, file)
    assert (again.code, "no file has yet" in again.err) == (1, True)
    name = str(baton.ok("runs", "import", file, "--db", other)["run_id"])
    lines = baton("runs", "replay", name, "--db", other, "--json").out.splitlines()
    told = [json.loads(line) for line in lines]
    assert [each["seq"] for each in told] == list(range(count))
    assert told[-1]["data"] == {"sum": 2}
    assert (told[0]["data"], told[0]["stands_at"]) == ({}, ["begin"])
    one = baton("runs", "replay", name, "--db", other, "--from", "1", "--to", "1").out
    assert "begin: done" in one
    assert "replay of" in baton("runs", "show", name, "--db", other).out
    assert json.loads(baton("runs", "export", run, "-").out)["run"] == run


def test_a_case_that_is_over_is_begun_again_from_a_step(baton: Baton, tmp_path: Path) -> None:
    run = str(baton.ok("run", write(tmp_path, adding()), "--input", '{"amount": 1}')["run_id"])
    words = ("--reason", "lost", "--as", "operator")
    again = baton.ok("runs", "fork", run, "add", *words)
    assert (again["status"], again["output"]) == ("completed", {"sum": 2})
    assert again["run_id"] != run
    assert "up to its coming to add: lost" in baton("events", str(again["run_id"])).out
    tried = baton.ok("runs", "fork", run, "add", "--dry-run", *words)
    assert tried["would_do"] == []
