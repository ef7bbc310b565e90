"""The documents say what is true of the tree: links, commands, the map."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.helpers.source_tree import PRODUCT, ROOT, name_of, own_files

if TYPE_CHECKING:
    from pathlib import Path

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [path for path in own_files() if path.suffix == ".md"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    """A reader who follows a dead link stops reading."""
    text = re.sub(r"```.*?```|`[^`]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
    dead = [t for t in targets if "://" not in t and not (path.parent / t).exists()]
    assert dead == []


@pytest.mark.parametrize("command", ["demo", "test"])
def test_the_readme_names_the_two_commands(command: str) -> None:
    """They are the first thing a newcomer types."""
    assert f"python3 packaging/dev.py {command}" in README


def test_the_ci_runs_the_readme_s_test_command() -> None:
    """Else a green run says nothing about what a newcomer sees."""
    assert "python3 packaging/dev.py test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def map_names() -> set[str]:
    """The folders and files in the left column of the README's map."""
    block = README.split("## Map", 1)[1].split("```")[1]
    return {
        name for line in block.splitlines() for name in re.findall(r"(\w+/|\w+\.py)", line[:24])
    }


def test_the_map_shows_only_what_exists() -> None:
    """A map with a wrong turn is worse than none."""
    places = [ROOT, *(ROOT / package for package in PRODUCT)]
    missing = [name for name in map_names() if not any((p / name).exists() for p in places)]
    assert missing == []


def test_the_map_shows_every_package_folder() -> None:
    """Whoever looks for something looks here first."""
    folders = [folder for package in PRODUCT for folder in (ROOT / package).iterdir()]
    unseen = [
        name_of(folder)
        for folder in folders
        if (folder / "__init__.py").exists() and f"{folder.name}/" not in map_names()
    ]
    assert unseen == []


def test_decisions_are_numbered_without_gaps() -> None:
    """A gap is a decision that somebody took back in silence."""
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "adr").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
