"""Knows how a file takes another one's place, whole, whatever happens. Must not know what is in it.

Everything that Baton keeps in small files is written so: workflows, settings, the list of
connections, credentials.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_USUAL = 0o666
_NO_SUCH_THING = {errno.EACCES, errno.EINVAL, errno.ENOTSUP, errno.EROFS}
_BINARY: int = getattr(os, "O_BINARY", 0)


def replace_file(path: Path, data: bytes, *, mode: int | None = None, lasts: bool = True) -> None:
    """Put data in place of a file, so that after a crash it is the old one or the new one, whole.

    Args:
        path: the file, whose folder is there; a link keeps pointing to what is replaced.
        data: all that it holds then.
        mode: who may read it, from the first byte on; None takes that of the file that is replaced,
            or what the system gives a new one.
        lasts: whether to wait until it would be there after a power cut; a note that counts only
            while its writer lives need not.

    Raises:
        OSError: nothing was replaced.
    """
    target = path.resolve()
    # A name of its own: two writers would else write into one draft.
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        _write(draft, data, target, mode, lasts=lasts)
        draft.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    if lasts:
        with contextlib.suppress(OSError):  # it is written; only a power cut could undo it
            sync_folder(target.parent)


def _write(draft: Path, data: bytes, like: Path, mode: int | None, *, lasts: bool) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
    with os.fdopen(os.open(draft, flags, _USUAL if mode is None else mode), "wb") as file:
        if mode is None:
            with contextlib.suppress(OSError):  # there is none, or the disk knows no such thing
                draft.chmod(stat.S_IMODE(like.stat().st_mode))
        file.write(data)
        file.flush()
        if lasts:
            os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the disk keep which files a folder holds, where the system can be asked for that.

    Without it a file that was just made or replaced may be the former one after a power cut.

    Raises:
        OSError: the disk fails.
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
        if error.errno not in _NO_SUCH_THING:
            raise
