"""Knows what the formulas of a step may read, as a JSON Schema. Must not know the formulas.

A checker looks names up in it, and an editor completes them from it. An object that lists its
properties is taken to have no others, unless it says `additionalProperties`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from runtime.plan.param_fields import marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.plan.drawing import Step
    from runtime.plan.survey import Survey

_RUN = ("id", "name", "key", "requester", "environment")


class Context:
    """The data that formulas see, worked out once for a drawing."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._schemas: dict[tuple[str | None, str | None, bool, bool], JsonObject] = {}
        self._visible: dict[tuple[str | None, str | None], frozenset[str]] = {}

    def schema(self, step: Step, *, saving: bool = False) -> JsonObject:
        """Return the schema of what formulas of a step see; it is shared, not to be changed.

        Args:
            step: the step.
            saving: whether the formula is one of its `saves`, which also sees `output`.
        """
        key = (*_region(step), step.joins, saving)
        if key not in self._schemas:
            properties: JsonObject = {**self._shared, "steps": _object_of(self.visible(step))}
            if step.repeats:
                properties |= {"results": {}, "last": {}}
            if step.joins:
                properties["arrived"] = {"type": "integer"}
            if saving:
                properties["output"] = {}
            self._schemas[key] = {"type": "object", "properties": properties}
        return self._schemas[key]

    def visible(self, step: Step) -> frozenset[str]:
        """Return the steps whose output a step's formulas see: of its region and those around.

        A for-each also sees the steps inside, for the result of an item.
        """
        key = _region(step)
        if key not in self._visible:
            found = {*self._regions.get(None, ())}
            region = step.id if step.repeats else step.node.parent
            while region is not None:
                found |= {*self._regions.get(region, ())}
                region = self._survey.steps[region].node.parent
            self._visible[key] = frozenset(found)
        return self._visible[key]

    @cached_property
    def _regions(self) -> dict[str | None, list[str]]:
        parents = {node.parent for node in self._survey.definition.nodes()}
        return {parent: [*self._readable(parent)] for parent in parents}

    def _readable(self, parent: str | None) -> Iterator[str]:
        """Yield the steps of a region, and those of the groups in it: they are one part of it."""
        for node in self._survey.definition.children(parent):
            yield node.id
            step = self._survey.steps[node.id]
            if step.holds and not step.repeats:
                yield from self._readable(node.id)

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


def _region(step: Step) -> tuple[str | None, str | None]:
    """Return what tells apart the steps whose formulas see different things."""
    return step.node.parent, step.id if step.repeats else None


def _put(schema: JsonObject, path: list[str]) -> None:
    """Make room for a saved field; what is declared, or open, stays as it is."""
    name, *rest = path
    properties: JsonObject = {**_properties(schema)}
    schema["properties"] = properties
    declared = properties.get(name)
    if not rest:
        # What is declared of a whole value holds; of an undeclared one nothing is known.
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
