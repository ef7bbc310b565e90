"""Knows how to tell a process owner what changed between two definitions. Must not know kinds.

`diff` compares; `words` spells values; `fields` compares any two plain values; `steps` and
`settings` know what belongs together. Positions, layout and ids of edges are drawing, and left
out unless they are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.definition.diff.changes import Change
from runtime.definition.diff.steps import step_changes, wiring_changes
from runtime.definition.diff.workflow import workflow_changes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.definition.definition import Definition
    from runtime.definition.json_value import JsonObject

__all__ = ["Change", "diff"]


def diff(
    old: Definition,
    new: Definition,
    *,
    schemas: Mapping[str, JsonObject] | None = None,
    drawing: bool = False,
) -> list[Change]:
    """List what changed, in words, most important first: workflow, steps, then wiring.

    Args:
        old: the earlier definition.
        new: the later definition.
        schemas: JSON Schema of the params of each kind; where known, a field is called by its
            title.
        drawing: also report positions, layout and ids of edges. With it, the list is empty
            exactly when both have the same digest.
    """
    return [
        *workflow_changes(old, new, drawing=drawing),
        *step_changes(old, new, schemas or {}, drawing=drawing),
        *wiring_changes(old, new, drawing=drawing),
    ]
