"""Knows the laws of reading and writing workflow files."""

from __future__ import annotations

import json
from typing import Any

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.definition.codec import digest, dumps, loads
from runtime.definition.definition import Definition
from tests.helpers.workflow_strategies import documents, shuffled

_ORDER = ("source", "port", "target", "key")


def ordered(document: dict[str, Any]) -> dict[str, Any]:
    nodes = sorted(document["nodes"], key=lambda node: node["id"])
    edges = sorted(document["edges"], key=lambda edge: [edge[name] for name in _ORDER])
    return document | {"nodes": nodes, "edges": edges}


@settings(max_examples=40)
@given(documents())
def test_nothing_of_a_file_is_lost_even_what_this_baton_does_not_know(
    document: dict[str, Any],
) -> None:
    text = dumps(loads(json.dumps(document)))
    assert json.loads(text) == ordered(document)


@settings(max_examples=40)
@given(documents())
def test_saving_twice_changes_nothing(document: dict[str, Any]) -> None:
    once = dumps(Definition.from_document(document))
    assert dumps(loads(once)) == once
    assert dumps(loads(once.encode())) == once


@settings(max_examples=40)
@given(st.data())
def test_the_order_in_a_file_does_not_make_another_version(data: st.DataObject) -> None:
    document = data.draw(documents())
    mixed = data.draw(shuffled(document))
    assert digest(Definition.from_document(mixed)) == digest(Definition.from_document(document))


@settings(max_examples=40)
@given(documents())
def test_any_networkx_program_can_load_and_hand_back_a_file(document: dict[str, Any]) -> None:
    definition = Definition.from_document(document)
    networkx: Any = nx
    graph = networkx.node_link_graph(definition.document(), edges="edges")
    ours = {name: value for name, value in document.items() if not name.startswith("x-")}
    assert Definition.from_graph(graph).document() == ordered(ours)


def test_a_digest_tells_one_from_one_point_zero() -> None:
    def of(value: object) -> str:
        return digest(Definition.from_document({"nodes": [], "edges": [], "graph": {"x": value}}))

    values: list[object] = [1, 1.0, True, "1"]
    assert len({of(value) for value in values}) == 4
    assert of(1).startswith("sha256:")


def test_a_version_diff_shows_one_attribute_a_line() -> None:
    node: dict[str, Any] = {
        "id": "a",
        "kind": "x",
        "position": [1, 2],
        "params": {"b": {"c": "ü"}, "a": []},
    }
    text = dumps(Definition.from_document({"graph": {"format": 1}, "nodes": [node], "edges": []}))
    assert '      "position": [1, 2]\n' in text
    assert '        "b": {\n          "c": "ü"\n        }\n' in text
    assert '        "a": [],\n' in text
    assert text.endswith("}\n")


def test_a_long_list_is_written_one_item_a_line() -> None:
    definition = Definition.from_document(
        {"graph": {"format": 1, "x": list(range(100))}, "nodes": [], "edges": []}
    )
    assert "\n      42,\n" in dumps(definition)


def test_changing_the_document_given_or_got_does_not_change_the_definition() -> None:
    document: dict[str, Any] = {
        "graph": {"format": 1, "name": "Intake"},
        "nodes": [{"id": "a", "kind": "x", "params": {"limit": [1]}}],
        "edges": [],
    }
    definition = Definition.from_document(document)
    before = digest(definition)
    document["nodes"][0]["params"]["limit"].append(2)
    given_back: Any = definition.document()
    given_back["nodes"][0]["params"]["limit"].append(3)
    assert digest(definition) == before
