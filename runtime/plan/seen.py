"""Knows how to say what formulas see at one step, for who writes them. Must not judge a drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from runtime.plan.context import Context
from runtime.plan.drawing import Drawing
from runtime.plan.param_fields import marked
from runtime.plan.survey import Survey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.definition.definition import Definition
    from runtime.definition.json_value import JsonObject
    from runtime.plan.drawing import AnyKind, Step


def seen_at(
    definition: Definition,
    kinds: Mapping[str, AnyKind],
    step: str,
    *,
    saving: bool = False,
    results: bool = False,
) -> JsonObject:
    """Return the JSON Schema of what the formulas of a step see.

    Besides what checks look names up in, each step in it has its name as a title, and steps that
    have never run when a case comes here are left out.

    Args:
        definition: the drawing.
        kinds: the step kinds of this Baton by name; only those that are used are looked up.
        step: id of the step.
        saving: whether the formula is one of its `saves`, which also sees `output`.
        results: whether what people filled in, at this step and before, is told by their forms.

    Raises:
        KeyError: there is no such step.
    """
    survey = Survey(Drawing(definition, kinds))
    here = survey.steps[step]
    context = Context(survey)
    properties = {**cast("JsonObject", context.schema(here, saving=saving)["properties"])}
    names = [
        name
        for name in sorted(context.visible(here))
        if survey.steps[name].node.parent == step or survey.may_follow(step, name)
    ]
    steps: JsonObject = {
        name: {**_filled_in(survey.steps[name], results=results), "title": _title(survey, name)}
        for name in names
    }
    if saving:
        properties["output"] = _filled_in(here, results=results)
    return {"type": "object", "properties": {**properties, "steps": _object(steps)}}


def _title(survey: Survey, step: str) -> str:
    return survey.steps[step].node.title


def _filled_in(step: Step, *, results: bool) -> JsonObject:
    """Return what the form of a step tells of its result; {} where it has none."""
    found = [each.value for each in marked(step, "form")] if results and not step.begins else []
    for form in found:
        if isinstance(form, dict) and form:
            values: JsonObject = {"values": form}
            votes: JsonObject = {"type": "array", "items": _object(values)}
            return _object({"values": form, "votes": votes})
    return {}


def _object(properties: JsonObject) -> JsonObject:
    return {"type": "object", "properties": properties}
