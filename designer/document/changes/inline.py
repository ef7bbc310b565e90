"""Knows how a workflow that a step runs is drawn in that step's place.

Must not know kinds by name or where the other workflow is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from designer.document.changes.edges import new_edge
from designer.document.changes.frames import taken_over
from designer.document.changes.places import place_of
from designer.document.changes.samples import SAMPLES
from designer.document.changes.steps import remove, snapped, title_of, unused_id
from designer.document.formulas import edits, rewritten
from designer.document.history import Command
from designer.document.layout import FRAMES
from designer.document.model import Model
from designer.library.roles import calling, ending
from runtime.definition.attributes import Node
from runtime.definition.errors import DefinitionError
from runtime.expressions.usage import path_text
from runtime.plan.drawing import read_step
from runtime.plan.problems import Edit
from runtime.step import Around

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.definition.definition import Definition
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.plan.drawing import Step
    from runtime.step import Kind


class CannotInlineError(DefinitionError):
    """The other workflow cannot stand in the place of one step."""


def inline(model: Model, kinds: Mapping[str, Kind[Any]], step: str, other: Definition) -> Command:
    """Draw the steps of another workflow in place of the step that runs it.

    Args:
        model: the document.
        kinds: the step kinds by name.
        step: id of the step that runs the other workflow.
        other: that workflow.

    Raises:
        CannotInlineError: it does not begin and end at one step.
    """
    place = _Place(model, kinds, step, Model(other.document()))
    title = f"Draw “{title_of(model, step)}” here"
    inside = (*place.declared(), *place.added(), *place.joined())
    return Command(title, (*inside, *place.elsewhere(), *place.gone()))


class _Place:
    """The calling step and what comes in its place."""

    def __init__(
        self, model: Model, kinds: Mapping[str, Kind[Any]], step: str, other: Model
    ) -> None:
        self.model, self.other, self.step, self.kinds = model, other, step, kinds
        self.steps = {name: _step(other, name, kinds) for name in other.nodes}
        self.start = self._one([n for n, s in self.steps.items() if s.begins], "begins")
        self.end = self._one([n for n, s in self.steps.items() if s.ends], "ends")
        self.kept = [name for name in other.nodes if name not in {self.start, self.end}]
        self.names: dict[str, str] = {}
        for name in self.kept:
            self.names[name] = unused_id(model, name, self.names.values())
        part = calling(kinds)
        self.inputs = self._formulas(model.nodes[step], part.fields["mapping"])
        part = ending(kinds)
        self.outputs = self._formulas(other.nodes[self.end], part.fields["mapping"])

    def _one(self, found: list[str], how: str) -> str:
        if len(found) != 1 or not self.steps:
            raise CannotInlineError(
                f"The other workflow {how} at {len(found)} steps.",
                why="What stands in the place of one step has one way in and one way out.",
                next_step="Let all its paths meet in one step, and try again.",
            )
        return found[0]

    def _formulas(self, node: JsonObject, field: str) -> dict[str, str]:
        params = node.get("params")
        held = params.get(field) if isinstance(params, dict) else None
        return {k: str(v) for k, v in held.items()} if isinstance(held, dict) else {}

    def added(self) -> list[Edit]:
        """Return the edits that put the other steps in, with their edges and formulas."""
        changed = Model({**self.other.document()})
        for name in self.kept:
            changed.apply(edits(self.steps[name], self._within))
        left, top = place_of(self.model, self.step)
        x0, y0 = place_of(self.other, self._first())
        found: list[Edit] = []
        for name in self.kept:
            x, y = place_of(self.other, name)
            spot: JsonValue = snapped((x - x0 + left, y - y0 + top))
            entry: JsonObject = {**changed.nodes[name], "position": spot}
            parent = entry.pop("parent", None) or self.model.nodes[self.step].get("parent")
            if isinstance(parent, str):
                entry["parent"] = self.names.get(parent, parent)
            found.append(Edit("set", ("nodes", self.names[name]), entry))
        return found

    def joined(self) -> list[Edit]:
        """Return the edits that connect them with each other and with the drawing around."""
        found: list[Edit] = []
        for edge in self.other.edges.values():
            source, target = str(edge["source"]), str(edge["target"])
            if source in self.names and target in self.names:
                port = str(edge["port"])
                found.append(new_edge(self.model, self.names[source], port, self.names[target]))
        first = self.names[self._first()]
        found += [
            Edit("set", ("edges", str(edge["key"]), "target"), first)
            for edge in self.model.in_edges(self.step)
        ]
        for last in self.other.in_edges(self.end):
            for after in self.model.out_edges(self.step, "out"):
                source = self.names[str(last["source"])]
                target = str(after["target"])
                found.append(new_edge(self.model, source, str(last["port"]), target))
        return found

    def elsewhere(self) -> list[Edit]:
        """Return the edits that let others read the steps and no longer their caller."""
        found: list[Edit] = []
        for name in self.model.nodes:
            if name != self.step:
                found += edits(_step(self.model, name, self.kinds), self._result)
        return found

    def gone(self) -> list[Edit]:
        """Return the edits that take the calling step away."""
        kept = {str(edge["key"]) for edge in self.model.in_edges(self.step)}
        patch = [e for e in remove(self.model, [self.step]).patch if e.path[:3] != FRAMES]
        new = [self.names[name] for name in self.kept]
        framed = taken_over(self.model, [self.step], self.step, new)
        return [e for e in patch if e.path[0] != "edges" or e.path[1] not in kept] + framed

    def declared(self) -> list[Edit]:
        """Return the edits that bring test data, and connections that only the other one knows."""
        there, here, samples = (
            held if isinstance(held, dict) else {}
            for held in (
                self.other.graph.get("connections"),
                self.model.graph.get("connections"),
                self.other.value(SAMPLES),
            )
        )
        missing = {name: entry for name, entry in there.items() if name not in here}
        found = [Edit("set", ("graph", "connections", n), entry) for n, entry in missing.items()]
        kept = [name for name in self.kept if name in samples]
        return found + [Edit("set", (*SAMPLES, self.names[n]), samples[n]) for n in kept]

    def _first(self) -> str:
        found = [str(edge["target"]) for edge in self.other.out_edges(self.start)]
        return self._one([name for name in found if name in self.names], "begins")

    def _within(self, path: tuple[str, ...]) -> tuple[str, ...] | str | None:
        """What an inner formula reads, as it is called in the drawing around."""
        if path[:1] == ("input",) and len(path) > 1 and path[1] in self.inputs:
            return _followed(self.inputs[path[1]], path[2:])
        if path[:1] == ("steps",) and len(path) > 1 and path[1] in self.names:
            return ("steps", self.names[path[1]], *path[2:])
        return None

    def _result(self, path: tuple[str, ...]) -> tuple[str, ...] | str | None:
        """What others read of the caller, as its steps are called now."""
        match path:
            case ("steps", self.step, result, *rest) if result in self.outputs:
                formula = rewritten(self.outputs[result], self._within)
                return _followed(formula, tuple(rest))
            case _:
                return None


def _followed(formula: str, rest: tuple[str, ...]) -> str:
    """Return a formula, or a part of what it gives."""
    plain = all(part.isidentifier() for part in formula.replace("`", "").split("."))
    held = formula if plain else f"({formula})"
    return f"{held}.{path_text(rest)}" if rest else held


def _step(model: Model, name: str, kinds: Mapping[str, Kind[Any]]) -> Step:
    return read_step(Node.model_validate(cast("Any", model.nodes[name])), kinds, Around())
