"""Knows what a workflow takes and hands back, for who runs it from another. Must not judge it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.plan.called import Called
from runtime.plan.drawing import Drawing
from runtime.plan.param_fields import marked
from runtime.primitives import Finish

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.definition.definition import Definition
    from runtime.definition.json_value import JsonObject
    from runtime.plan.drawing import AnyKind


def called_of(definition: Definition, kinds: Mapping[str, AnyKind]) -> Called:
    """Return a workflow as others see it."""
    drawing = Drawing(definition, kinds)
    return Called(definition.meta.name or definition.meta.id, _takes(drawing), _gives(drawing))


def _takes(drawing: Drawing) -> frozenset[str] | None:
    form: JsonObject = {**drawing.definition.meta.input}
    if not form:
        begun = [step for step in drawing.steps.values() if step.begins]
        asked = [each.value for step in begun for each in marked(step, "form")]
        form = next((each for each in asked if isinstance(each, dict) and each), form)
    properties = form.get("properties")
    is_open = form.get("additionalProperties", False) not in (False, None)
    return frozenset(properties) if isinstance(properties, dict) and not is_open else None


def _gives(drawing: Drawing) -> frozenset[str] | None:
    ends = [step for step in drawing.steps.values() if step.node.parent is None and step.ends]
    said: set[str] = set()
    for step in ends:
        if isinstance(step.primitive, Finish) and step.primitive.how == "fail":
            continue
        if not isinstance(step.primitive, Finish) or not step.primitive.output:
            return None
        said.update(name for name, _ in step.primitive.output)
    return frozenset(said) if said else None
