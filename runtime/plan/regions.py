"""Knows the shape of a drawing around one step: what lies inside.

What lies between a split and its join.

Must not know kinds or params.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.step import UNDO

if TYPE_CHECKING:
    import networkx as nx

    from runtime.definition.definition import Definition


def entries(definition: Definition, step: str) -> tuple[str, ...]:
    """Returns the steps inside with which it begins: those that a line leads to from the step.

    Else those without a way in.
    """
    inside = {node.id for node in definition.children(step)}
    drawn = [e.target for e in definition.out_edges(step) if e.target in inside]
    if drawn:
        return tuple(dict.fromkeys(drawn))
    free = [
        n for n in sorted(inside) if not any(e.source in inside for e in definition.in_edges(n))
    ]
    return tuple(free)


def join_region(definition: Definition, join: str) -> tuple[str, ...]:
    """Returns the steps between a join and its nearest dominator, where the branches parted."""
    import networkx as nx  # only here: its import would be a quarter of a whole short run

    level = definition.node(join).parent
    inside = {node.id for node in definition.children(level)}
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(inside)
    graph.add_edges_from(
        (e.source, e.target)
        for e in definition.edges()
        if e.source in inside and e.target in inside
    )
    root = ""
    graph.add_edges_from((root, node) for node in inside if not graph.in_degree(node))
    graph.add_node(root)
    if not nx.has_path(graph, root, join):
        return ()
    parted = nx.immediate_dominators(graph, root).get(join, root)
    before = {node for node, _ in nx.bfs_predecessors(graph.reverse(copy=False), join)}
    graph.remove_node(join)
    after = {node for node, _ in nx.bfs_predecessors(graph, parted)}
    return tuple(sorted((after & before) - {parted, root}))


def sources(definition: Definition, join: str) -> tuple[str, ...]:
    """Returns the steps beside a join from which a path can come to it, not through it."""
    level = definition.node(join).parent
    found: set[str] = set()
    todo = [join]
    while todo:
        for edge in definition.in_edges(todo.pop()):
            here = definition.node(edge.source).parent == level
            if here and edge.port != UNDO.name and edge.source not in found | {join}:
                found.add(edge.source)
                todo.append(edge.source)
    return tuple(sorted(found))
