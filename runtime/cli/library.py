"""Knows where called workflows are found: in the files beside the calling one. Must not run any."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from runtime.definition.folder import workflows_in
from runtime.plan.compile import no_library

if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.definition.definition import Definition


def beside(name: str) -> Callable[[str], Definition]:
    """Returns the library of the folder of a workflow file; its files are read when needed."""
    known = cache(lambda: workflows_in(Path(name).resolve().parent))

    def find(wanted: str) -> Definition:
        return known()[wanted] if wanted in known() else no_library(wanted)

    return find
