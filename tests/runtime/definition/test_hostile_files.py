"""Knows what a broken or hostile workflow file is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.definition.codec import dumps, loads
from runtime.definition.definition import Definition
from runtime.definition.errors import DefinitionError
from runtime.definition.plain import MAX_BYTES, MAX_DEPTH
from tests.helpers.workflow_strategies import JSON, documents


def node(**more: Any) -> dict[str, Any]:
    return {"id": "approve", "kind": "approval"} | more


def edge(**more: Any) -> dict[str, Any]:
    return {"source": "approve", "target": "approve", "key": "e1"} | more


def text(nodes: object = (), edges: object = (), **graph: Any) -> str:
    document = {"graph": {"format": 1} | graph, "nodes": nodes, "edges": edges}
    return json.dumps(document)


BROKEN = {
    "not JSON": ('{"nodes": [', "line 1, column 12"),
    "not an object": ("[]", "the document"),
    "not UTF-8": (b'{"a": "\xff"}', "byte 7"),
    "half a character": (r'{"x": {"y": "\ud800"}}', "x.y"),
    "half a character in a name": (r'{"\ud800": 1}', "the document"),
    "not a number": ('{"x": NaN}', "the value NaN"),
    "too large a number": ('{"x": [1, 1e999]}', "x[1]"),
    "too large a whole number": (text(x=2**70), "graph.x"),
    "a number of many digits": ('{"x": ' + "9" * 5000 + "}", "the document"),
    "the same name twice": ('{"graph": {"id": 1, "id": 2}}', "attribute 'id'"),
    "nested too deep": ("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), ("[0]" * MAX_DEPTH)[:200]),
    "nested for a crash": ("[" * 300_000, "the document"),
    "a newer format": (text(format=99), "graph.format"),
    "a wrong format": (text(format="new"), "graph.format"),
    "no steps": ('{"graph": {}, "edges": []}', "nodes"),
    "graph is a list": ('{"graph": [], "nodes": [], "edges": []}', "graph"),
    "a step without kind": (text([{"id": "approve"}]), 'step "approve", kind'),
    "an id that is a number": (text([node(id=7)]), "nodes[0].id"),
    "an empty id": (text([node(id="")]), 'step "", id'),
    "wrong type deep inside": (
        text([node(policy={"retry": {"attempts": "3"}})]),
        'step "approve", policy.retry.attempts',
    ),
    "two steps with one id": (text([node(), node()]), 'step "approve"'),
    "two edges with one id": (text([node()], [edge(), edge()]), 'edge "e1"'),
    "edge to nowhere": (text([node()], [edge(target="gone")]), 'edge "e1", target'),
    "edge from nowhere": (text([node()], [edge(source="gone")]), 'edge "e1", source'),
    "edge with a number": (text([node()], [edge(source=1)]), "edges[0].source"),
    "inside of nothing": (text([node(parent="gone")]), 'step "approve", parent'),
    "inside of itself": (text([node(parent="approve")]), 'step "approve", parent'),
    "undirected": ('{"directed": false, "graph": {}, "nodes": [], "edges": []}', "directed"),
}


@pytest.mark.parametrize(("content", "where"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_told_where(content: str | bytes, where: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        loads(content)
    assert caught.value.where == where
    assert caught.value.what
    assert caught.value.why
    assert caught.value.next_step
    str(caught.value).encode()


def test_steps_inside_each_other_are_refused() -> None:
    nodes = [node(id="a", parent="b"), node(id="b", parent="a"), node(id="c", parent="a")]
    with pytest.raises(DefinitionError, match="inside itself"):
        loads(text(nodes))


def test_a_file_beyond_the_size_limit_is_not_parsed() -> None:
    with pytest.raises(DefinitionError, match="too large"):
        loads(b" " * (MAX_BYTES + 1))


def test_every_finding_of_the_form_is_listed_in_the_detail() -> None:
    with pytest.raises(DefinitionError) as caught:
        loads(text([node(name=1, notes=2)]))
    assert caught.value.detail.splitlines() == [
        'step "approve", name: The value should be a valid string',
        'step "approve", notes: The value should be a valid string',
    ]


def test_a_value_that_json_cannot_hold_is_refused() -> None:
    with pytest.raises(DefinitionError, match="type set"):
        Definition.from_document({"graph": {}, "nodes": [], "edges": [], "x": {1}})
    numbered: dict[str, object] = {"graph": {1: 2}, "nodes": [], "edges": []}
    with pytest.raises(DefinitionError, match="must be text"):
        Definition.from_document(numbered)


def _survives(content: str | bytes) -> bool:
    """A file is refused in words, or it is a workflow that can be saved and opened again."""
    try:
        read = loads(content)
    except DefinitionError as error:
        str(error).encode()
        return False
    again = loads(dumps(read))
    assert again.document() == read.document()
    assert dumps(again) == dumps(read)
    return True


@given(st.binary())
def test_arbitrary_bytes_never_crash_the_reader(content: bytes) -> None:
    _survives(content)


@given(st.text())
def test_arbitrary_text_never_crashes_the_reader(content: str) -> None:
    _survives(content)


@given(st.dictionaries(st.sampled_from(["graph", "nodes", "edges", "links", "directed"]), JSON))
def test_arbitrary_json_never_crashes_the_reader(content: object) -> None:
    _survives(json.dumps(content))


@settings(max_examples=40)
@given(st.data())
def test_a_valid_file_with_one_value_replaced_never_crashes_the_reader(data: st.DataObject) -> None:
    document = data.draw(documents())
    holder: Any = document
    for _ in range(data.draw(st.integers(0, 4))):
        inner = [key for key in _keys(holder) if isinstance(holder[key], dict | list)]
        if not inner:
            break
        holder = holder[data.draw(st.sampled_from(inner))]
    if keys := _keys(holder):
        holder[data.draw(st.sampled_from(keys))] = data.draw(JSON)
    _survives(json.dumps(document))


def _keys(holder: dict[str, Any] | list[Any]) -> list[Any]:
    return [*holder] if isinstance(holder, dict) else [*range(len(holder))]
