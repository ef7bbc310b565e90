"""Knows a definition together with its step kinds: what every check looks at. Must not judge it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from runtime.errors import BatonError
from runtime.plan.misfits import misfit
from runtime.plan.regions import entries
from runtime.primitives import Each, Finish, Group, Join, Pass
from runtime.step import UNDO, Around, Kind, Params, Port

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from runtime.definition.attributes import Edge, Node
    from runtime.definition.definition import Definition
    from runtime.definition.json_value import JsonObject
    from runtime.plan.called import Called
    from runtime.primitives import Primitive

AnyKind = Kind[Any]
_REFUSALS = (BatonError, ValueError, LookupError, TypeError)
"""How a kind may refuse params of a hostile file that are valid in form."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that a kind says against the params of a step: where, how it is called, why."""

    field: tuple[str | int, ...]
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step with what its kind makes of it.

    Attributes:
        node: the step as drawn.
        kind: None when this Baton has none of that name.
        params: None when they are not valid; `complaints` says why.
        raw: the params in today's form of the kind, as plain JSON.
        primitive: what the kernel would run, None when the params are not valid.
        ports: ways out; None when they cannot be known.
    """

    node: Node
    kind: AnyKind | None = None
    params: Params | None = None
    raw: JsonObject | None = None
    primitive: Primitive | None = None
    ports: tuple[Port, ...] | None = None
    complaints: tuple[Complaint, ...] = ()

    @property
    def id(self) -> str:
        """The id of the step."""
        return self.node.id

    @property
    def title(self) -> str:
        """The step's name in quotation marks, for sentences."""
        return f"“{self.node.title}”"

    @property
    def ends(self) -> bool:
        """Whether a path is over here by design."""
        return isinstance(self.primitive, Finish) or self.ports == ()

    @property
    def joins(self) -> bool:
        """Whether paths wait for each other here."""
        return isinstance(self.primitive, Join)

    @property
    def saved(self) -> tuple[str, ...]:
        """The case fields that the step writes: those of its kind and its own."""
        if self.node.disabled:
            return ()
        own: dict[str, str] = {}
        if self.kind is not None and self.params is not None:
            own = self.kind.saves(self.params)
        return tuple(sorted({*own, *self.node.saves}))

    @property
    def repeats(self) -> bool:
        """Whether the steps inside run once for each item."""
        return isinstance(self.primitive, Each)

    @property
    def holds(self) -> bool:
        """Whether other steps may lie inside."""
        return isinstance(self.primitive, Each | Group)

    @property
    def begins(self) -> bool:
        """Whether a case may begin here."""
        return self.kind is not None and self.kind.begins


class Drawing:
    """A definition, its steps with their kinds, and the ways between them.

    Args:
        definition: what is checked.
        kinds: step kinds by name; only those that are used are looked up.
        connections: names that are bound to a real system, with the connector; None when that is
            not known, as in the designer before an environment is chosen.
        called: the workflows that its steps can run, by id, as far as they are known.
    """

    def __init__(
        self,
        definition: Definition,
        kinds: Mapping[str, AnyKind],
        connections: Mapping[str, str] | None = None,
        called: Mapping[str, Called] | None = None,
    ) -> None:
        self.called: Mapping[str, Called] = called or {}
        self.definition = definition
        self.kinds = kinds
        self.connections = connections
        declared = definition.meta.connections.items()
        around = Around({name: found.connector for name, found in declared})
        self.steps = {node.id: read_step(node, kinds, around) for node in definition.nodes()}

    def entries(self, parent: str) -> tuple[str, ...]:
        """Return the steps with which begins what lies inside a step."""
        return entries(self.definition, parent)

    def enters(self, edge: Edge) -> bool:
        """Whether an edge leads from a step to one of those inside."""
        return self.steps[edge.target].node.parent == edge.source

    def stays(self, edge: Edge) -> bool:
        """Whether both ends of an edge lie in the same region."""
        return self.steps[edge.source].node.parent == self.steps[edge.target].node.parent

    def in_each(self, step: Step) -> bool:
        """Whether a path may just stop at a step: an item, a group or an undo is done there."""
        return step.node.parent is not None or step.id in self._undoing

    @cached_property
    def _undoing(self) -> frozenset[str]:
        """The steps that a case comes to only to undo something."""
        found = {e.target for e in self.definition.edges() if e.port == UNDO.name}
        todo = list(found)
        while todo:
            new = {e.target for e in self.definition.out_edges(todo.pop())} - found
            found |= new
            todo += new
        return frozenset(found)

    def find_kind(self, wanted: Callable[[AnyKind, Primitive], bool]) -> str | None:
        """Return the name of a wanted kind that needs no params, so that a fix can put it in."""
        for name in self.kinds:
            try:
                kind = self.kinds[name]
                if wanted(kind, kind.compile(kind.params(), Around())):
                    return name
            except (BatonError, ValueError):
                continue  # a kind that needs params is none to put in unasked
        return None

    def unused_id(self, wish: str) -> str:
        """Return the wished id, or with a number after it when a step or an edge has it."""
        taken = {*self.steps, *(edge.key for edge in self.definition.edges())}
        number, found = 1, wish
        while found in taken:
            number += 1
            found = f"{wish}_{number}"
        return found


def read_step(node: Node, kinds: Mapping[str, AnyKind], around: Around) -> Step:
    """Look a step's kind up and compile its params; never raises."""
    if node.kind not in kinds:
        return Step(node)
    kind = kinds[node.kind]
    raw: JsonObject = {**node.params}
    try:
        if node.kind_version < kind.version:
            raw = kind.migrate(raw, node.kind_version)
        params: Params = kind.params.model_validate(raw)
        ports = kind.ports(params)
    except ValidationError as error:
        return Step(node, kind, raw=raw, complaints=_complaints(error))
    except _REFUSALS as error:
        return Step(node, kind, raw=raw, complaints=(Complaint((), "invalid", str(error)),))
    try:
        primitive = kind.compile(params, around)
        return Step(node, kind, params, raw, Pass() if node.disabled else primitive, ports)
    except _REFUSALS as error:
        refused = Complaint((), "uncompiled", str(error))
        return Step(node, kind, params, raw, None, ports, (refused,))


def _complaints(error: ValidationError) -> tuple[Complaint, ...]:
    found = error.errors(include_url=False, include_input=False)
    return tuple(Complaint(item["loc"], item["type"], misfit(item)) for item in found)
