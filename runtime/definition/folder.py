"""Knows the workflows that lie in a folder and the names of files. Must not know who runs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.definition import files
from runtime.definition.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from runtime.definition.definition import Definition

SUFFIX = ".baton.json"
"""How the name of a workflow file ends."""


def file_stem(path: Path) -> str:
    """Return the name of a workflow file without its ending."""
    return path.name.removesuffix(SUFFIX)


def workflow_files(folder: Path) -> list[Path]:
    """Return the workflow files of a folder, by name."""
    return sorted(folder.glob(f"*{SUFFIX}"))


def readable(paths: Iterable[Path]) -> Iterator[tuple[Path, Definition]]:
    """Read one file after the other; one that holds no workflow is passed over."""
    for path in paths:
        try:
            yield path, files.load(path)
        except DefinitionError:
            continue


def workflows_in(folder: Path) -> dict[str, Definition]:
    """Return the workflows of a folder by id; it reads all of them.

    Of several with one id the first by name is meant. One that cannot be read is passed over: a
    broken neighbour matters only when nothing else has its id.
    """
    found: dict[str, Definition] = {}
    for _, definition in readable(workflow_files(folder)):
        found.setdefault(definition.meta.id, definition)
    return found
