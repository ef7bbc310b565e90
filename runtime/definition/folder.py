"""Knows the workflows that lie in one folder, by their ids. Must not know who runs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.definition import files
from runtime.definition.errors import DefinitionError

if TYPE_CHECKING:
    from pathlib import Path

    from runtime.definition.definition import Definition

SUFFIX = ".baton.json"
"""How the name of a workflow file ends."""


def workflows_in(folder: Path) -> dict[str, Definition]:
    """Return the workflows of a folder by id; it reads all of them.

    Of several with one id the first by name is meant. One that cannot be read is passed over: a
    broken neighbour matters only when nothing else has its id.
    """
    found: dict[str, Definition] = {}
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            definition = files.load(path)
        except DefinitionError:
            continue
        found.setdefault(definition.meta.id, definition)
    return found
