"""Knows what makes a document a graph: unique ids, edges with two ends, parents that exist.

Must not know kinds: everything that is legal as a graph and wrong as a workflow is `check`'s.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from runtime.definition.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runtime.definition.attributes import Document, Node
    from runtime.definition.json_value import JsonObject


def complete_edges(document: JsonObject) -> None:
    """Give edges that were written by hand the port `out` and an id, in place.

    The id is made of the edge's ends, so that the order of the file does not matter.
    """
    edges = document.get("edges")
    for edge in edges if isinstance(edges, list) else []:
        if isinstance(edge, dict):
            edge.setdefault("port", "out")
            edge.setdefault(
                "key", f"{edge.get('source')}.{edge['port']}-{edge.get('target')}"[:200]
            )


def ensure_sound(model: Document) -> None:
    """Refuse a document that is not one graph.

    Raises:
        DefinitionError: an id stands twice, an edge or a parent names a step that is not there,
            or a step lies inside itself.
    """
    _ensure_unique("step", (node.id for node in model.nodes))
    _ensure_unique("edge", (edge.key for edge in model.edges))
    nodes = {node.id: node for node in model.nodes}
    for edge in model.edges:
        for end, step in (("source", edge.source), ("target", edge.target)):
            if step not in nodes:
                raise _broken(f'edge "{edge.key}", {end}', f'There is no step "{step}".')
    _ensure_nested(nodes)


def _ensure_unique(what: str, names: Iterable[str]) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            raise _broken(f'{what} "{name}"', f'{count} {what}s have the id "{name}".')


def _ensure_nested(nodes: dict[str, Node]) -> None:
    rooted: set[str] = set()
    for node in nodes.values():
        path: dict[str, None] = {}
        current: Node | None = node
        while current is not None and current.id not in rooted:
            if current.id in path:
                raise _broken(f'step "{current.id}", parent', "The step lies inside itself.")
            path[current.id] = None
            current = _parent(nodes, current)
        rooted.update(path)


def _parent(nodes: dict[str, Node], node: Node) -> Node | None:
    if node.parent is None:
        return None
    if node.parent not in nodes:
        raise _broken(f'step "{node.id}", parent', f'There is no step "{node.parent}".')
    return nodes[node.parent]


def _broken(where: str, why: str) -> DefinitionError:
    return DefinitionError(
        "The workflow file does not hold a whole graph.",
        where=where,
        why=f"At {where}: {why}",
        next_step="Correct that place, or go back to an earlier copy of the file.",
    )
