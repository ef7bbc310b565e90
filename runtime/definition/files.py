"""Knows how definitions are read from and written to disk, atomically. Must not know JSON."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
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
    target = path.resolve()  # a link keeps pointing to the file that is replaced
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        _write(draft, dumps(definition).encode(), target)
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise DefinitionError(
            f'The workflow file "{path}" cannot be written.',
            where=str(path),
            why=f"The system says: {error.strerror or error}.",
            next_step="Check that the folder exists, is not full, and that you may write there.",
        ) from error
    with contextlib.suppress(OSError):  # it is written; only a power cut could undo it
        sync_folder(target.parent)


def _write(path: Path, content: bytes, like: Path) -> None:
    """Write a file that the same people may read as the one that it is to replace."""
    with path.open("xb") as file:
        with contextlib.suppress(OSError):  # there is none, or the disk knows no such thing
            path.chmod(stat.S_IMODE(like.stat().st_mode))
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the disk keep which files a folder holds, where the system can be asked for that.

    Without it a file that was just made or replaced may be the former one after a power cut.
    """
    if os.name == "nt":
        return
    try:
        place = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(place)
        finally:
            os.close(place)
    except OSError as error:
        if error.errno not in {errno.EACCES, errno.EINVAL, errno.ENOTSUP, errno.EROFS}:
            raise
