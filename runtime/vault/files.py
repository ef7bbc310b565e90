"""Knows how to read and replace a small private file safely. Must not know what stands in it."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

LOCK_SECONDS = 10.0
PRIVATE_DIRECTORY = 0o700


class FileTooLargeError(ValueError):
    """The file is larger than any that Baton wrote."""


@contextmanager
def locked(path: Path, *, seconds: float = LOCK_SECONDS) -> Generator[None]:
    """Lets one thread of one process at a time change the file; the lock stands beside it.

    Raises:
        OSError: the folder cannot be written, or (TimeoutError) another writer kept the lock.
    """
    # Only writers need it, and it brings asyncio with it.
    from filelock import FileLock

    path.parent.mkdir(mode=PRIVATE_DIRECTORY, parents=True, exist_ok=True)
    with FileLock(path.with_name(path.name + ".lock"), timeout=seconds):
        yield


def read_limited(path: Path, most: int) -> bytes | None:
    """Returns the bytes of the file, or None when there is none.

    Raises:
        FileTooLargeError: the file has more than `most` bytes.
        OSError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except FileNotFoundError:
        return None
    if len(data) > most:
        raise FileTooLargeError
    return data


def replace_file(path: Path, data: bytes) -> None:
    """Puts `data` in place of the file, for its owner only; a crash leaves the old or the new.

    Raises:
        OSError: nothing was replaced.
    """
    target = path.resolve()  # a link to a file keeps being a link
    target.parent.mkdir(mode=PRIVATE_DIRECTORY, parents=True, exist_ok=True)
    # mkstemp makes the file with mode 0600.
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(target)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Makes the new name durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
