"""Knows how to make small models of workflows for tests. Must not know Qt or any step kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from designer.document.model import Model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def sketch(
    places: Mapping[str, tuple[float, float]],
    edges: Iterable[tuple[str, str]] = (),
    *,
    parents: Mapping[str, str] | None = None,
    layout: dict[str, Any] | None = None,
) -> Model:
    """Return a model with steps at places and edges by way out "out"."""
    around = parents or {}
    nodes: list[dict[str, Any]] = [
        {"id": step, "kind": "x", "name": step.title(), "position": [*place]}
        | ({"parent": around[step]} if step in around else {})
        for step, place in places.items()
    ]
    lines: list[dict[str, Any]] = [
        {"key": f"{a}-{b}", "source": a, "port": "out", "target": b} for a, b in edges
    ]
    graph: dict[str, Any] = {"id": "w", "name": "Sketch", "layout": layout or {}}
    return Model({"graph": graph, "nodes": [*nodes], "edges": [*lines]})
