"""Tests that steps become a workflow of their own, and come back, with all that they read."""

from __future__ import annotations

from typing import Any

import pytest

from designer.document.changes.extract import CannotExtractError, OtherNames, extract
from designer.document.changes.frames import add_frame
from designer.document.changes.inline import inline
from designer.document.changes.samples import keep_sample, pins
from designer.document.layout import frames
from designer.document.opening import new_workflow
from designer.document.workflow import WorkflowDocument
from runtime import steps
from runtime.definition.definition import Definition
from runtime.definition.samples import Sample
from runtime.events.view import view_of
from runtime.plan.check import check
from tests.helpers.drawings import data, draw
from tests.helpers.run_sessions import events_of

KINDS = steps.kinds()


def node(ident: str, kind: str, x: int = 0, **params: Any) -> Any:
    return {"id": ident, "kind": kind, "name": ident.title(), "params": params, "position": [x, 0]}


def document(nodes: list[Any], edges: list[str]) -> WorkflowDocument:
    parts: Any = new_workflow("Deal").document()
    parts["nodes"] = nodes
    for text in edges:
        source, port, target = text.split()
        parts["edges"].append({"source": source, "port": port, "target": target, "key": text})
    parts["graph"]["input"] = {
        "type": "object",
        "properties": {"amount": {"type": "number"}, "days": {"type": "number"}},
    }
    return WorkflowDocument(Definition.from_document(parts))


@pytest.fixture
def deal() -> WorkflowDocument:
    values = {"fields": {"net": "input.amount", "twice": "input.amount * 2"}}
    more = {"fields": {"sum": "steps.first.net + steps.first.twice + input.days"}}
    nodes = [
        node("begin", "start"),
        node("first", "map_data", 300, **values),
        node("second", "map_data", 600, **more),
        node("done", "end", 900, output={"sum": "steps.second.sum"}),
    ]
    return document(nodes, ["begin out first", "first out second", "second out done"])


def errors(definition: Definition) -> list[str]:
    return [p.sentence for p in check(definition, KINDS) if p.severity == "error"]


def test_what_extracted_steps_read_becomes_their_input_and_their_result_comes_back(
    deal: WorkflowDocument,
) -> None:
    made = extract(deal.model, KINDS, ["second"], "Sum up", "sum-up")
    deal.do(made.command)
    call: Any = deal.model.nodes[made.step]
    assert call["params"] == {
        "workflow": "sum-up",
        "inputs": {"first": "steps.first", "days": "input.days"},
    }
    inner: Any = Definition.document(made.definition)["nodes"]
    (second,) = [each for each in inner if each["id"] == "second"]
    assert second["params"]["fields"]["sum"] == "input.first.net + input.first.twice + input.days"
    done: Any = deal.model.nodes["done"]
    assert done["params"]["output"]["sum"] == f"steps.{made.step}.second.sum"
    assert [edge["target"] for edge in deal.model.out_edges("first")] == [made.step]
    assert [edge["target"] for edge in deal.model.out_edges(made.step)] == ["done"]
    assert errors(made.definition) == []


def test_other_names_hold_in_both_workflows(deal: WorkflowDocument) -> None:
    names = OtherNames({"first": "sums", "days": "term"}, {"second": "total"})
    made = extract(deal.model, KINDS, ["second"], "Sum up", "sum-up", names)
    assert [(each.name, each.source) for each in made.given] == [
        ("sums", "steps.first"),
        ("term", "input.days"),
    ]
    assert [(each.name, each.source) for each in made.back] == [("total", "steps.second")]
    deal.do(made.command)
    call: Any = deal.model.nodes[made.step]
    assert call["params"]["inputs"] == {"sums": "steps.first", "term": "input.days"}
    (second,) = [each for each in made.definition.nodes() if each.id == "second"]
    assert second.params["fields"] == {"sum": "input.sums.net + input.sums.twice + input.term"}
    done: Any = deal.model.nodes["done"]
    assert done["params"]["output"]["sum"] == f"steps.{made.step}.total.sum"
    assert errors(made.definition) == []
    assert errors(deal.definition()) == []


def test_extracting_is_one_entry_that_can_be_undone(deal: WorkflowDocument) -> None:
    before = deal.definition().document()
    deal.do(extract(deal.model, KINDS, ["first", "second"], "Sum up", "sum-up").command)
    assert len(deal.history.entries) == 1
    deal.undo()
    assert deal.definition().document() == before


