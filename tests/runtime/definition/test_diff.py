"""Knows what a process owner reads when a workflow changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.definition.codec import digest
from runtime.definition.definition import Definition
from runtime.definition.diff import Change, diff
from tests.helpers.workflow_strategies import documents, shuffled

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEMAS: dict[str, Any] = {
    "decision": {
        "properties": {
            "limit": {"type": "number", "title": "Approval limit"},
            "rows": {"title": "Rules", "items": {"$ref": "#/$defs/Row"}},
        },
        "$defs": {"Row": {"properties": {"when": {"title": "Condition"}}}},
    }
}


def drawn(**changes: Any) -> Definition:
    node = {"id": "check", "kind": "decision", "name": "Check margin"} | changes.pop("node", {})
    document: dict[str, Any] = {
        "graph": {"format": 1} | changes.pop("graph", {}),
        "nodes": [node, {"id": "legal", "kind": "approval"}, {"id": "end", "kind": "end"}],
        "edges": changes.pop("edges", [{"source": "check", "target": "legal", "key": "e1"}]),
    }
    document["nodes"] += changes.pop("more", [])
    return Definition.from_document(document | changes)


def sentences(old: Definition, new: Definition, **options: Any) -> list[str]:
    return [change.sentence for change in diff(old, new, schemas=SCHEMAS, **options)]


def edge(source: str, target: str, key: str, **more: Any) -> dict[str, Any]:
    return {"source": source, "target": target, "key": key} | more


def table(*rows: list[str], titles: Sequence[str] = ("Amount", "Region")) -> dict[str, Any]:
    return {
        "inputs": [{"title": title} for title in titles],
        "outputs": [{"name": "who"}],
        "rows": [{"when": row, "then": ["cfo"]} for row in rows],
    }


CASES: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "a number": (
        {"node": {"params": {"limit": 10000}}},
        {"node": {"params": {"limit": 15000}}},
        ["“Check margin”: Approval limit 10,000 → 15,000"],
    ),
    "a field without title": (
        {"node": {"params": {"due_in": ""}}},
        {"node": {"params": {"due_in": "P2D", "strict": True}}},
        ["“Check margin”: due in nothing → “P2D”", "“Check margin”: strict added: yes"],
    ),
    "a step added": (
        {},
        {"more": [{"id": "tax", "kind": "x", "name": "Check tax id"}]},
        ["step “Check tax id” added"],
    ),
    "a step removed": ({"more": [{"id": "tax", "kind": "x"}]}, {}, ["step “tax” removed"]),
    "a step renamed": (
        {},
        {"node": {"name": "Check the margin"}},
        ["step “Check margin” is now called “Check the margin”"],
    ),
    "a step switched off": (
        {},
        {"node": {"disabled": True}},
        ["“Check margin”: switched off added: yes"],
    ),
    "a step rewired": (
        {},
        {"edges": [edge("check", "end", "e1")]},
        ["“Check margin” → “legal” is now “Check margin” → “end”"],
    ),
    "a way drawn": (
        {},
        {"edges": [edge("check", "legal", "e1"), edge("legal", "end", "e2", port="yes")]},
        ["“legal” (yes) → “end” drawn"],
    ),
    "a way removed": ({}, {"edges": []}, ["“Check margin” → “legal” removed"]),
    "a label": (
        {},
        {"edges": [edge("check", "legal", "e1", label="over")]},
        ["“Check margin” → “legal”: label added: “over”"],
    ),
    "an owner": (
        {"graph": {"owners": {"business": "PMO"}}},
        {"graph": {"owners": {"business": "Finance operations"}}},
        ["owners, business “PMO” → “Finance operations”"],
    ),
    "a threshold in one environment": (
        {
            "graph": {
                "settings": {"floor": {"title": "Margin floor", "environments": {"test": 0.1}}}
            }
        },
        {
            "graph": {
                "settings": {"floor": {"title": "Margin floor", "environments": {"test": 0.2}}}
            }
        },
        ["setting “Margin floor”: environments, test 0.1 → 0.2"],
    ),
    "a case field": (
        {"graph": {"data": {"properties": {}}}},
        {"graph": {"data": {"properties": {"margin": {"type": "number"}}}}},
        ['case data, margin added: {"type": "number"}'],
    ),
    "a rule put in above": (
        {"node": {"params": {"rows": [{"when": "a"}, {"when": "b"}]}}},
        {"node": {"params": {"rows": [{"when": "new"}, {"when": "a"}, {"when": "b"}]}}},
        ['“Check margin”: Rules, row 1 added: {"when": "new"}'],
    ),
    "a rule changed": (
        {"node": {"params": {"rows": [{"when": "a"}, {"when": "b"}]}}},
        {"node": {"params": {"rows": [{"when": "a"}, {"when": "c"}]}}},
        ["“Check margin”: Rules, row 2, Condition “b” → “c”"],
    ),
    "a rule known by its id": (
        {"node": {"params": {"rows": [{"id": "r1", "when": "a"}, {"id": "r2", "when": "b"}]}}},
        {"node": {"params": {"rows": [{"id": "r2", "when": "b"}, {"id": "r1", "when": "z"}]}}},
        [
            "“Check margin”: Rules rows stand in another order",
            "“Check margin”: Rules, row 2, Condition “a” → “z”",
        ],
    ),
    "a rule taken out": (
        {"node": {"params": {"rows": [{"when": "a"}, {"when": "b"}]}}},
        {"node": {"params": {"rows": [{"when": "b"}]}}},
        ['“Check margin”: Rules, row 1 removed (was {"when": "a"})'],
    ),
    "a cell of a decision table": (
        {"node": {"params": {"table": table(["> 10000", "-"], ["> 5000", '"EMEA"'])}}},
        {"node": {"params": {"table": table(["> 15000", "-"], ["> 5000", '"EMEA"'])}}},
        ["“Check margin”: table, row 1, Amount “> 10000” → “> 15000”"],
    ),
    "a row of a decision table": (
        {"node": {"params": {"table": table(["> 10000", "-"])}}},
        {"node": {"params": {"table": table(["-", "-"], ["> 10000", "-"])}}},
        ['“Check margin”: table, row 1 added: {"then": ["cfo"], "when": ["-", "-"]}'],
    ),
    "a column of a decision table": (
        {"node": {"params": {"table": table(["> 1"], titles=["Amount"])}}},
        {"node": {"params": {"table": table(["> 1", "-"])}}},
        [
            '“Check margin”: table, inputs, row 2 added: {"title": "Region"}',
            '“Check margin”: table, row 1 ["> 1"] → ["> 1", "-"]',
        ],
    ),
    "only the drawing": (
        {"node": {"position": [0, 0]}, "graph": {"layout": {"zoom": 1}}},
        {"node": {"position": [9, 9]}, "edges": [edge("check", "legal", "redrawn")]},
        [],
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES.keys())
def test_a_change_is_told_in_words(
    old: dict[str, Any], new: dict[str, Any], expected: list[str]
) -> None:
    assert sentences(drawn(**old), drawn(**new)) == expected


def test_the_drawing_itself_is_compared_when_asked() -> None:
    old = drawn(node={"position": [0, 0]})
    new = drawn(node={"position": [9, 9]}, edges=[edge("check", "legal", "e7")])
    assert sentences(old, new, drawing=True) == [
        "“Check margin”: position [0, 0] → [9, 9]",
        "“Check margin” → “legal” redrawn",
    ]


def test_a_program_can_read_a_change_too() -> None:
    old, new = drawn(node={"params": {"limit": 1}}), drawn(node={"params": {"limit": 2}})
    assert diff(old, new) == [
        Change("param.changed", "check.params.limit", "“Check margin”: limit 1 → 2", 1, 2)
    ]


def test_a_long_value_does_not_flood_the_sentence() -> None:
    (sentence,) = sentences(drawn(), drawn(node={"notes": "long " * 500}))
    assert sentence.endswith("…”")
    assert len(sentence) < 120


@settings(max_examples=40)
@given(st.data())
def test_the_same_workflow_has_no_changes(data: st.DataObject) -> None:
    document = data.draw(documents())
    old = Definition.from_document(document)
    new = Definition.from_document(data.draw(shuffled(document)))
    assert diff(old, new, drawing=True) == []


@settings(max_examples=40)
@given(documents(), documents())
def test_no_difference_between_two_workflows_goes_unreported(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    old, new = Definition.from_document(first), Definition.from_document(second)
    assert bool(diff(old, new, drawing=True)) == (digest(old) != digest(new))


@settings(max_examples=40)
@given(st.data())
def test_no_single_edit_of_a_workflow_goes_unreported(data: st.DataObject) -> None:
    document = data.draw(documents())
    old = Definition.from_document(document)
    node = data.draw(st.sampled_from(document["nodes"]))
    edits = {"params": {"limit": [{"when": 7}]}, "x-new": 1.0, "name": "another", "notes": "new"}
    name = data.draw(st.sampled_from(sorted(edits)))
    node[name] = edits[name]
    assert diff(old, Definition.from_document(document))
