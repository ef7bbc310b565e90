"""Knows which workflow files use which connection. Must not know windows or where one leads.

Every file is read whole, so this is not for the thread of a window.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from runtime.definition import files
from runtime.definition.errors import DefinitionError
from runtime.definition.folder import file_stem, workflow_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from runtime.definition.definition import Definition

MOST = 400
"""Files that are looked at; whoever has more of them in a few folders is told so."""


@dataclass(frozen=True, slots=True)
class Users:
    """Which workflows use which connection.

    Attributes:
        names: of the workflows, by the name of the connection; sorted.
        looked: how many workflows were looked at.
        folders: where they lie.
        is_all: whether there was time for all of them.
    """

    names: Mapping[str, Sequence[str]] = field(default_factory=dict[str, "Sequence[str]"])
    looked: int = 0
    folders: tuple[Path, ...] = ()
    is_all: bool = True


def users_in(
    recent: Iterable[Path], fields: Mapping[str, str], without: Path | None = None
) -> Users:
    """Look into the files that were opened last, and into the others of their folders.

    Args:
        recent: files; those that are gone or broken are passed over.
        fields: by kind of step, the name of the param that names a connection.
        without: the file of the open workflow, of which more is known already.
    """
    known = [*recent]
    beside = [*known, without] if without is not None else known
    folders = tuple(dict.fromkeys(path.parent for path in beside))
    seen = {str(without.resolve())} if without is not None else set[str]()
    found: dict[str, list[str]] = {}
    looked = 0
    for path in _files(known, folders):
        if (real := str(path.resolve())) in seen:
            continue
        if looked >= MOST:
            return Users(_sorted(found), looked, folders, is_all=False)
        seen.add(real)
        try:
            definition = files.load(path)
        except DefinitionError:
            continue
        looked += 1
        name = definition.meta.name or file_stem(path)
        for connection in _used(definition, fields):
            found.setdefault(connection, []).append(name)
    return Users(_sorted(found), looked, folders)


def _files(recent: Sequence[Path], folders: Sequence[Path]) -> Iterator[Path]:
    yield from (path for path in recent if path.is_file())
    for folder in folders:
        try:
            yield from workflow_files(folder)
        except OSError:
            continue


def _used(definition: Definition, fields: Mapping[str, str]) -> set[str]:
    named = (node.params.get(fields.get(node.kind, "")) for node in definition.nodes())
    return {name for name in named if isinstance(name, str) and name}


def _sorted(found: Mapping[str, list[str]]) -> dict[str, Sequence[str]]:
    return {name: sorted(users, key=str.casefold) for name, users in found.items()}