def test_a_workflow_drawn_in_place_of_its_caller_reads_what_the_caller_was_given(
    deal: WorkflowDocument,
) -> None:
    made = extract(deal.model, KINDS, ["second"], "Sum up", "sum-up")
    deal.do(made.command)
    deal.do(inline(deal.model, KINDS, made.step, made.definition))
    second: Any = deal.model.nodes["second"]
    assert second["params"]["fields"]["sum"] == "steps.first.net + steps.first.twice + input.days"
    done: Any = deal.model.nodes["done"]
    assert done["params"]["output"]["sum"] == "steps.second.sum"
    assert made.step not in deal.model.nodes
    assert errors(deal.definition()) == []


def test_steps_with_two_ways_in_are_refused_with_the_reason(deal: WorkflowDocument) -> None:
    with pytest.raises(CannotExtractError, match="entered at no places"):
        extract(deal.model, KINDS, ["begin"], "Begin", "begin")
    with pytest.raises(CannotExtractError, match="entered at 2 places"):
        extract(deal.model, KINDS, ["first", "done"], "Both", "both")


def _frame(opened: WorkflowDocument, *members: str) -> None:
    opened.do(add_frame(opened.model, members, "Sums")[0])


def _members(opened: WorkflowDocument) -> list[str]:
    (frame,) = frames(opened.model).values()
    return [*frame.members]


@pytest.mark.parametrize("framed", [("first", "second"), ("second",)])
def test_what_comes_and_goes_stays_in_its_group(
    deal: WorkflowDocument, framed: tuple[str, ...]
) -> None:
    """A group that loses its steps says something else of the process than it did."""
    _frame(deal, *framed)
    made = extract(deal.model, KINDS, ["second"], "Sum up", "sum-up")
    deal.do(made.command)
    assert _members(deal) == [*framed[:-1], made.step]
    assert next(iter(frames(deal.model).values())).title == "Sums"
    deal.do(inline(deal.model, KINDS, made.step, made.definition))
    assert _members(deal) == [*framed]


def test_a_workflow_that_is_drawn_here_brings_its_connections(deal: WorkflowDocument) -> None:
    made = extract(deal.model, KINDS, ["second"], "Sum up", "sum-up")
    deal.do(made.command)
    parts: Any = made.definition.document()
    parts["graph"]["connections"] = {"erp": {"connector": "tryton"}}
    deal.do(inline(deal.model, KINDS, made.step, Definition.from_document(parts)))
    assert deal.model.value(("graph", "connections", "erp", "connector")) == "tryton"


def test_test_data_go_with_their_steps_and_come_back(deal: WorkflowDocument) -> None:
    """They are somebody's work, and a test of the new workflow needs them as well."""
    deal.do(keep_sample(deal.model, "second", Sample("happy case", {"sum": 3}), pin=True))
    made = extract(deal.model, KINDS, ["second"], "Sum up", "sum-up")
    deal.do(made.command)
    inner = WorkflowDocument(made.definition)
    assert pins(inner.model)["second"].output == {"sum": 3}
    assert not pins(deal.model)
    deal.do(inline(deal.model, KINDS, made.step, made.definition))
    assert pins(deal.model)["second"].name == "happy case"


@pytest.mark.parametrize("chosen", [["second"], ["first", "second"]])
def test_a_case_goes_as_before_when_steps_hand_back_what_they_worked_out(
    chosen: list[str],
) -> None:
    """Else the next steps find nothing where the extracted ones had saved a part of a field."""
    last = "{'lines': data.invoice.lines, 'total': data.invoice.total, 'second': steps.second}"
    drawing = draw(
        [
            "start",
            data("first", "input.amount", saves={"invoice.lines": "output"}),
            data("second", "data.invoice.lines * 2", saves={"invoice.total": "output"}),
            *(data("third", last), "end"),
        ],
        ["start>first", "first>second", "second>third", "third>end"],
        id="deal",
        input={"type": "object", "properties": {"amount": {"type": "number"}}},
    )
    opened = WorkflowDocument(drawing)
    made = extract(opened.model, KINDS, chosen, "Sum up", "sum-up")
    opened.do(made.command)
    assert errors(made.definition) == []
    given = {"amount": 3}
    before = view_of(*events_of(drawing, given)).steps["third"].output
    called = {"sum-up": made.definition}
    run, events = events_of(opened.definition(), given, library=called.__getitem__)
    assert view_of(run, events).steps["third"].output == before
    assert before == {"lines": 3, "total": 6, "second": 6}
