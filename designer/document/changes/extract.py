"""Knows how steps become a workflow of their own that is run in their place.

Must not know kinds by name or where the other workflow is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from designer.document.changes.edges import new_edge
from designer.document.changes.frames import taken_over
from designer.document.changes.places import place_of, with_inside
from designer.document.changes.samples import SAMPLES
from designer.document.changes.steps import remove, unused_id
from designer.document.formulas import edits, paths_read
from designer.document.history import Command
from designer.document.layout import FRAMES
from designer.document.model import Model
from designer.library.roles import beginning, calling, ending
from runtime.definition.definition import Definition
from runtime.definition.errors import DefinitionError
from runtime.definition.form_fields import with_fields
from runtime.expressions.usage import path_text
from runtime.plan.drawing import read_step
from runtime.plan.problems import Edit
from runtime.step import Around

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.plan.drawing import Step
    from runtime.step import Kind

GAP = 296.0
"""From one column of cards to the next."""


class CannotExtractError(DefinitionError):
    """The steps have no one way in and out."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A value that the other workflow is given, or hands back.

    Attributes:
        name: what it is called there.
        source: what it is here, as formulas write it: "input.days".
    """

    name: str
    source: str


@dataclass(frozen=True, slots=True)
class OtherNames:
    """What a person calls the values that are handed over, by the names that were found for them.

    Each list of names has each name once; what is not in it keeps its name.
    """

    given: Mapping[str, str] = field(default_factory=dict[str, str])
    back: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Extraction:
    """What extracting makes.

    Attributes:
        command: changes the drawing: one step that runs the other workflow.
        step: that step's id.
        definition: the other workflow, to be kept before the command is done.
        given, back: what it is given and what it hands back.
    """

    command: Command
    step: str
    definition: Definition
    given: tuple[Handed, ...] = ()
    back: tuple[Handed, ...] = ()


_AS_FOUND = OtherNames()


def extract(
    model: Model,
    kinds: Mapping[str, Kind[Any]],
    chosen: Iterable[str],
    name: str,
    ident: str,
    names: OtherNames = _AS_FOUND,
) -> Extraction:
    """Let steps become a workflow of their own.

    What they read from outside becomes its input, and what is read of them its result.

    Args:
        model: the document.
        kinds: the step kinds by name.
        chosen: ids of the steps; what lies inside them goes along.
        name: what people call the new workflow.
        ident: its id.
        names: other names for what is handed over.

    Raises:
        CannotExtractError: the steps have several ways in or out; says where.
    """
    cut = _Cut(model, kinds, with_inside(model, chosen))
    cut.inputs = {path: names.given.get(to, to) for path, to in cut.inputs.items()}
    cut.outputs = {path: names.back.get(to, to) for path, to in cut.outputs.items()}
    step = unused_id(model, name)
    sub = _sub_workflow(cut, name, ident)
    command = Command(f"Extract “{name}”", _replaced(cut, step, name, ident))
    return Extraction(command, step, sub, _handed(cut.inputs), _handed(cut.outputs))


def _handed(names: Mapping[tuple[str, ...], str]) -> tuple[Handed, ...]:
    return tuple(Handed(name, path_text(path)) for path, name in names.items())


class _Cut:
    """Where the chosen steps are cut out of the drawing."""

    def __init__(self, model: Model, kinds: Mapping[str, Kind[Any]], chosen: list[str]) -> None:
        self.model = model
        self.chosen = chosen
        self.kinds = kinds
        self.steps = {name: _step(model, name, kinds) for name in model.nodes}
        inside = set(chosen)
        edges = model.edges.values()
        self.into = [e for e in edges if e["target"] in inside and e["source"] not in inside]
        self.out = [e for e in edges if e["source"] in inside and e["target"] not in inside]
        self.between = [e for e in edges if e["source"] in inside and e["target"] in inside]
        self.entry = self._only("target", self.into, "entered")
        self.exit = self._only("target", self.out, "left for")
        self.parent = self._parent(inside)
        self.written = _widest({tuple(p.split(".")) for n in chosen for p in self.steps[n].saved})
        self.inputs = self._inputs(inside)
        self.outputs = self._outputs(inside)

    def _only(self, end: str, edges: list[JsonObject], how: str) -> str:
        places = {str(edge[end]) for edge in edges}
        if len(places) > 1 or (how == "entered" and not places):
            count = len(places) or "no"
            raise CannotExtractError(
                f"These steps are {how} at {count} places.",
                why="A workflow of their own has one way in and one way out.",
                next_step="Select more or fewer steps, so that one step comes first "
                "and all paths out of them lead to the same step.",
            )
        return next(iter(places), "")

    def _parent(self, inside: set[str]) -> str:
        parents = {str(self.model.nodes[name].get("parent") or "") for name in self.chosen}
        return next(iter(parents - inside), "")

    def _inputs(self, inside: set[str]) -> dict[tuple[str, ...], str]:
        """Return what the steps read from outside, each with the name of an input."""
        found: dict[tuple[str, ...], str] = {}
        for name in self.chosen:
            for path in paths_read(self.steps[name]):
                source = self._source(path, inside)
                if source and source not in found:
                    found[source] = _free(source[-1], found.values())
        return found

    def _source(self, path: tuple[str, ...], inside: set[str]) -> tuple[str, ...]:
        """Return the part of a path that is handed over whole, () where it stays inside."""
        match path:
            case ("steps", step, *_):
                return () if step in inside else ("steps", step)
            case ("input", field, *_):
                return ("input", field)
            case ("data", *field):
                apart = self._apart(tuple(field))
                return ("data", *apart) if apart else ()
            case ("item" | "index" as word, *_):
                return (word,) if self._outer(word) else ()
            case _:
                return ()

    def _apart(self, field: tuple[str, ...]) -> tuple[str, ...]:
        """Return as much of a field of the case as none of the steps writes; () where one does."""
        parts = (field[:size] for size in range(1, len(field) + 1))
        return next((part for part in parts if not self._writes(part)), ())

    def _writes(self, field: tuple[str, ...]) -> bool:
        """Whether one of the steps writes a field of the case, all around it, or a part of it."""
        return any(field[: len(each)] == each[: len(field)] for each in self.written)

    def _outer(self, word: str) -> bool:
        """Whether `item` is that of a step around all of them."""
        return bool(word) and bool(self.parent)

    def _outputs(self, inside: set[str]) -> dict[tuple[str, ...], str]:
        """Return what others read of the steps, and what they save, with names of results."""
        found: dict[tuple[str, ...], str] = {}
        for name, step in self.steps.items():
            if name in inside:
                continue
            for path in paths_read(step):
                if path[:1] == ("steps",) and len(path) > 1 and path[1] in inside:
                    found.setdefault(path[:2], _free(path[1], found.values()))
        for written in sorted(self.written):
            found.setdefault(("data", *written), _free(written[-1], found.values()))
        return found


def _widest(fields: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """Return fields without those that lie in another one of them."""
    return {
        field
        for field in fields
        if not any(field[:size] in fields for size in range(1, len(field)))
    }


def _step(model: Model, name: str, kinds: Mapping[str, Kind[Any]]) -> Step:
    from runtime.definition.attributes import Node

    return read_step(Node.model_validate(model.nodes[name]), kinds, Around())


def _free(wish: str, taken: Iterable[str]) -> str:
    used, number, found = set(taken), 1, wish
    while found in used:
        number += 1
        found = f"{wish}_{number}"
    return found


def _sub_workflow(cut: _Cut, name: str, ident: str) -> Definition:
    """Return the other workflow: a start, the steps, an end with what others need."""
    begin, end = beginning(cut.kinds), ending(cut.kinds)
    left, top = place_of(cut.model, cut.entry)
    graph = _graph(cut, name, ident)
    nodes: list[JsonValue] = [cast("JsonValue", cut.model.nodes[step]) for step in cut.chosen]
    start, finish = (unused_id(cut.model, wish) for wish in ("start", "finish"))
    right = max(place_of(cut.model, step)[0] for step in cut.chosen)
    nodes.append(_node(start, begin.kind, begin.version, "Start", (left - GAP, top), {}))
    output: JsonObject = {to: ".".join(path) for path, to in cut.outputs.items()}
    params: JsonObject = {end.fields["mapping"]: output} if output else {}
    nodes.append(_node(finish, end.kind, end.version, "Finish", (right + GAP, top), params))
    edges: list[JsonValue] = [*cut.between]
    edges.append({"source": start, "port": "out", "target": cut.entry, "key": "begin"})
    for number, edge in enumerate(cut.out):
        edges.append({**edge, "target": finish, "key": f"finish_{number}"})
    document: JsonObject = {"directed": True, "multigraph": True, "graph": graph}
    return _renamed({**document, "nodes": nodes, "edges": edges}, cut)


def _renamed(document: JsonObject, cut: _Cut) -> Definition:
    """Return the workflow with its inner steps reading what they are given as input."""
    inner = Model(Definition.from_document(document).document())
    for step in cut.chosen:
        if inner.nodes[step].get("parent") == cut.parent:
            inner.nodes[step].pop("parent", None)
        patch = edits(cut.steps[step], lambda path: _given(cut, path))
        inner.apply(patch)
    return Definition.from_document(inner.document())


def _given(cut: _Cut, path: tuple[str, ...]) -> tuple[str, ...] | None:
    for source, name in cut.inputs.items():
        if path[: len(source)] == source:
            return ("input", name, *path[len(source) :])
    return None


def _graph(cut: _Cut, name: str, ident: str) -> JsonObject:
    graph = cut.model.graph
    same = ("format", "settings", "connections", "owners")
    kept = {key: graph[key] for key in same if key in graph}
    properties: JsonObject = {to: _schema(cut, source) for source, to in cut.inputs.items()}
    given = with_fields({"type": "object"}, properties)
    if samples := _samples(cut):
        kept["samples"] = samples
    return {**kept, "id": ident, "name": name, **({"input": given} if properties else {})}


def _samples(cut: _Cut) -> JsonObject:
    """Return the test data of the steps: they go along."""
    held = cut.model.value(SAMPLES)
    known = held if isinstance(held, dict) else {}
    return {step: known[step] for step in cut.chosen if step in known}


def _schema(cut: _Cut, source: tuple[str, ...]) -> JsonValue:
    """Return what is known of an input: the schema of the field it comes from."""
    if source[0] not in {"input", "data"}:
        return {}
    inside = (part for name in source[1:] for part in ("properties", name))
    return cut.model.value(("graph", source[0], *inside)) or {}


def _node(
    ident: str, kind: str, version: int, name: str, place: tuple[float, float], params: JsonObject
) -> JsonObject:
    spot: list[JsonValue] = [*place]
    entry: JsonObject = {"id": ident, "kind": kind, "kind_version": version, "name": name}
    return {**entry, "position": spot, "params": params}


def _replaced(cut: _Cut, step: str, name: str, ident: str) -> tuple[Edit, ...]:
    """Return the edits that put one calling step in place of the steps."""
    call = calling(cut.kinds)
    inputs: JsonObject = {to: ".".join(source) for source, to in cut.inputs.items()}
    params: JsonObject = {call.fields["workflow"]: ident, call.fields["mapping"]: inputs}
    made = _node(step, call.kind, call.version, name, place_of(cut.model, cut.entry), params)
    outputs = cut.outputs.items()
    saves: JsonObject = {".".join(p[1:]): f"output.{to}" for p, to in outputs if p[0] == "data"}
    extra: JsonObject = {"saves": saves} if saves else {}
    if cut.parent:
        extra["parent"] = cut.parent
    patch = [Edit("set", ("nodes", step), {**made, **extra})]
    patch += [Edit("set", ("edges", str(edge["key"]), "target"), step) for edge in cut.into]
    for name_of_other, other in cut.steps.items():
        if name_of_other not in cut.chosen:
            patch += edits(other, lambda path: _taken(cut, step, path))
    patch += [edit for edit in remove(cut.model, cut.chosen).patch if not _is_in(edit, cut)]
    patch += taken_over(cut.model, cut.chosen, cut.entry, [step])
    patch += [Edit("remove", (*SAMPLES, name)) for name in _samples(cut)]
    if cut.exit:
        patch.append(new_edge(cut.model, step, "out", cut.exit))
    return tuple(patch)


def _is_in(edit: Edit, cut: _Cut) -> bool:
    """Whether an edit removes an edge that leads to the calling step, or is about frames."""
    if edit.path[:3] == FRAMES:
        return True
    return edit.path[0] == "edges" and edit.path[1] in {str(edge["key"]) for edge in cut.into}


def _taken(cut: _Cut, step: str, path: tuple[str, ...]) -> tuple[str, ...] | None:
    if path[:1] == ("steps",) and path[:2] in cut.outputs:
        return ("steps", step, cut.outputs[path[:2]], *path[2:])
    return None
