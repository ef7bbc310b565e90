"""Knows where called workflows are found: in the files of a folder. Must not know Qt or run any."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from runtime.definition import files
from runtime.definition.errors import DefinitionError
from runtime.errors import InvalidWorkflowError

if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.definition.definition import Definition

PATTERN = "*.baton.json"


def in_folder(folder: str) -> Callable[[str], Definition]:
    """Return what finds a workflow of a folder by its id; files are read when one is needed.

    Args:
        folder: where they lie; "" for a workflow that has no file yet.
    """
    known: dict[str, Definition] = {}

    def find(wanted: str) -> Definition:
        if folder and not known:
            for path in sorted(Path(folder).glob(PATTERN)):
                try:
                    found = files.load(path)
                except DefinitionError:
                    continue  # a broken neighbour matters only when nothing else has the id
                known.setdefault(found.meta.id, found)
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
