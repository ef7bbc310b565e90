"""Knows how to read and replace a small private file safely. Must not know what stands in it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from runtime.definition.replacing import replace_file

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

LOCK_SECONDS = 10.0
PRIVATE_DIRECTORY, PRIVATE_FILE = 0o700, 0o600


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


def replace_private(path: Path, data: bytes) -> None:
    """Puts `data` in place of the file, for its owner only; a crash leaves the old or the new.

    Raises:
        OSError: nothing was replaced.
    """
    path.resolve().parent.mkdir(mode=PRIVATE_DIRECTORY, parents=True, exist_ok=True)
    replace_file(path, data, mode=PRIVATE_FILE)
