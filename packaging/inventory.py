"""Lists what an installation of Baton brings along. Knows places to look in, and no name there."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from connectors.connector.catalogue import load, load_catalog
from runtime.steps import kinds

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def inventory() -> dict[str, list[str]]:
    """Opens every step kind and connector and lists every resource.

    Returns:
        "kinds", "connectors", "resources" -> names, sorted. A kind stands with its version and the
        number of its files, since one without its help or icon is broken only when it is looked at.
    """
    return {
        "kinds": [
            f"{name} {kind.version}, {len(paths(files(f'runtime.steps.{name}')))} files"
            for name, kind in sorted(kinds().items())
        ],
        "connectors": [
            f"{name}, {len(load(name).manifest.operations)} operations" for name in load_catalog()
        ],
        "resources": paths(files("resources")),
    }


def paths(folder: Traversable, above: str = "") -> list[str]:
    """The files below a folder, as sorted relative names; what Python caches is left out."""
    found: list[str] = []
    for entry in folder.iterdir():
        if entry.is_file():
            found.append(above + entry.name)
        elif entry.name != "__pycache__":
            found += paths(entry, f"{above}{entry.name}/")
    return sorted(found)
