"""Knows how the steps of a template are put into a drawing. Must not know kinds by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from designer.document.changes.edges import new_edge
from designer.document.changes.samples import SAMPLES
from designer.document.changes.steps import snapped, unused_id
from designer.document.history import Command
from designer.library.offers import template_document
from runtime.plan.problems import Edit
from runtime.steps import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from designer.document.model import Model
    from runtime.definition.json_value import JsonObject, JsonValue

_NAMED = (("settings",), ("connections",), ("input", "properties"), ("data", "properties"))
"""Where a workflow holds parts by name that steps refer to: a template brings what is missing."""
_STEP_NAME = re.compile(r"\bsteps\.(\w+)")


def template(
    model: Model, title: str, name: str, place: tuple[float, float], parent: str | None = None
) -> tuple[Command, str]:
    """Put all steps of a template into a drawing, with what they refer to.

    A drawing that begins somewhere already takes no further beginning. Returns the command and the
    id of the step that comes first.

    Args:
        model: the document before.
        title: what people call the template.
        name: which one.
        place: top left corner of all its steps.
        parent: the step that they are to lie inside.

    Raises:
        OSError: there is no such template.
    """
    document = template_document(name)
    nodes, edges = (cast("list[JsonObject]", document[part]) for part in ("nodes", "edges"))
    if parent is not None or any(_begins(node) for node in model.nodes.values()):
        nodes = [node for node in nodes if not _begins(node)]
    ids = _ids(model, nodes)
    inner = [edge for edge in edges if edge["source"] in ids and edge["target"] in ids]
    graph = cast("JsonObject", document["graph"])
    patch = [
        *_missing_parts(model, graph),
        *_steps(nodes, ids, place, parent),
        *_edges(model, inner, ids),
        *_test_data(graph, ids),
    ]
    entered = {str(edge["target"]) for edge in inner}
    first = next((step for step in ids if step not in entered), next(iter(ids), ""))
    return Command(f"Add “{title}”", tuple(patch)), ids.get(first, "")


def _begins(node: JsonObject) -> bool:
    known, kind = kinds(), node.get("kind")
    return isinstance(kind, str) and kind in known and known[kind].begins


def _ids(model: Model, nodes: list[JsonObject]) -> dict[str, str]:
    """Return the new id of each step: its own where that is free."""
    taken = {*model.nodes, *model.edges}
    ids: dict[str, str] = {}
    for node in nodes:
        own = str(node["id"])
        ids[own] = own if own not in taken else unused_id(model, own, taken)
        taken.add(ids[own])
    return ids


def _missing_parts(model: Model, graph: JsonObject) -> Iterator[Edit]:
    for path in _NAMED:
        holder: JsonValue = graph
        for name in path:
            holder = holder.get(name) if isinstance(holder, dict) else None
        for name, part in (holder if isinstance(holder, dict) else {}).items():
            where = ("graph", *path, name)
            if model.value(where) is None:
                yield Edit("set", where, part)


def _steps(
    nodes: list[JsonObject], ids: Mapping[str, str], place: tuple[float, float], parent: str | None
) -> Iterator[Edit]:
    spots = [cast("list[float]", node.get("position") or [0.0, 0.0]) for node in nodes]
    left = min((spot[0] for spot in spots), default=0.0)
    top = min((spot[1] for spot in spots), default=0.0)
    for node, spot in zip(nodes, spots, strict=True):
        made = cast("JsonObject", _renamed(node, ids))
        made["position"] = snapped((place[0] + spot[0] - left, place[1] + spot[1] - top))
        inside = ids.get(str(node.get("parent")), parent)
        if inside is not None:
            made["parent"] = inside
        yield Edit("set", ("nodes", ids[str(node["id"])]), made)


def _edges(model: Model, edges: list[JsonObject], ids: Mapping[str, str]) -> Iterator[Edit]:
    for edge in edges:
        source, target = ids[str(edge["source"])], ids[str(edge["target"])]
        drawn = new_edge(model, source, str(edge.get("port", "out")), target)
        label = {name: value for name, value in edge.items() if name == "label"}
        yield Edit("set", drawn.path, {**cast("JsonObject", drawn.value), **label})


def _test_data(graph: JsonObject, ids: Mapping[str, str]) -> Iterator[Edit]:
    held = graph.get(SAMPLES[-1])
    for step, entry in (held if isinstance(held, dict) else {}).items():
        if step in ids:
            yield Edit("set", (*SAMPLES, ids[step]), entry)


def _renamed(value: JsonValue, ids: Mapping[str, str]) -> JsonValue:
    """Return a value in whose formulas steps are called by their new ids."""
    if isinstance(value, dict):
        return {name: _renamed(inner, ids) for name, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, ids) for inner in value]
    if isinstance(value, str):
        return _STEP_NAME.sub(lambda hit: f"steps.{ids.get(hit[1], hit[1])}", value)
    return value
