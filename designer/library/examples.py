"""Knows an example of what a step gives, from its kind and its system. Must not know Qt or runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from runtime.definition.attributes import Node
from runtime.plan.drawing import read_step
from runtime.primitives import Effect
from runtime.step import Around

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.step import Kind


def example_of(
    node: JsonObject, kinds: Mapping[str, Kind[Any]], connectors: Mapping[str, str]
) -> JsonValue:
    """Return what a dry run has in place of the step's real result; None where there is none.

    Args:
        node: the plain attributes of the step.
        kinds: the step kinds by name.
        connectors: name of each connection of the workflow to the id of its connector.
    """
    try:
        read = read_step(Node.model_validate(node), kinds, Around(dict(connectors)))
    except ValidationError:
        return None
    return read.primitive.example if isinstance(read.primitive, Effect) else None
