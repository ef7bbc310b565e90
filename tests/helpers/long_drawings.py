"""Knows large workflows and long runs for tests of speed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runtime.events import model
from tests.helpers.drawings import OWNERS

if TYPE_CHECKING:
    from runtime.definition.definition import Definition

_ROW = 20


def long_drawing(count: int, **meta: Any) -> dict[str, Any]:
    """A sound workflow of about so many steps, as a document.

    A chain of steps that compute something; each twentieth decides whether to go back to the
    begin of its row.
    """
    nodes: list[Any] = [{"id": "start", "kind": "start"}]
    edges: list[Any] = []
    before, port = "start", "out"
    for number in range(count - 2):
        step = f"s{number:05}"
        nodes.append(_step(number, step))
        edges.append(_edge(before, port, step))
        before, port = step, "out"
        if number % _ROW == _ROW - 1:
            edges.append(_edge(step, "again", f"s{number - _ROW + 2:05}"))
            port = "otherwise"
    nodes.append({"id": "end", "kind": "end"})
    edges.append(_edge(before, port, "end"))
    graph = {"format": 1, "id": f"long_{count}", "name": "Long", "owners": OWNERS} | meta
    return {"directed": True, "multigraph": True, "graph": graph, "nodes": nodes, "edges": edges}


def _step(number: int, step: str) -> dict[str, Any]:
    place: Any = [number % _ROW * 296, number // _ROW * 112]
    shared: dict[str, Any] = {"id": step, "name": f"Work out part {number}", "position": place}
    if number % _ROW == _ROW - 1:
        condition = f"data.total_{number - 1} > {number} and input.region = 'EMEA'"
        return shared | {
            "kind": "decision",
            "params": {"conditions": [{"port": "again", "when": condition}]},
        }
    formula = f"$sum(data.lines[price > {number}].price) + {number}"
    return shared | {
        "kind": "map_data",
        "params": {"value": formula},
        "saves": {f"total_{number}": "output"},
    }


def _edge(source: str, port: str, target: str) -> dict[str, Any]:
    key = f"{source}.{port}"
    return {"source": source, "port": port, "target": target, "key": key}


def round_and_round(drawing: Definition, count: int) -> list[model.Recorded]:
    """The events of a case that goes through all steps of a chain, again and again."""
    steps = [node.id for node in drawing.nodes()]
    ways = {edge.source: edge.key for edge in drawing.edges() if edge.port != "again"}
    at = "2026-11-20T08:00:00+00:00"
    began = model.RunStarted("run", "Long", "", "", steps[0], {}, "user:analyst")
    found = [model.Recorded(0, at, "", began)]
    for number in range(count - 1):
        step, after = (steps[(number + more) % len(steps)] for more in (0, 1))
        moves = ((1, after, ways.get(step, "")),)
        found.append(
            model.Recorded(number + 1, at, "", model.StepCompleted(1, step, "out", moves=moves))
        )
    return found
