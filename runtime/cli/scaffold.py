"""Knows how the folder of a new kind or connector is filled from templates. No existing one."""

from __future__ import annotations

import keyword
import re
import shutil
import sys
import zlib
from importlib import resources
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from runtime.cli.command import InputError, UsageError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST = 40
ENDING = ".txt"
"""What a template's file is called after its own name, so that no tool takes it for code."""


def new_step(name: str) -> tuple[Path, tuple[str, ...]]:
    """Makes a folder in runtime/steps.

    Returns:
        The folder, and its files by name.

    Raises:
        UsageError: the name cannot be one.
        InputError: a kind of this name stands there, or the folder cannot be written.
    """
    return _make("step", name, Path(str(resources.files("runtime.steps"))))


def new_connector(name: str) -> tuple[Path, tuple[str, ...]]:
    """Makes a folder in connectors/catalog; returns and raises as `new_step` does."""
    return _make("connector", name, Path(str(resources.files("connectors.catalog"))))


def _make(what: str, given: str, into: Path) -> tuple[Path, tuple[str, ...]]:
    name = _checked(given)
    if getattr(sys, "frozen", False):
        raise InputError(
            "This Baton has no sources to add to.",
            why="It is the application without Python.",
            next_step="Use a working copy of Baton's sources.",
        )
    folder = into / name
    if folder.exists():
        raise InputError(
            f"There is a “{name}” already.",
            why=f"{folder} stands there.",
            next_step="Choose another name; nothing is overwritten.",
        )
    try:
        files = _fill(resources.files("resources") / "scaffold" / what, folder, _words(name))
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise InputError(
            f"The folder {folder} cannot be made.",
            why=f"The system says: {error.strerror or error}.",
            next_step="Use a working copy of Baton's sources in which you may write.",
        ) from error
    return folder, tuple(sorted(files))


def _checked(given: str) -> str:
    name = given.strip().lower().replace("-", "_").replace(" ", "_")
    if _NAME.fullmatch(name) and len(name) <= LONGEST and not keyword.iskeyword(name):
        return name
    raise UsageError(
        f"“{given}” cannot be its name.",
        why=f"A name is lower-case words joined by _, at most {LONGEST} characters, and no word"
        " of Python.",
        next_step="Choose a name such as send_reminder.",
    )


def _words(name: str) -> dict[str, str]:
    """Returns what the templates name."""
    text = name.replace("_", " ")
    return {
        "name": name,
        "words": text,
        "title": text[0].upper() + text[1:],
        "class_name": "".join(part.capitalize() for part in name.split("_")),
        "dots": "\n".join(_dots(name)),
    }


def _dots(name: str) -> list[str]:
    """Returns the marks of an icon of its own for every name: dots where a check sum has bits."""
    bits = zlib.crc32(name.encode())
    places = [(x, y) for y in range(5, 20, 3) for x in range(5, 20, 3)]
    return [
        f'  <circle cx="{x}" cy="{y}" r="0.75"/>'
        for number, (x, y) in enumerate(places)
        if bits >> number & 1 or number == 0
    ]


def _fill(template: Traversable, folder: Path, words: dict[str, str], above: str = "") -> list[str]:
    folder.mkdir(parents=True)
    files: list[str] = []
    for entry in template.iterdir():
        name = Template(entry.name.removesuffix(ENDING)).substitute(words)
        if entry.is_dir():
            files += _fill(entry, folder / name, words, f"{above}{name}/")
        elif entry.name.endswith(ENDING):
            text = Template(entry.read_text(encoding="utf-8")).substitute(words)
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
            files.append(above + name)
    return files
