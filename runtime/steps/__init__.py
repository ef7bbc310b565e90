"""Finds step kinds by listing its folders. Must not name one."""

from __future__ import annotations

import functools
import importlib
import importlib.resources
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from runtime.errors import BatonError

if TYPE_CHECKING:
    from runtime.step import Kind


class UnknownKindError(BatonError, KeyError):
    """A definition names a step kind that this Baton does not have."""

    code = "kind.unknown"


@functools.cache
def names() -> tuple[str, ...]:
    """Returns the names of all kinds, sorted."""
    folders = importlib.resources.files(__name__).iterdir()
    return tuple(sorted(f.name for f in folders if f.is_dir() and (f / "params.py").is_file()))


@functools.cache
def kind(name: str) -> Kind[Any]:
    """Returns one kind, importing its folder only.

    Raises:
        UnknownKindError: there is none of that name.
    """
    if name not in names():
        raise UnknownKindError(
            f"There is no step kind “{name}”.",
            why="The file was made with a newer Baton, or the name is misspelt.",
            next_step="Run `baton kinds` to see the kinds of this version.",
        )
    found: Kind[Any] = importlib.import_module(f"{__name__}.{name}").KIND
    return found


class _Kinds(Mapping[str, "Kind[Any]"]):
    """All kinds by name, each imported when it is first looked at."""

    def __getitem__(self, name: str) -> Kind[Any]:
        return kind(name)

    def __contains__(self, name: object) -> bool:
        return name in names()

    def __iter__(self) -> Iterator[str]:
        return iter(names())

    def __len__(self) -> int:
        return len(names())


_ALL = _Kinds()


def kinds() -> Mapping[str, Kind[Any]]:
    """Returns all kinds by name; a kind's folder is imported when it is first looked at."""
    return _ALL
