"""Tests that an edit which does not fit, or cannot be kept, leaves the drawing whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.document import clipboard
from designer.document.history import Command
from designer.document.opening import new_workflow
from designer.document.workflow import WorkflowDocument
from runtime.definition.definition import Definition
from runtime.definition.errors import DefinitionError
from runtime.plan.problems import Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

DEEP = json.loads("[" * 120 + "]" * 120)


STEP = ("nodes", "a", "params")
EDGE = ("edges", "k")


def _put(path: tuple[str, ...], value: Any) -> Edit:
    return Edit("set", path, value)


@pytest.fixture
def drawing() -> WorkflowDocument:
    """Two steps and the edge between them."""
    plain = new_workflow("Hostile").document()
    plain["nodes"] = [{"id": "a", "kind": "start"}, {"id": "b", "kind": "start"}]
    plain["edges"] = [{"source": "a", "target": "b", "port": "out", "key": "k"}]
    return WorkflowDocument(Definition.from_document(plain))


@pytest.mark.parametrize(
    "patch",
    [
        [Edit("remove", (*EDGE, "source"))],
        [_put(("nodes", "half \ud800"), {"kind": "start"})],
        [_put((*STEP, "half \ud800", "x"), 1)],
        [_put(EDGE, None)],
        [_put(EDGE, {"label": "no ends"})],
        [_put((*EDGE, "rows"), [1]), _put((*EDGE, "rows", "9"), 1)],
        [_put(STEP, {"rows": ["x"]}), _put((*STEP, "rows", "0", "y", "z"), 1)],
        [_put(("graph", "layout"), {}), _put(("nodes", "a", "parent"), "a")],
        [_put((*STEP, "x"), 10**40)],
        [_put((*STEP, "x"), float("inf"))],
        [_put((*STEP, "x"), DEEP)],
        [_put(("nodes", "a", "name"), "half \ud800")],
    ],
)
def test_an_edit_that_does_not_fit_leaves_every_edge_where_it_was(
    drawing: WorkflowDocument, patch: Sequence[Edit]
) -> None:
    """Else the next edit meets a drawing whose edges nobody finds, or that no file can hold."""
    before = json.dumps(drawing.model.document(), sort_keys=True)
    with pytest.raises(DefinitionError):
        drawing.do(Command("Hostile", tuple(patch)))
    assert json.dumps(drawing.model.document(), sort_keys=True) == before
    assert [edge["key"] for edge in drawing.model.in_edges("b")] == ["k"]
    drawing.definition()


@pytest.mark.parametrize(
    "text",
    [
        '{"baton":1,"nodes":[{"id":"q","kind":"task","position":[1e400,2]}]}',
        '{"baton":1,"nodes":[{"id":"q","kind":"task","position":[NaN,2]}]}',
        '{"baton":1,"notes":{"n":{"position":[1e400,1]}}}',
        '{"baton":1,"nodes":[{"id":"q","kind":"task","params":{"x":' + "1" * 40 + "}}]}",
        '{"baton":1,"nodes":[{"id":"q","kind":"task","params":{"x":1e999}}]}',
        '{"baton":1,"nodes":[{"id":"q","kind":"task","params":{"x":' + json.dumps(DEEP) + "}}]}",
    ],
)
def test_hostile_text_is_not_pasted(drawing: WorkflowDocument, text: str) -> None:
    """Else the window breaks, or the workflow cannot be saved any more."""
    with pytest.raises(DefinitionError):
        clipboard.pasted(drawing.model, text, (8.0, 8.0))


def test_steps_beyond_all_bounds_are_pasted_within(drawing: WorkflowDocument) -> None:
    ends = [
        {"id": i, "kind": "start", "position": [p, 0]} for i, p in (("x", 1e308), ("y", -1e308))
    ]
    text = json.dumps({"baton": 1, "nodes": ends})
    for place in (None, (0.0, 0.0)):
        command, names = clipboard.pasted(drawing.model, text, place)
        drawing.do(command)
        spots: Any = [drawing.model.nodes[name]["position"] for name in names]
        assert all(abs(x) < 1e10 for x, _ in spots)


def test_what_is_copied_tells_only_of_connections_that_it_names(drawing: WorkflowDocument) -> None:
    """Else who mails one step tells which other systems there are."""
    for name in ("erp", "payroll"):
        drawing.do(Command("x", (_put(("graph", "connections", name), {"connector": "tryton"}),)))
    drawing.do(Command("x", (_put((*STEP, "connection"), "erp"),)))
    found = json.loads(clipboard.copied(drawing.model, ["a"]))
    assert [*found["connections"]] == ["erp"]
    assert "payroll" not in clipboard.copied(drawing.model, ["a", "b"])


def test_a_note_on_no_step_is_pasted_as_a_note(drawing: WorkflowDocument) -> None:
    command, _ = clipboard.pasted(drawing.model, '{"baton":1,"notes":{"n":{"step":["x"]}}}')
    drawing.do(command)
    drawing.definition()


@given(texts=st.lists(st.text(max_size=5), min_size=2, max_size=20))
def test_typing_on_is_one_entry_that_keeps_the_text_once(texts: list[str]) -> None:
    """A long text would be kept once for each letter."""
    document = WorkflowDocument(new_workflow("Typing"))
    before = json.dumps(document.model.graph)
    for text in texts:
        edit = Edit("set", ("graph", "owners", "business"), text)
        document.do(Command("Type", (edit,), "owners.business"))
    entries = document.history.entries
    assert [len(entry.forward) for entry in entries] == [1] * len(entries)
    while document.history.can_undo:
        document.undo()
    assert json.dumps(document.model.graph) == before
    while document.history.can_redo:
        document.redo()
    assert document.model.value(("graph", "owners", "business")) == texts[-1]
