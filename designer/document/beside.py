"""Knows which workflows lie in the folder of a file. Must not know windows or which are called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runtime.definition.folder import SUFFIX, readable, workflow_files

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Beside:
    """A workflow in a file of the same folder.

    Attributes:
        id: by which others run it.
        name: what people call it.
    """

    id: str
    name: str
    path: Path


def beside(path: Path) -> list[Beside]:
    """Return the other workflows in the folder of a file, by name; broken files are passed over.

    Every file is read whole, so this is not for the thread of a window.
    """
    found: dict[str, Beside] = {}
    others = (other for other in workflow_files(path.parent) if other != path)
    for other, definition in readable(others):
        meta = definition.meta
        if meta.id:
            found.setdefault(meta.id, Beside(meta.id, meta.name, other))
    return sorted(found.values(), key=lambda each: (each.name.casefold(), each.id))


def file_word(name: str) -> str:
    """Return a name as it can stand in a file name: "Sum up (new)" is "sum-up-new"."""
    return re.sub(r"[^\w]+", "-", name.lower()).strip("-_") or "workflow"


def free_word(name: str, folder: Path, taken: Iterable[str] = ()) -> str:
    """Return a word for a new workflow that neither a file nor an id of the folder has yet."""
    word, number, used = file_word(name), 1, set(taken)
    wish = word
    while word in used or (folder / f"{word}{SUFFIX}").exists():
        number += 1
        word = f"{wish}-{number}"
    return word
