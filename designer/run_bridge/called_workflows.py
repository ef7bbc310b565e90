"""Knows where called workflows are found: in the files of a folder. Must not know Qt or run any."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.library.roles import callers
from runtime.definition.folder import workflows_in
from runtime.errors import InvalidWorkflowError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from runtime.definition.definition import Definition
    from runtime.step import Kind


async def in_folder(
    folder: str, definition: Definition, kinds: Mapping[str, Kind[Any]]
) -> Callable[[str], Definition]:
    """Return what finds a workflow of a folder by its id.

    Files are read by a thread, before anybody asks: a slow disk holds up no run. They are left
    alone where the workflow runs no other.

    Args:
        folder: where they lie; "" for a workflow that has no file yet.
        definition: the workflow that may run others.
        kinds: the step kinds by name.
    """
    known: dict[str, Definition] = {}
    calls = callers(kinds)
    if folder and any(node.kind in calls for node in definition.nodes()):
        known = await asyncio.to_thread(workflows_in, Path(folder))

    def find(wanted: str) -> Definition:
        if wanted not in known:
            raise _missing(wanted)
        return known[wanted]

    return find


def _missing(wanted: str) -> InvalidWorkflowError:
    return InvalidWorkflowError(
        f"The workflow “{wanted}”, which this one runs, cannot be found.",
        why="No file beside this one has this id.",
        next_step="Save it in the folder of this workflow, then try again.",
    )
