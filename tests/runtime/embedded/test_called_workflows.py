"""Workflows that a workflow runs are looked at before a case begins, as it is itself."""

from __future__ import annotations

from typing import Any

import pytest

from runtime import steps
from runtime.definition.definition import Definition
from runtime.embedded.prepared import Preparer
from runtime.errors import InvalidWorkflowError


def drawn(name: str, *nodes: dict[str, Any], edges: list[tuple[str, str]]) -> Definition:
    owners = {"business": "owner", "technical": "integration", "control": "control"}
    return Definition.from_document(
        {
            "directed": True,
            "multigraph": True,
            "graph": {"format": 1, "id": name, "name": name, "owners": owners},
            "nodes": [{"id": "start", "kind": "start"}, {"id": "end", "kind": "end"}, *nodes],
            "edges": [{"source": a, "target": b} for a, b in edges],
        }
    )


def test_a_case_does_not_begin_when_a_workflow_it_runs_is_broken() -> None:
    """It would come to a stand in the middle, after half of its effects."""
    call = {"id": "call", "kind": "sub_workflow", "params": {"workflow": "inner"}}
    outer = drawn("outer", call, edges=[("start", "call"), ("call", "end")])
    dead_end = {"id": "lost", "kind": "parallel"}
    broken = drawn("inner", dead_end, edges=[("start", "end"), ("start", "lost")])
    sound = drawn("inner", edges=[("start", "end")])
    preparer = Preparer(steps.kinds())
    with pytest.raises(InvalidWorkflowError, match=r"“inner” cannot run: .*“lost”"):
        preparer.prepare(outer, "", {"inner": broken}.__getitem__)
    assert set(preparer.prepare(outer, "", {"inner": sound}.__getitem__).plan.bodies) == {
        "outer",
        "inner",
    }
