"""Knows how SpiffWorkflow runs ten steps and saves the whole case after each. Knows no Baton.

Runs in the peer's own environment: the standard library, SpiffWorkflow and benchmarks.child only.
Saving is the caller's job with this library; here it is one row of JSON in SQLite, WAL,
synchronous FULL: what its users write.

The options are `folder`, `seconds`.
"""

from __future__ import annotations

import importlib
import sqlite3
import time
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks import child

STEPS = 10
WARM = 5
SYNCHRONOUS = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}


def drawing() -> bytes:
    """Returns ten script tasks in a row as BPMN; each sets one variable."""
    names = [f"s{number}" for number in range(1, STEPS + 1)]
    tasks = "".join(f'<scriptTask id="{n}"><script>n = 1</script></scriptTask>' for n in names)
    places = ["start", *names, "end"]
    flows = "".join(
        f'<sequenceFlow id="f{number}" sourceRef="{a}" targetRef="{b}"/>'
        for number, (a, b) in enumerate(pairwise(places))
    )
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" '
        'targetNamespace="urn:bench"><process id="linear" isExecutable="true">'
        f'<startEvent id="start"/>{tasks}<endEvent id="end"/>{flows}</process></definitions>'
    ).encode()


class Engine:
    """The library, one drawing, and the table that its cases are saved in."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._bpmn: Any = importlib.import_module("SpiffWorkflow.bpmn")
        self._ready = importlib.import_module("SpiffWorkflow.util.task").TaskState.READY
        parser = importlib.import_module("SpiffWorkflow.bpmn.parser").BpmnParser()
        parser.add_bpmn_str(drawing())
        self._spec = parser.get_spec("linear")
        serializer = importlib.import_module("SpiffWorkflow.bpmn.serializer").BpmnWorkflowSerializer
        self._serializer = serializer(serializer.configure())
        self._connection = connection

    def case(self, number: int) -> None:
        """Runs one case; after each step all of it is durable."""
        workflow = self._bpmn.BpmnWorkflow(self._spec)
        workflow.task_tree.data = {"id": number, "amount": number % 200, "customer": "c1"}
        saved = 0
        while (task := workflow.get_next_task(state=self._ready, manual=False)) is not None:
            task.run()
            if type(task.task_spec).__name__ == "ScriptTask":
                self._save(number, workflow)
                saved += 1
        assert saved == STEPS
        assert workflow.is_completed()

    def _save(self, number: int, workflow: Any) -> None:
        row = (number, self._serializer.serialize_json(workflow))
        self._connection.execute("INSERT OR REPLACE INTO saved_case VALUES (?, ?)", row)


def measure(path: Path, seconds: float) -> child.Figures:
    """Returns steps a second, one case after the other."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE saved_case (id INTEGER PRIMARY KEY, state TEXT)")
        engine = Engine(connection)
        for number in range(WARM):
            engine.case(number)
        begun, count = time.perf_counter(), 0
        while time.perf_counter() - begun < seconds:
            engine.case(WARM + count)
            count += 1
        taken = time.perf_counter() - begun
        mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
        level = connection.execute("PRAGMA synchronous").fetchone()[0]
    return {
        "value": count * STEPS / taken,
        "journal_mode": str(mode).upper(),
        "synchronous": SYNCHRONOUS[level],
    }


def main() -> None:
    """Takes one measurement."""
    options = child.options()
    child.hand_over(measure(Path(options["folder"]) / "spiff.sqlite", options["seconds"]))


if __name__ == "__main__":
    main()
