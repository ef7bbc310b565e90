"""Knows what the formulas of a step may read, as a JSON Schema. Must not know the formulas.

A checker looks names up in it, and an editor completes them from it. An object that lists its
properties is taken to have no others, unless it says `additionalProperties`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from runtime.plan.param_fields import marked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.plan.drawing import Step
    from runtime.plan.survey import Survey

_RUN = ("id", "name", "key", "requester", "environment")


class Context:
    """The data that formulas see, worked out once for a drawing."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey

    def schema(self, step: Step, *, saving: bool = False) -> JsonObject:
        """Return the schema of what formulas of a step see.

        Args:
            step: the step.
            saving: whether the formula is one of its `saves`, which also sees `output`.
        """
        properties: JsonObject = {**self._shared, "steps": _object_of(self.visible(step))}
        if step.repeats:
            properties |= {"results": {}, "last": {}}
        if saving:
            properties["output"] = {}
        return {"type": "object", "properties": properties}

    def visible(self, step: Step) -> list[str]:
        """Return the steps whose output a step's formulas see: of its region and those around.

        A for-each also sees the steps inside, for the result of an item.
        """
        found = self._region(step.id) if step.repeats else []
        region = step.node.parent
        while region is not None:
            found = [*found, *self._region(region)]
            region = self._survey.steps[region].node.parent
        return [*found, *self._region(None)]

    def _region(self, parent: str | None) -> list[str]:
        return self._regions.get(parent, [])

    @cached_property
    def _regions(self) -> dict[str | None, list[str]]:
        parents = {node.parent for node in self._survey.definition.nodes()}
        return {
            parent: [node.id for node in self._survey.definition.children(parent)]
            for parent in parents
        }

    @cached_property
    def _shared(self) -> JsonObject:
        meta = self._survey.definition.meta
        settings: JsonObject = {
            name: {"title": found.title or name, "format": found.value_type}
            for name, found in meta.settings.items()
        }
        return {
            "input": self._input(),
            "data": self._data(),
            "settings": {"type": "object", "properties": settings},
            "run": _object_of(_RUN),
            "error": {},
            "item": {},
            "index": {"type": "integer"},
        }

    def _input(self) -> JsonObject:
        """Return what the workflow declares, else what the form of its start asks for."""
        declared = self._survey.definition.meta.input
        if declared:
            return {**declared}
        for start in self._survey.starts:
            for found in marked(start, "form"):
                if isinstance(found.value, dict) and found.value:
                    return found.value
        return {}

    def _data(self) -> JsonObject:
        """Return what the workflow declares, and every field that a step saves."""
        schema: JsonObject = {**self._survey.definition.meta.data}
        schema["properties"] = {**_properties(schema)}
        for step in self._survey.steps.values():
            for path in step.saved:
                _put(schema, path.split("."))
        return schema


def _put(schema: JsonObject, path: list[str]) -> None:
    """Make room for a saved field; what is declared, or open, stays as it is."""
    name, *rest = path
    properties: JsonObject = {**_properties(schema)}
    schema["properties"] = properties
    declared = properties.get(name)
    if not rest:
        # A whole value is saved here: it may have fields that nobody declared.
        properties[name] = declared if isinstance(declared, dict) else {}
        return
    inner: JsonObject = {**declared} if isinstance(declared, dict) else {"properties": {}}
    if "properties" in inner:
        _put(inner, rest)
    properties[name] = inner


def _properties(schema: JsonObject) -> JsonObject:
    found = schema.get("properties")
    return found if isinstance(found, dict) else {}


def _object_of(names: Iterable[str]) -> JsonObject:
    properties: dict[str, JsonValue] = {name: {} for name in names}
    return {"type": "object", "properties": properties}
