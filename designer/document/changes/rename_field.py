"""Knows how a field is named otherwise everywhere: in its form, and in all that refers to it.

Must not know Qt or kinds by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from designer.document.changes.field_uses import Found, Use
from designer.document.changes.form_names import with_inner_field_named
from designer.document.changes.recorded_names import answering, expecting, given, sampled
from designer.document.changes.rename_in_step import StepRename, items_of
from designer.document.changes.samples import SAMPLES, TESTS
from designer.document.changes.steps import title_of
from designer.document.history import Command
from designer.document.order import in_order
from runtime.definition.attributes import Node
from runtime.definition.errors import DefinitionError
from runtime.plan.drawing import read_step
from runtime.plan.problems import Edit
from runtime.step import Around

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from designer.document.changes.field_uses import FormField
    from designer.document.model import Model
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.plan.drawing import Step
    from runtime.step import Kind


_DEEPEST = 20
"""Steps around a step that are asked whose item it sees."""


class FieldRename:
    """What naming a field otherwise changes; known once `work` has come to its end.

    Args:
        model: the document; it may not change meanwhile.
        kinds: the step kinds by name.
        target: the field.
        new: its new name, which no other field of the form has.

    Attributes:
        found: what refers to the field, in the order of the drawing.
    """

    def __init__(
        self, model: Model, kinds: Mapping[str, Kind[Any]], target: FormField, new: str
    ) -> None:
        self.target, self.new, self.found = target, new, Found()
        self._model, self._kinds = model, kinds
        self._edits: list[Edit] = []

    def work(self) -> Iterator[None]:
        """Look at one step after the other, and pause in between."""
        self._in_graph()
        for name in in_order(self._model):
            node = self._model.nodes[name]
            if self._may_matter(node):
                yield from self._in_step(name, node)
        self._in_tests()
        self._in_samples()

    def command(self) -> Command:
        """Return the change, to be done as one.

        Raises:
            DefinitionError: something refers to a field by the new name already.
        """
        if self.found.taken:
            use = self.found.taken[0]
            raise DefinitionError(
                f"The name “{self.new}” is used already.",
                where=use.step,
                why=f"“{use.where}” ({use.what}) means something else by it.",
                next_step="Choose another name, or change that place first.",
            )
        title = f"Rename field “{self.target.name}” to “{self.new}”"
        return Command(title, tuple(self._edits))

    def _in_graph(self) -> None:
        path = ("graph", self.target.form)
        form = self._model.value(path)
        if isinstance(form, dict):
            made = with_inner_field_named(form, self.target.way, self.new)
            if made != form:
                self._edits.append(Edit("set", path, made))

    def _may_matter(self, node: JsonObject) -> bool:
        """Whether a step can refer to the field: to read every formula would take long."""
        text = orjson.dumps(node)
        around = self.target.inside if self.target.form == "data" else ()  # may be saved as a whole
        return any(name.encode() in text for name in (self.target.name, self.new, *around))

    def _in_step(self, name: str, node: JsonObject) -> Iterator[None]:
        step = self._read(node)
        yield
        made = StepRename(step, node, self.target, self.new, self.found, self._items(step))
        yield from made.work()
        for part in ("params", "saves"):
            if made.node.get(part) != node.get(part):
                self._edits.append(Edit("set", ("nodes", name, part), made.node[part]))

    def _read(self, node: JsonObject) -> Step:
        return read_step(Node.model_validate(node), self._kinds, Around())

    def _items(self, step: Step) -> list[tuple[str, ...]]:
        """Return the paths of the lists of which the formulas of a step see an item.

        A step that goes through a list sees an item of it, and one of the list around it before.
        """
        around = [step]
        parent = step.node.parent
        while parent in self._model.nodes and len(around) < _DEEPEST:
            around.append(self._read(self._model.nodes[parent]))
            parent = around[-1].node.parent
        seen: list[tuple[str, ...] | None] = [None]
        for each in reversed(around):
            if each.repeats:
                seen.append(_from_top(items_of(each), seen[-1]))
        last = seen[-2:] if step.repeats else seen[-1:]
        return [path for path in last if path is not None]

    def _in_tests(self) -> None:
        held = self._model.value(TESTS)
        known = held if isinstance(held, list) else []
        made = [self._tested(test) if isinstance(test, dict) else test for test in known]
        changed = [new for old, new in zip(known, made, strict=True) if new != old]
        if changed:
            names = [test.get("name") for test in changed if isinstance(test, dict)]
            self.found.uses += [Use(str(name or "Test"), "Saved test") for name in names]
            self._edits.append(Edit("set", TESTS, made))

    def _tested(self, test: JsonObject) -> JsonObject:
        way, new = self.target.way, self.new
        if self.target.form == "input":
            return given(test, way, new)
        if self.target.form == "data":
            return expecting(test, way, new)
        return answering(test, self.target.step, way, new)

    def _in_samples(self) -> None:
        if self.target.form != "step":
            return
        path = (*SAMPLES, self.target.step)
        held: JsonValue = self._model.value(path)
        made = sampled(held, self.target.way, self.new)
        if made != held:
            title = title_of(self._model, self.target.step)
            self.found.uses.append(Use(title, "Test data", step=self.target.step))
            self._edits.append(Edit("set", path, made))


def _from_top(
    items: tuple[str, ...] | None, around: tuple[str, ...] | None
) -> tuple[str, ...] | None:
    """Return the path of a list, which may lie in an item of the list around."""
    if items is None or items[:1] != ("item",):
        return items
    return None if around is None else (*around, *items[1:])
