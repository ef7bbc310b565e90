"""Knows how to say what formulas see at one step, for who writes them. Must not judge a drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from runtime.errors import BatonError
from runtime.plan.context import Context
from runtime.plan.drawing import Drawing
from runtime.plan.param_fields import marked
from runtime.plan.survey import Survey
from runtime.step import Around

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
        results: whether it is told what this step and those before give: what people filled in, by
            their forms, and what systems answered, by the connectors.

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
        name: {**_given(survey, name, results=results), "title": _title(survey, name)}
        for name in names
    }
    if saving:
        properties["output"] = _given(survey, step, results=results)
    return {"type": "object", "properties": {**properties, "steps": _object(steps)}}


def _title(survey: Survey, step: str) -> str:
    return survey.steps[step].node.title


def _given(survey: Survey, step: str, *, results: bool) -> JsonObject:
    """Return what is known of the result of a step; {} for nothing, or where nobody asks."""
    read = survey.steps[step]
    return (_told(survey, read) or _filled_in(read)) if results else {}


def _told(survey: Survey, step: Step) -> JsonObject:
    """Return what the kind of a step tells of its result; {} where it tells nothing."""
    if step.kind is None or step.params is None:
        return {}
    declared = survey.definition.meta.connections.items()
    try:
        return step.kind.gives(step.params, Around({n: each.connector for n, each in declared}))
    except BatonError:  # its connection or operation is not there, which checks tell
        return {}


def _filled_in(step: Step) -> JsonObject:
    """Return what the form of a step tells of its result; {} where it has none."""
    for form in [each.value for each in marked(step, "form")] if not step.begins else []:
        if isinstance(form, dict) and form:
            values: JsonObject = {"values": form}
            votes: JsonObject = {"type": "array", "items": _object(values)}
            return _object({"values": form, "votes": votes})
    return {}


def _object(properties: JsonObject) -> JsonObject:
    return {"type": "object", "properties": properties}
