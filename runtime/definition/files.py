"""Knows how definitions are read from and written to disk, atomically. Must not know JSON."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from runtime.definition.codec import dumps, loads
from runtime.definition.errors import DefinitionError
from runtime.definition.plain import MAX_BYTES
from runtime.definition.replacing import replace_file

if TYPE_CHECKING:
    from pathlib import Path

    from runtime.definition.definition import Definition


def load(path: Path) -> Definition:
    """Read a workflow file.

    Raises:
        DefinitionError: the file cannot be read, or does not hold a workflow.
    """
    try:
        text = _read(path)
    except OSError as error:
        raise DefinitionError(
            f'The workflow file "{path}" cannot be opened.',
            where=str(path),
            why=f"The system says: {error.strerror or error}.",
            next_step="Check the name of the file and that you may read it.",
        ) from error
    return loads(text)


def _read(path: Path) -> bytes:
    if path.is_fifo() or path.is_char_device():  # to read one may wait for ever
        raise OSError(errno.EINVAL, "It is no file but a device")
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def save(definition: Definition, path: Path) -> None:
    """Write a workflow file so that after a crash it is either the old one or the new one, whole.

    Raises:
        DefinitionError: the file cannot be written; an earlier file is unchanged.
    """
    try:
        replace_file(path, dumps(definition).encode())
    except OSError as error:
        raise DefinitionError(
            f'The workflow file "{path}" cannot be written.',
            where=str(path),
            why=f"The system says: {error.strerror or error}.",
            next_step="Check that the folder exists, is not full, and that you may write there.",
        ) from error
