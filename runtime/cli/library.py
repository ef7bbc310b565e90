"""Knows where called workflows are found: in the files beside the calling one. Must not run any."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from runtime.cli.problems import SUFFIX, load
from runtime.definition.errors import DefinitionError
from runtime.plan.compile import no_library

if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.definition.definition import Definition


def beside(name: str) -> Callable[[str], Definition]:
    """Returns the library of the folder of a workflow file; its files are read when needed."""
    known: dict[str, Definition] = {}

    def find(wanted: str) -> Definition:
        if not known:
            for path in sorted(Path(name).resolve().parent.glob(f"*{SUFFIX}")):
                try:
                    found = load(str(path))
                except DefinitionError:
                    continue  # a broken neighbour matters only when nothing else has the id
                known.setdefault(found.meta.id, found)
        return known[wanted] if wanted in known else no_library(wanted)

    return find
