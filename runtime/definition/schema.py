"""Knows the JSON Schema of the file format. Must not know step kinds; their params stay open."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from runtime.definition.attributes import Document
from runtime.definition.migrations import FORMAT

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue


def schema() -> JsonObject:
    """Return the JSON Schema (draft 2020-12) of a workflow file of the newest format."""
    made = _clean(cast("JsonObject", Document.model_json_schema(by_alias=True)))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:baton:workflow:{FORMAT}",
        **cast("JsonObject", made),
        "title": "Baton workflow",
    }


def _clean(value: JsonValue) -> JsonValue:
    """Drop what pydantic adds and no reader needs: it says `any value` as an empty schema."""
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if not isinstance(value, dict):
        return value
    # Unknown attributes are always allowed, which is what JSON Schema assumes anyway.
    return {
        name: _clean(member)
        for name, member in value.items()
        if not (name == "additionalProperties" and member is True)
    }
