"""Knows the plain document of a workflow and how an edit changes it. Must not know Qt or kinds.

Every change, however large, is a tuple of `runtime.plan.problems.Edit`: the same small form in
which checks offer their fixes. So a change can be undone (its inverse is worked out here), written
to disk and shown to a person, and nothing else may change a document.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias, cast

from runtime.definition.errors import DefinitionError
from runtime.definition.plain import plain
from runtime.plan.problems import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runtime.definition.json_value import JsonObject, JsonValue

Patch: TypeAlias = tuple[Edit, ...]
"""Edits that are made in this order, all or none."""

STEPS, EDGES, WORKFLOW = "nodes", "edges", "graph"
"""First part of the path of an edit: a step by id, an edge by key, the workflow itself."""


@dataclass(slots=True)
class Touched:
    """What a change touched, so that a view repaints only that.

    Attributes:
        steps: ids of steps that came, went or changed in anything but their place.
        moved: ids of steps of which only the place changed.
        edges: keys of edges that came, went or changed.
        workflow: names of attributes of the workflow that changed ("name", "layout").
    """

    steps: set[str] = field(default_factory=set[str])
    moved: set[str] = field(default_factory=set[str])
    edges: set[str] = field(default_factory=set[str])
    workflow: set[str] = field(default_factory=set[str])

    def add(self, path: tuple[str, ...]) -> None:
        """Notes the path of an edit."""
        part, name, *rest = path
        if part == EDGES:
            self.edges.add(name)
        elif part == WORKFLOW:
            self.workflow.add(name)
        elif rest[:1] == ["position"]:
            self.moved.add(name)
        else:
            self.steps.add(name)


class Model:
    """The plain document: attributes of the workflow, steps by id, edges by key.

    Read the three mappings, never write them: `apply` is the one way to change them.

    Args:
        document: node-link data as of `Definition.document()`; it is taken over, not copied.
    """

    def __init__(self, document: JsonObject) -> None:
        self.graph = cast("JsonObject", document[WORKFLOW])
        self._rest = {
            name: value for name, value in document.items() if name not in {WORKFLOW, STEPS, EDGES}
        }
        nodes, edges = (cast("list[JsonObject]", document[part]) for part in (STEPS, EDGES))
        self.nodes: dict[str, JsonObject] = {str(node["id"]): node for node in nodes}
        self.edges: dict[str, JsonObject] = {str(edge["key"]): edge for edge in edges}
        self._ends: dict[str, dict[str, None]] = {}
        for edge in self.edges.values():
            self._attach(edge)

    # --- reading ----------------------------------------------------------------------------------

    def document(self) -> JsonObject:
        """Return the node-link document; it shares its parts with the model."""
        nodes: list[JsonValue] = [*self.nodes.values()]
        edges: list[JsonValue] = [*self.edges.values()]
        return {**self._rest, WORKFLOW: self.graph, STEPS: nodes, EDGES: edges}

    def edges_at(self, step: str) -> Iterator[JsonObject]:
        """Return the edges that leave or reach a step."""
        return (self.edges[key] for key in self._ends.get(step, ()))

    def out_edges(self, step: str, port: str | None = None) -> list[JsonObject]:
        """Return the edges that leave a step, by one port or by any."""
        found = (edge for edge in self.edges_at(step) if edge["source"] == step)
        return [edge for edge in found if port is None or edge["port"] == port]

    def in_edges(self, step: str) -> list[JsonObject]:
        """Return the edges that reach a step."""
        return [edge for edge in self.edges_at(step) if edge["target"] == step]

    def inside(self, step: str) -> list[str]:
        """Return the ids of the steps directly inside a step."""
        return [name for name, node in self.nodes.items() if node.get("parent") == step]

    def value(self, path: tuple[str, ...]) -> JsonValue:
        """Return what stands at a path, None where nothing does."""
        holder: JsonValue = self._top(path[0])
        for name in path[1:]:
            if isinstance(holder, dict):
                holder = holder.get(name)
            elif isinstance(holder, list) and name.isdecimal() and int(name) < len(holder):
                holder = holder[int(name)]
            else:
                return None
        return holder

    # --- changing ---------------------------------------------------------------------------------

    def apply(self, patch: Iterable[Edit]) -> tuple[Patch, Touched]:
        """Make all edits or none, and return what undoes them and what they touched.

        Raises:
            DefinitionError: an edit does not fit, or the result would be no graph (an edge without
                an end, a step inside itself); the document is as it was.
        """
        undo: list[Edit] = []
        touched = Touched()
        try:
            for edit in patch:
                undo[:0] = self._make(edit)
                touched.add(edit.path)
            self._ensure_sound(touched)
        except (DefinitionError, LookupError, AttributeError, TypeError, ValueError) as error:
            for edit in undo:
                self._make(edit)
            raise error if isinstance(error, DefinitionError) else _unfit(str(error)) from error
        return tuple(undo), touched

    def _make(self, edit: Edit) -> Patch:
        """Make one edit and return its inverse."""
        part, name, *rest = edit.path
        if part in {STEPS, EDGES} and not rest:
            return self._whole(part, name, edit)
        holder = self.graph if part == WORKFLOW else cast("JsonObject", self._top(part))[name]
        way = [name, *rest] if part == WORKFLOW else rest
        inverse = _inverse(holder, way, edit)
        value = _kept(edit)
        if part == EDGES:
            self._detach(self.edges[name])
        try:
            _change(holder, way, edit.op, value)
        finally:
            if part == EDGES:
                self._attach(self.edges[name])
        return (inverse,)

    def _whole(self, part: str, name: str, edit: Edit) -> Patch:
        """Put a step or an edge in, or take it out."""
        items = self.nodes if part == STEPS else self.edges
        old = items.get(name)
        new: JsonObject = {}
        if edit.op == "remove" and old is None:
            raise _unfit(".".join(edit.path))
        if edit.op == "set":
            named = "id" if part == STEPS else "key"
            new = {**cast("JsonObject", _kept(edit)), named: name}
        if old is not None and part == EDGES:
            self._detach(old)
        if edit.op == "remove":
            del items[name]
        else:
            items[name] = new
            if part == EDGES:
                new.setdefault("port", "out")
                self._attach(new)
        return (Edit("remove", edit.path),) if old is None else (Edit("set", edit.path, old),)

    def _ensure_sound(self, touched: Touched) -> None:
        for key in touched.edges & self.edges.keys():
            edge = self.edges[key]
            if edge.get("source") not in self.nodes or edge.get("target") not in self.nodes:
                raise _unfit(f"edge {key} has lost an end")
        for name in touched.steps:
            if name in self.nodes:
                self._ensure_nested(name)
            elif any(self.edges_at(name)) or self.inside(name):
                raise _unfit(f"something still refers to step {name}")

    def _ensure_nested(self, name: str) -> None:
        seen: set[str] = set()
        parent: JsonValue = name
        while parent is not None:
            if not isinstance(parent, str) or parent in seen or parent not in self.nodes:
                raise _unfit(f"step {name} cannot lie inside {parent}")
            seen.add(parent)
            parent = self.nodes[parent].get("parent")

    def _top(self, part: str) -> JsonValue:
        tops = {WORKFLOW: self.graph, STEPS: self.nodes, EDGES: self.edges}
        if part not in tops:
            raise _unfit(part)
        return cast("JsonValue", tops[part])

    def _attach(self, edge: JsonObject) -> None:
        for end in (str(edge.get("source")), str(edge.get("target"))):
            self._ends.setdefault(end, {})[str(edge["key"])] = None

    def _detach(self, edge: JsonObject) -> None:
        for end in (str(edge.get("source")), str(edge.get("target"))):
            self._ends.get(end, {}).pop(str(edge["key"]), None)


def _inverse(holder: JsonValue, way: list[str], edit: Edit) -> Edit:
    """Return the edit that undoes another one: of the first list or missing object on the way."""
    head = edit.path[: len(edit.path) - len(way)]
    for depth, name in enumerate(way):
        path = (*head, *way[: depth + 1])
        if not isinstance(holder, dict):
            raise _unfit(".".join(edit.path))
        if name not in holder:
            return Edit("remove", path)
        if depth == len(way) - 1 or isinstance(holder[name], list):
            return Edit("set", path, copy.deepcopy(holder[name]))
        holder = holder[name]
    raise _unfit(".".join(edit.path))


def _kept(edit: Edit) -> JsonValue:
    """Return a copy of an edit's value; a file must be able to hold it, and the names before it."""
    try:
        plain([*edit.path])
        return plain(edit.value, len(edit.path))
    except DefinitionError as error:
        raise DefinitionError(
            "This cannot be kept in a workflow.",
            where=".".join(edit.path),
            why=error.why,
            next_step="Correct it, and make the change again.",
        ) from error


def _change(holder: JsonValue, way: list[str], op: str, value: JsonValue) -> None:
    *before, last = way
    for name in before:
        if isinstance(holder, list):
            holder = holder[int(name)]
        else:
            inner = cast("JsonObject", holder)
            holder = inner.setdefault(name, {}) if op == "set" else inner[name]
    if isinstance(holder, list):
        at = int(last)
        if at > len(holder) - (op == "remove") or at < 0:
            raise _unfit(".".join(way))
        holder[at : at + 1] = [] if op == "remove" else [value]
    elif op == "set":
        cast("JsonObject", holder)[last] = value
    else:
        del cast("JsonObject", holder)[last]


def _unfit(where: str) -> DefinitionError:
    return DefinitionError(
        "This change does not fit the drawing.",
        where=where,
        why=f"At {where}, the drawing is not as the change expects it.",
        next_step="Look at the drawing as it is now, and make the change again.",
    )
