"""What the packages import is what pyproject.toml declares, no more and no less."""

from __future__ import annotations

import ast
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from typing import TYPE_CHECKING, cast

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.helpers.source_tree import PRODUCT, ROOT, name_of, python_files

if TYPE_CHECKING:
    from pathlib import Path

# Needed without an import of ours.
SILENT = {"tzdata": "zoneinfo reads it where the system has no time zones, as on Windows"}


def imported(path: Path) -> set[str]:
    """The top-level names a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - {*PRODUCT, "resources"}


def declared() -> tuple[set[str], set[str]]:
    """The names of the libraries every user gets, and of those that the extras bring."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    base = cast("list[str]", project["dependencies"])
    extras = cast("dict[str, list[str]]", project["optional-dependencies"])
    more = [text for texts in extras.values() for text in texts]
    base_names, more_names = (
        {canonicalize_name(Requirement(text).name) for text in texts} for texts in (base, more)
    )
    return set(base_names), set(more_names)


@cache
def all_distributions() -> dict[str, list[str]]:
    """Every importable name and who brings it; reading this from disk takes a while."""
    return dict(packages_distributions())


# What the designer alone needs is not installed everywhere, and then cannot say who brings it.
_NOT_EVERYWHERE = {
    "PySide6": ["PySide6-Essentials"],
    "shiboken6": ["shiboken6"],
    "fast_sugiyama": ["fast-sugiyama"],
}


def distributions(name: str) -> set[str]:
    """The libraries that bring an importable name."""
    found = all_distributions().get(name, _NOT_EVERYWHERE.get(name, []))
    return {str(canonicalize_name(one)) for one in found}


def test_every_import_is_declared() -> None:
    """It works here because something else brought the library along, and fails at the user's."""
    base, extras = declared()
    undeclared = [
        f"{name_of(path)} imports {name}"
        for path in python_files(*PRODUCT)
        for name in sorted(imported(path))
        if not distributions(name) & (base | extras)
    ]
    assert undeclared == []


def test_every_library_is_used() -> None:
    """A library that nothing imports is weight, start-up time and a way in for others."""
    used = {
        distribution
        for path in python_files(*PRODUCT)
        for name in imported(path)
        for distribution in distributions(name)
    }
    base, _ = declared()
    assert base - used - set(SILENT) == set()
