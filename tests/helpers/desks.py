"""Helps tests of panels: a desk with a workflow on it, and services that answer here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from designer.assets.theme import LIGHT
from designer.document.workflow import WorkflowDocument
from designer.library.cards import CardMaker
from designer.library.offers import offers
from designer.panels.workbench import Services, Workbench
from runtime import steps
from runtime.definition.definition import Definition
from tests.helpers.designer_helper import InProcessHelper, InProcessReply

if TYPE_CHECKING:
    from designer.assets.theme import Theme


class DeskHelper(InProcessHelper):
    """Answers about formulas, and says that formulas see nothing in particular at any step."""

    def schema_for(
        self, document: dict[str, Any], step: str, *, saving: bool = False
    ) -> InProcessReply:
        """What formulas see at a step."""
        del document, step, saving
        return InProcessReply(lambda: {"type": "object", "properties": {}}, self.delay)


class DeskEngine:
    """Reads from systems that have one client each."""

    def read(self, connection: str, operation: str, inputs: dict[str, Any]) -> InProcessReply:
        """Answers as a system does that has one client."""
        del connection, operation, inputs
        return InProcessReply(lambda: {"clients": [{"id": 7, "name": "Client A"}]}, 0)


def document_of(nodes: list[dict[str, Any]], edges: Any = (), **graph: Any) -> WorkflowDocument:
    """A workflow of plain steps and edges (source, port, target)."""
    return WorkflowDocument(
        Definition.from_document(
            {
                "directed": True,
                "multigraph": True,
                "graph": {"format": 1, "id": "w", "name": "Deals", **graph},
                "nodes": [*nodes],
                "edges": [
                    {"source": a, "port": port, "target": b, "key": f"{a}-{b}"}
                    for a, port, b in edges
                ],
            }
        )
    )


def desk(document: WorkflowDocument, theme: Theme = LIGHT) -> Workbench:
    """A desk with a workflow, all step kinds, and services that answer in this process."""
    kinds = steps.kinds()
    services = Services(
        kinds, CardMaker(kinds), offers(kinds), cast("Any", DeskHelper()), cast("Any", DeskEngine())
    )
    return Workbench(document, theme, services)
