"""Runs the command `baton` as a person or program does. Must not know what a command is for."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from unittest import mock

from runtime.cli import main
from tests.helpers.source_tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# A test run in the background ignores Ctrl-C, and so would every process it starts.
IN_A_PROCESS = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from runtime.cli import main; sys.exit(main())"
)


class Keyboard(io.TextIOWrapper):
    """A standard input at which a person sits."""

    def isatty(self) -> bool:
        """Say that somebody is there."""
        return True


class Screen(io.StringIO):
    """A standard error that a person watches."""

    def isatty(self) -> bool:
        """Say that somebody watches."""
        return True


@dataclass(frozen=True)
class Result:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object that was written."""
        assert self.out.endswith("\n"), self.out
        return json.loads(self.out)


class Baton:
    """The command, at work for a user of its own.

    Args:
        home: the user's folder; the database and the list of connections stand in it.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.db = f"sqlite:///{home / 'cases.sqlite'}"
        self.env = {
            "HOME": str(home),
            "USERPROFILE": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_STATE_HOME": str(home / "state"),
            "BATON_DB": self.db,
            "TERM": "xterm",
            "BATON_VAULT": "file",
            "BATON_VAULT_PASSPHRASE": "a passphrase for tests",
        }

    def __call__(self, *words: str, typed: str = "", person: bool = False) -> Result:
        """Runs a command in this process.

        Args:
            words: what stands after `baton`.
            typed: the standard input.
            person: whether a person sits at it, and watches the standard error.
        """
        out, err = io.StringIO(), Screen() if person else io.StringIO()
        kind = Keyboard if person else io.TextIOWrapper
        given = kind(io.BytesIO(typed.encode()), encoding="utf-8")
        with (
            mock.patch.dict(os.environ, self.env),
            mock.patch.object(sys, "stdin", given),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            code = main(list(words))
        return Result(code, out.getvalue(), err.getvalue())

    def ok(self, *words: str, typed: str = "") -> dict[str, Any]:
        """Runs a command with --json that must succeed, and returns its object."""
        result = self(*words, "--json", typed=typed)
        assert result.code == 0, result
        return result.json

    def begin(self, *words: str) -> subprocess.Popen[str]:
        """Begins a command in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-c", IN_A_PROCESS, *words],
            cwd=self.home,
            env={**os.environ, **self.env, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def run(self, *words: str) -> Result:
        """Runs a command in a process of its own, as a shell does."""
        with self.begin(*words) as process:
            out, err = process.communicate(timeout=60)
        return Result(process.returncode, out, err)


def write(folder: Path, document: dict[str, Any], name: str = "flow.baton.json") -> str:
    """Writes a workflow file and returns its path."""
    path = folder / name
    path.write_text(json.dumps(document), encoding="utf-8")
    return str(path)


def drawing(*steps: dict[str, Any], **about: Any) -> dict[str, Any]:
    """A workflow: a start, these steps one after the other, and an end.

    Args:
        steps: id, kind and params; `out` names the port that the case goes on by.
        about: attributes of the workflow.
    """
    nodes = [{"id": "begin", "kind": "start"}, *steps, {"id": "done", "kind": "end"}]
    drawn = [{name: value for name, value in node.items() if name != "out"} for node in nodes]
    edges = [
        {"source": one["id"], "port": one.get("out", "out"), "target": other["id"]}
        for one, other in pairwise(nodes)
    ]
    owners = {"business": "process owner", "technical": "integration", "control": "finance control"}
    graph = {"format": 1, "id": "flow", "name": "A flow", "owners": owners, **about}
    return {
        "directed": True,
        "multigraph": True,
        "graph": graph,
        "nodes": drawn,
        "edges": edges,
    }


def adding() -> dict[str, Any]:
    """A workflow that adds one to `input.amount` and ends at once."""
    return drawing(
        {"id": "add", "kind": "map_data", "params": {"fields": {"sum": "input.amount + 1"}},
         "saves": {"sum": "output.sum"}},
        input={
            "type": "object",
            "required": ["amount"],
            "properties": {"amount": {"type": "number"}},
        },
        data={"type": "object", "properties": {"sum": {"type": "number"}}},
    )  # fmt: skip


def approving(**more: Any) -> dict[str, Any]:
    """A workflow that waits for a finance approval."""
    params = {"title": "Approve it", "assignees": "'role:finance'", **more}
    document = drawing({"id": "approve", "kind": "approval", "params": params, "out": "approved"})
    document["nodes"].append({"id": "refused", "kind": "end", "params": {"output": {"no": "true"}}})
    document["edges"].append({"source": "approve", "port": "rejected", "target": "refused"})
    return document


def calling(operation: str = "read", attempts: int = 1, **inputs: str) -> dict[str, Any]:
    """A workflow that asks the system “shop” something."""
    return drawing(
        {
            "id": "ask",
            "kind": "call",
            "params": {
                "connection": "shop",
                "operation": operation,
                "inputs": {"path": "'/jobs/7'", **inputs},
            },
            "policy": {"retry": {"attempts": attempts, "delay": "PT1S", "jitter": 0}},
        },
        connections={"shop": {"connector": "web"}},
    )
