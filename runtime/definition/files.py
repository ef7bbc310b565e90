"""Knows how definitions are read from and written to disk, atomically. Must not know JSON."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from runtime.definition.codec import dumps, loads
from runtime.definition.errors import DefinitionError
from runtime.definition.plain import MAX_BYTES

if TYPE_CHECKING:
    from pathlib import Path

    from runtime.definition.definition import Definition


def load(path: Path) -> Definition:
    """Read a workflow file.

    Raises:
        DefinitionError: the file cannot be read, or does not hold a workflow.
    """
    try:
        with path.open("rb") as file:
            text = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise DefinitionError(
            f'The workflow file "{path}" cannot be opened.',
            where=str(path),
            why=f"The system says: {error.strerror or error}.",
            next_step="Check the name of the file and that you may read it.",
        ) from error
    return loads(text)


def save(definition: Definition, path: Path) -> None:
    """Write a workflow file so that after a crash it is either the old one or the new one, whole.

    Raises:
        DefinitionError: the file cannot be written; an earlier file is unchanged.
    """
    target = path.resolve()  # a link keeps pointing to the file that is replaced
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        _write(draft, dumps(definition).encode())
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise DefinitionError(
            f'The workflow file "{path}" cannot be written.',
            where=str(path),
            why=f"The system says: {error.strerror or error}.",
            next_step="Check that the folder exists, is not full, and that you may write there.",
        ) from error


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
