"""Knows how to bring a document of any older format to the newest. Must not know models.

Works on plain dicts, one small module per step; README.md in this folder says how to add one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.definition.errors import DefinitionError
from runtime.definition.migrations import from_0

if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.definition.json_value import JsonObject

STEPS: dict[int, Callable[[JsonObject], None]] = {0: from_0.upgrade}
"""Old format number to the function that changes such a document to the next format, in place."""

FORMAT = len(STEPS)
"""Number of the format that this Baton writes."""


def migrate(document: JsonObject) -> JsonObject:
    """Bring a document to the newest format, in place, and return it.

    A document without a format number is of format 0.

    Raises:
        DefinitionError: the format is newer than this Baton, or is not a number.
    """
    graph = document.setdefault("graph", {})
    if not isinstance(graph, dict):
        return document  # the models name the place better
    for version in range(_format_of(graph), FORMAT):
        STEPS[version](document)
    graph["format"] = FORMAT
    return document


def _format_of(graph: JsonObject) -> int:
    version = graph.get("format", 0)
    if isinstance(version, bool) or not isinstance(version, int) or version < 0:
        raise DefinitionError(
            "The workflow file has no valid format number.",
            where="graph.format",
            why="The format is a whole number from 0 on.",
            next_step="Correct graph.format, or go back to an earlier copy of the file.",
        )
    if version > FORMAT:
        raise DefinitionError(
            "The workflow file was written by a newer Baton.",
            where="graph.format",
            why=f"Its format is {version}; this Baton knows formats up to {FORMAT}.",
            next_step="Update Baton, or ask for the file in an older format.",
        )
    return version
