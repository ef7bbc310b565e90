"""Knows how the rest of Baton reads a definition."""

from __future__ import annotations

import pytest

from runtime.definition.definition import Definition

DRAWN = Definition.from_document(
    {
        "graph": {"format": 1, "id": "bill", "owners": {"business": "Finance operations"}},
        "nodes": [
            {"id": "start", "kind": "start"},
            {"id": "lines", "kind": "for_each", "name": "Every line"},
            {"id": "book", "kind": "call", "parent": "lines", "policy": {"retry": {"attempts": 5}}},
            {"id": "end", "kind": "end"},
        ],
        "edges": [
            {"source": "start", "target": "lines"},
            {"source": "lines", "target": "end", "port": "error", "key": "z"},
            {"source": "lines", "target": "end", "key": "a"},
        ],
    }
)


def test_attributes_are_typed_and_have_defaults() -> None:
    assert DRAWN.meta.owners.business == "Finance operations"
    assert DRAWN.meta.owners.control == ""
    retry = DRAWN.node("book").policy.retry
    assert retry is not None
    assert (retry.attempts, retry.factor) == (5, 2.0)
    assert DRAWN.node("start").kind_version == 1


def test_a_step_without_a_name_is_called_by_its_id() -> None:
    assert [DRAWN.node(step).title for step in ("lines", "end")] == ["Every line", "end"]


def test_the_wiring_can_be_followed_both_ways() -> None:
    assert [edge.key for edge in DRAWN.out_edges("lines")] == ["z", "a"]
    assert [edge.key for edge in DRAWN.out_edges("lines", "error")] == ["z"]
    assert [edge.source for edge in DRAWN.in_edges("lines")] == ["start"]
    assert DRAWN.out_edges("end") == ()


def test_an_edge_drawn_by_hand_gets_a_port_and_an_id_from_its_ends() -> None:
    assert [(edge.port, edge.key) for edge in DRAWN.out_edges("start")] == [
        ("out", "start.out-lines")
    ]


def test_steps_inside_a_for_each_are_found() -> None:
    assert [node.id for node in DRAWN.children("lines")] == ["book"]
    assert [node.id for node in DRAWN.children(None)] == ["end", "lines", "start"]
    assert DRAWN.children("book") == ()


def test_asking_for_a_step_that_is_not_there_says_so() -> None:
    assert "lines" in DRAWN
    assert "gone" not in DRAWN
    with pytest.raises(KeyError):
        DRAWN.node("gone")


def test_it_can_be_read_in_a_debugger() -> None:
    assert repr(DRAWN) == "<Definition 'bill': 4 steps, 3 edges>"
