"""Knows what a workflow that runs another one changes when a field there is called otherwise.

Must not know Qt, kinds by name or files. What one gives the other stands in its step by the names
of the other's start form; what the other hands back is the data of its case, where its ends say
nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from designer.document.changes.field_uses import FormField, Found, Use
from designer.document.changes.rename_in_step import StepRename
from designer.document.changes.steps import title_of
from designer.document.history import Command
from designer.document.order import in_order
from designer.library.roles import callers, calling, ending
from runtime.definition.attributes import Node
from runtime.plan.drawing import read_step
from runtime.plan.problems import Edit
from runtime.step import Around

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from designer.document.model import Model
    from runtime.definition.json_value import JsonObject
    from runtime.step import Kind


def reaches_callers(model: Model, kinds: Mapping[str, Kind[Any]], target: FormField) -> bool:
    """Whether a workflow that runs this one may name a field of it.

    Args:
        model: the workflow that has the field.
        kinds: the step kinds by name.
        target: the field.
    """
    if target.form != "data":
        return target.form == "input"
    end = ending(kinds)
    ends = [node for node in model.nodes.values() if node.get("kind") == end.kind]
    said = [model.value(("nodes", str(e["id"]), "params", end.fields["mapping"])) for e in ends]
    return not ends or not all(said)


class CallerRename:
    """What one workflow changes when a field of another one that it runs is called otherwise.

    Args:
        model: the workflow that runs the other; it is not changed.
        kinds: the step kinds by name.
        ident: id of the other.
        target: the field there.
        new: its new name.

    Attributes:
        found: what refers to it, in the order of the drawing.
        command: the change.
    """

    def __init__(
        self, model: Model, kinds: Mapping[str, Kind[Any]], ident: str, target: FormField, new: str
    ) -> None:
        self.found = Found()
        self._model, self._kinds, self._target, self._new = model, kinds, target, new
        self._nodes: dict[str, JsonObject] = {}
        steps = list(runs(model, kinds, ident))
        for step in steps:
            self._in_results(step) if target.form == "data" else self._in_inputs(step)
        self.command = Command(
            f"Rename field “{target.name}” of “{ident}” to “{new}”", tuple(self._edits())
        )

    @property
    def matters(self) -> bool:
        """Whether anything refers to the field, or may."""
        return bool(self.found.uses or self.found.doubts or self.found.taken)

    def _in_inputs(self, step: str) -> None:
        """Change what the other workflow is given."""
        field = calling(self._kinds).fields["mapping"]
        given = self._model.value(("nodes", step, "params", field))
        first, *inner = self._target.way
        if not isinstance(given, dict) or first not in given:
            return
        text, title = str(given[first]), title_of(self._model, step)
        if inner:
            self.found.doubts.append(Use(title, f"Gives all of “{first}” at once", text, step=step))
        elif self._new in given:
            self.found.taken.append(Use(title, f"Gives “{self._new}”", text, step=step))
        else:
            self.found.uses.append(Use(title, f"Gives “{first}”", first, self._new, step))
            renamed = {self._new if name == first else name: each for name, each in given.items()}
            node = self._node(step)
            params = node["params"]
            self._nodes[step] = {
                **node,
                "params": {**(params if isinstance(params, dict) else {}), field: renamed},
            }

    def _in_results(self, called: str) -> None:
        """Change what is read of what the other workflow hands back."""
        target = FormField("result", self._target.name, called, self._target.inside)
        for step in in_order(self._model):
            node = self._node(step)
            read = read_step(Node.model_validate(node), self._kinds, Around())
            made = StepRename(read, node, target, self._new, self.found)
            for _ in made.work():
                pass
            self._nodes[step] = made.node

    def _node(self, step: str) -> JsonObject:
        return self._nodes.get(step, self._model.nodes[step])

    def _edits(self) -> Iterator[Edit]:
        for step, made in self._nodes.items():
            for part in ("params", "saves"):
                if made.get(part) != self._model.nodes[step].get(part):
                    yield Edit("set", ("nodes", step, part), made[part])


def runs(model: Model, kinds: Mapping[str, Kind[Any]], ident: str) -> Iterator[str]:
    """Yield the steps that run another workflow, in the order of the drawing."""
    names, field = callers(kinds), calling(kinds).fields["workflow"]
    for step in in_order(model):
        node = model.nodes[step]
        is_meant = model.value(("nodes", step, "params", field)) == ident
        if node.get("kind") in names and is_meant:
            yield step
