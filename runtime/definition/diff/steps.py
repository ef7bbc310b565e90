"""Knows how steps and the edges between them are compared. Must not know step kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.definition.diff.changes import Change, same
from runtime.definition.diff.fields import MISSING, Place, field_changes
from runtime.definition.plain import as_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runtime.definition.attributes import Edge
    from runtime.definition.definition import Definition
    from runtime.definition.json_value import JsonObject

_EDGE_NAMES = {"source", "port", "target", "key"}


def step_changes(
    old: Definition, new: Definition, schemas: Mapping[str, JsonObject], *, drawing: bool
) -> Iterator[Change]:
    """Compare steps by id: added, removed, and each attribute of those that stayed."""
    for step in sorted({node.id for node in (*old.nodes(), *new.nodes())}):
        if step not in old:
            added = _attributes(new, step)
            yield Change("step.added", step, f"step {_title(new, step)} added", None, added)
        elif step not in new:
            gone = _attributes(old, step)
            yield Change("step.removed", step, f"step {_title(old, step)} removed", gone, None)
        else:
            yield from _one_step(old, new, step, schemas, drawing=drawing)


def _one_step(
    old: Definition,
    new: Definition,
    step: str,
    schemas: Mapping[str, JsonObject],
    *,
    drawing: bool,
) -> Iterator[Change]:
    before, after = _attributes(old, step), _attributes(new, step)
    renamed = old.node(step).name != new.node(step).name
    if renamed:
        sentence = f"step {_title(old, step)} is now called {_title(new, step)}"
        yield Change("step.renamed", step, sentence, before.get("name"), after.get("name"))
    schema = schemas.get(new.node(step).kind)
    told = {name for name, skip in (("name", renamed), ("position", not drawing)) if skip}
    for name in sorted((before.keys() | after.keys()) - told):
        place = _place(name, step, _title(new, step), schema)
        ends = before.get(name, MISSING), after.get(name, MISSING)
        yield from field_changes(*ends, place)


def _place(name: str, step: str, subject: str, schema: JsonObject | None) -> Place:
    if name == "params":
        return Place("param", f"{step}.params", subject, (), schema, schema)
    return Place("step", f"{step}.{name}", subject, (_WORDS.get(name, name.replace("_", " ")),))


_WORDS = {
    "kind": "kind of step",
    "kind_version": "version of the step kind",
    "parent": "lies inside",
    "disabled": "switched off",
    "saves": "saves",
}


def wiring_changes(old: Definition, new: Definition, *, drawing: bool) -> Iterator[Change]:
    """Compare edges: rewired, added, removed, relabelled."""
    before = {edge.key: edge for edge in old.edges()}
    after = {edge.key: edge for edge in new.edges()}
    for key in sorted(before.keys() & after.keys()):
        yield from _one_edge(old, new, before[key], after[key])
    gone = [before[key] for key in sorted(before.keys() - after.keys())]
    come = [after[key] for key in sorted(after.keys() - before.keys())]
    redrawn = {_ends(edge): edge for edge in gone}
    for edge in come:
        twin = redrawn.pop(_ends(edge), None)
        if twin is None:
            sentence = f"{_way(new, edge)} drawn"
            yield Change("edge.added", edge.source, sentence, None, _plain(new, edge))
            continue
        gone.remove(twin)
        yield from _one_edge(old, new, twin, edge)
        if drawing:
            yield Change(
                "edge.redrawn", edge.source, f"{_way(new, edge)} redrawn", twin.key, edge.key
            )
    for edge in gone:
        sentence = f"{_way(old, edge)} removed"
        yield Change("edge.removed", edge.source, sentence, _plain(old, edge), None)


def _one_edge(old: Definition, new: Definition, before: Edge, after: Edge) -> Iterator[Change]:
    first, second = _plain(old, before), _plain(new, after)
    if _ends(before) != _ends(after):
        sentence = f"{_way(old, before)} is now {_way(new, after)}"
        yield Change("edge.rewired", after.source, sentence, first, second)
    for name in sorted((first.keys() | second.keys()) - _EDGE_NAMES):
        ends = first.get(name, MISSING), second.get(name, MISSING)
        if MISSING in ends or not same(first[name], second[name]):
            place = Place("edge", f"{after.source}.{name}", _way(new, after), (name,))
            yield from field_changes(*ends, place)


def _ends(edge: Edge) -> tuple[str, str, str]:
    return edge.source, edge.port, edge.target


def _way(definition: Definition, edge: Edge) -> str:
    port = "" if edge.port == "out" else f" ({edge.label or edge.port})"
    source, target = _title(definition, edge.source), _title(definition, edge.target)
    return f"{source}{port} → {target}"


def _title(definition: Definition, step: str) -> str:
    return f"“{definition.node(step).title}”"


def _attributes(definition: Definition, step: str) -> JsonObject:
    return as_object(dict(definition.graph.nodes[step]))


def _plain(definition: Definition, edge: Edge) -> JsonObject:
    attributes = dict(definition.graph.edges[edge.source, edge.target, edge.key])
    return as_object({**attributes, "source": edge.source, "target": edge.target, "key": edge.key})
