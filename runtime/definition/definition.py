"""Knows the Definition: a workflow graph with typed access. Must not know kinds or running.

The graph is a `networkx.MultiDiGraph` whose attributes are the plain JSON of the file, unknown
ones included. The typed models of `attributes` are views of it, built once when it is made.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast

import orjson
from pydantic import ValidationError

from runtime.definition.attributes import Document
from runtime.definition.errors import DefinitionError
from runtime.definition.migrations import migrate
from runtime.definition.plain import as_object, plain
from runtime.definition.structure import complete_edges, ensure_sound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx

    from runtime.definition.attributes import Edge, Meta, Node
    from runtime.definition.json_value import JsonObject

    Graph: TypeAlias = nx.MultiDiGraph[str]

_Item = TypeVar("_Item")
_Key = TypeVar("_Key")
_EDGE_ORDER = ("source", "port", "target", "key")


class Definition:
    """A workflow as it is drawn. Immutable by habit: to edit, build a new one from a document.

    Make it with `from_document` (plain JSON) or `from_graph` (any networkx program's graph).

    Attributes:
        meta: the attributes of the whole workflow.
    """

    __slots__ = ("_children", "_document", "_edges", "_graph", "_in", "_nodes", "_out", "meta")

    def __init__(self, document: JsonObject, model: Document) -> None:
        self.meta: Meta = model.graph
        self._document = document
        self._graph: Graph | None = None
        self._nodes = {node.id: node for node in sorted(model.nodes, key=lambda node: node.id)}
        self._edges = tuple(sorted(model.edges, key=_edge_order))
        self._out = _grouped(self._edges, [edge.source for edge in self._edges])
        self._in = _grouped(self._edges, [edge.target for edge in self._edges])
        nodes = self._nodes.values()
        self._children = _grouped(nodes, [node.parent for node in nodes])

    @classmethod
    def from_document(cls, document: Mapping[str, object]) -> Definition:
        """Build from a node-link document of any known format; the document is not changed.

        Raises:
            DefinitionError: the document is not a workflow; `where` names the place.
        """
        return cls.of_plain(as_object(plain(dict(document))))

    @classmethod
    def of_plain(cls, document: JsonObject) -> Definition:
        """Build from a document that `plain` or `parse` has made; it is taken over, not copied.

        Raises:
            DefinitionError: the document is not a workflow; `where` names the place.
        """
        current = migrate(document)
        complete_edges(current)
        model = _validated(current)
        ensure_sound(model)
        return cls(current, model)

    @classmethod
    def from_graph(cls, graph: Graph) -> Definition:
        """Build from a networkx graph with the attributes of the file format.

        Raises:
            DefinitionError: the graph is not a workflow; `where` names the place.
        """
        import networkx as nx

        return cls.from_document(nx.node_link_data(graph, edges="edges"))

    @property
    def graph(self) -> Graph:
        """The networkx graph, made when it is first asked for; change only a copy of it."""
        if self._graph is None:
            self._graph = _graph_of(self._document)
        return self._graph

    def document(self) -> JsonObject:
        """Return the node-link document as fresh plain JSON, in canonical order."""
        # Known to be plain, it is copied by way of its text: four times as quick as by hand.
        data = cast("JsonObject", orjson.loads(orjson.dumps(self._document)))
        nodes, edges = cast("tuple[list[JsonObject], ...]", (data["nodes"], data["edges"]))
        nodes.sort(key=lambda node: str(node["id"]))
        edges.sort(key=lambda edge: tuple(str(edge[name]) for name in _EDGE_ORDER))
        return {**data, "directed": True, "multigraph": True}

    def node(self, step: str) -> Node:
        """Return the step with this id.

        Raises:
            KeyError: there is no such step.
        """
        return self._nodes[step]

    def __contains__(self, step: object) -> bool:
        return step in self._nodes

    def nodes(self) -> tuple[Node, ...]:
        """Return all steps, ordered by id."""
        return tuple(self._nodes.values())

    def edges(self) -> tuple[Edge, ...]:
        """Return all edges, ordered by source, port, target and key."""
        return self._edges

    def out_edges(self, step: str, port: str | None = None) -> tuple[Edge, ...]:
        """Return the edges that leave a step, of one port or of all."""
        edges = self._out.get(step, ())
        return edges if port is None else tuple(edge for edge in edges if edge.port == port)

    def in_edges(self, step: str) -> tuple[Edge, ...]:
        """Return the edges that arrive at a step."""
        return self._in.get(step, ())

    def children(self, step: str | None) -> tuple[Node, ...]:
        """Return the steps directly inside a for-each or group; None stands for the top level."""
        return self._children.get(step, ())

    def __repr__(self) -> str:
        return f"<Definition {self.meta.id!r}: {len(self._nodes)} steps, {len(self._edges)} edges>"


def _edge_order(edge: Edge) -> tuple[str, str, str, str]:
    return edge.source, edge.port, edge.target, edge.key


def _grouped(items: Iterable[_Item], keys: Iterable[_Key]) -> dict[_Key, tuple[_Item, ...]]:
    groups: defaultdict[_Key, list[_Item]] = defaultdict(list)
    for item, key in zip(items, keys, strict=True):
        groups[key].append(item)
    return {key: tuple(group) for key, group in groups.items()}


def _graph_of(document: JsonObject) -> Graph:
    import networkx as nx  # not above: its import would be a quarter of a whole short run

    # Not nx.node_link_graph: it passes attributes as keywords, so one named `self` would break it.
    graph: Graph = nx.MultiDiGraph()
    graph.graph.update(as_object(document["graph"]))
    for node in cast("list[JsonObject]", document["nodes"]):
        graph.add_nodes_from([(str(node["id"]), _without(node, {"id"}))])
    ends = {"source", "target", "key"}
    for edge in cast("list[JsonObject]", document["edges"]):
        source, target, key = str(edge["source"]), str(edge["target"]), str(edge["key"])
        graph.add_edge(source, target, key)
        graph.edges[source, target, key].update(_without(edge, ends))
    return graph


def _without(attributes: JsonObject, names: set[str]) -> JsonObject:
    return {name: value for name, value in attributes.items() if name not in names}


def _validated(document: JsonObject) -> Document:
    try:
        return Document.model_validate(document)
    except ValidationError as error:
        raise _mistyped(document, error) from None


def _mistyped(document: JsonObject, error: ValidationError) -> DefinitionError:
    findings = [
        (_spelled(document, found["loc"]), found["msg"].replace("Input", "The value", 1))
        for found in error.errors(include_url=False, include_input=False, include_context=False)
    ]
    where, why = findings[0]
    return DefinitionError(
        "The workflow file holds something of the wrong form.",
        where=where,
        why=f"At {where}: {why}.",
        next_step="Correct that place; `baton schema` prints what is allowed.",
        detail="\n".join(f"{place}: {text}" for place, text in findings[:50]),
    )


def _spelled(document: JsonObject, loc: tuple[int | str, ...]) -> str:
    """Spell a place in the file, with a step's id rather than its number in the list."""
    start, rest = "", loc
    if len(loc) > 1 and loc[0] == "nodes" and isinstance(loc[1], int):
        node = cast("list[object]", document["nodes"])[loc[1]]
        name = cast("dict[str, object]", node).get("id") if isinstance(node, dict) else None
        if isinstance(name, str):
            start, rest = f'step "{name[:80]}"', loc[2:]
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part[:80]}" for part in rest)
    return ", ".join(part for part in (start, path.lstrip(".")) if part) or "the document"
