"""What a person loses when a connection is renamed in part: steps that lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from designer.document.changes.connections import rename_connection
from tests.helpers.desks import document_of

if TYPE_CHECKING:
    from designer.document.workflow import WorkflowDocument

FIELDS = {"call": "connection", "wait": ""}
ERP: dict[str, Any] = {"connector": "tryton", "title": "ERP", "x-other": 1}


def drawn(**connections: Any) -> WorkflowDocument:
    steps: list[dict[str, Any]] = [
        {"id": "a", "kind": "call", "name": "A", "params": {"connection": "erp"}},
        {"id": "b", "kind": "call", "name": "B", "params": {"connection": "shop"}},
        {"id": "c", "kind": "call", "name": "C", "params": {"connection": "erp", "operation": "x"}},
        {"id": "d", "kind": "wait", "name": "D", "params": {"duration": "erp"}},
    ]
    return document_of(steps, connections=connections)


def used(document: WorkflowDocument) -> list[Any]:
    nodes: Any = document.model.nodes
    return [nodes[step]["params"].get("connection") for step in "abc"]


def test_all_steps_follow_and_one_undo_takes_it_back() -> None:
    document = drawn(erp=ERP, shop={"connector": "web"})
    before = document.model.document()
    document.do(rename_connection(document.model, "erp", "main erp", FIELDS))
    assert used(document) == ["main erp", "shop", "main erp"]
    declared: Any = document.model.graph["connections"]
    assert declared == {"main erp": ERP, "shop": {"connector": "web"}}
    document.undo()
    assert document.model.document() == before


def test_a_name_that_the_workflow_has_already_keeps_its_own_system() -> None:
    document = drawn(erp=ERP, shop={"connector": "web"})
    document.do(rename_connection(document.model, "erp", "shop", FIELDS))
    assert used(document) == ["shop"] * 3
    assert document.model.graph["connections"] == {"shop": {"connector": "web"}}


def test_a_workflow_that_does_not_use_it_stays_as_it_is() -> None:
    document = drawn(shop={"connector": "web"})
    assert rename_connection(document.model, "crm", "new", FIELDS).patch == ()
    assert rename_connection(document.model, "erp", "erp", FIELDS).patch == ()
