"""Knows that the published schema of the file format agrees with what opens."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings

from runtime.definition.definition import Definition
from runtime.definition.errors import DefinitionError
from runtime.definition.schema import schema
from tests.helpers.workflow_strategies import documents

VALIDATOR = jsonschema_rs.Draft202012Validator(schema())


@settings(max_examples=40)
@given(documents())
def test_every_file_that_opens_passes_the_schema(document: dict[str, Any]) -> None:
    VALIDATOR.validate(Definition.from_document(document).document())


@pytest.mark.parametrize(
    "wrong",
    [
        {"nodes": [{"id": "a"}]},
        {"nodes": [{"id": "a", "kind": "x", "position": [1]}]},
        {"nodes": [{"id": "a", "kind": "x", "policy": {"on_error": "shrug"}}]},
        {"edges": "none"},
        {"graph": {"format": 1, "owners": "all"}},
    ],
)
def test_what_the_schema_refuses_does_not_open(wrong: dict[str, Any]) -> None:
    empty: dict[str, Any] = {"graph": {"format": 1}, "nodes": [], "edges": []}
    document = empty | wrong
    assert not VALIDATOR.is_valid(document)
    with pytest.raises(DefinitionError):
        Definition.from_document(document)
