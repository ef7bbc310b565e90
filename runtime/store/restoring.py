"""Knows how a backup takes the place of a journal. Must not know what stands in either."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from runtime.errors import JournalError
from runtime.store.opening import file_of, open_store
from runtime.store.sqlite import in_words

if TYPE_CHECKING:
    from pathlib import Path

_PATIENCE = 1.0
"""Seconds to wait for somebody who is just leaving the journal."""
_BESIDE = ("-wal", "-shm")


def restore(backup: Path, url: str | None) -> Path | None:
    """Puts a backup in the place of a journal; what stood there is kept under another name.

    Args:
        backup: a file that `Store.backup` wrote, or a journal nobody has open; it is not changed.
        url: address of the journal, as for `open_store`; it may be missing.

    Returns:
        Where the journal that stood there is kept; None when none stood there.

    Raises:
        JournalError: the backup is no sound journal, another program has the journal open, or the
            disk does not take it. The journal is as it was.
    """
    target = file_of(url)
    if not backup.is_file():
        raise _missing(backup)
    fresh = target.with_name(f"{target.name}.restoring")
    fresh.unlink(missing_ok=True)
    try:
        _copy(backup, fresh)
        _ensure_sound(fresh)
        kept = _set_aside(target)
        fresh.rename(target)
    except OSError as error:
        raise _no_room(error) from error
    finally:
        for name in ("", *_BESIDE):
            fresh.with_name(fresh.name + name).unlink(missing_ok=True)
    return kept


def _copy(backup: Path, fresh: Path) -> None:
    """Reads the backup through the database, which knows what belongs to it."""
    try:
        address = f"{backup.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as source:
            _ensure_whole(source, backup)
            source.execute("VACUUM INTO ?", (str(fresh),))
    except sqlite3.Error as error:
        raise in_words(error, backup) from error


def _ensure_whole(source: sqlite3.Connection, backup: Path) -> None:
    """Refuses a file that was cut off: SQLite reads what is missing at its end as nothing."""
    (pages,), (size,) = (
        source.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size")
    )
    damages = [row[0] for row in source.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
    if backup.stat().st_size < pages * size:
        damages.insert(0, f"{backup.stat().st_size} bytes of {pages * size}")
    if damages:
        raise JournalError(
            "The backup was not restored: it is damaged.",
            why="Parts of the file are missing or do not fit together.",
            next_step="Restore an older backup; the journal is as it was.",
            detail="\n".join(damages),
        )


def _ensure_sound(fresh: Path) -> None:
    """Opens it as a journal: refuses what is none, and brings an older one up to date."""
    open_store(f"sqlite:///{fresh}").close()
    for kept in fresh.parent.glob(f"{fresh.name}.before-*"):
        kept.unlink()  # the backup itself is what it was before


def _set_aside(target: Path) -> Path | None:
    if not target.exists():
        return None
    _ensure_alone(target)
    number = 1
    while (kept := target.with_name(f"{target.name}.replaced-{number}")).exists():
        number += 1
    target.rename(kept)
    return kept


def _ensure_alone(target: Path) -> None:
    """Leaving write-ahead mode succeeds only where nobody else has the file open."""
    try:
        with closing(sqlite3.connect(target, timeout=_PATIENCE)) as database:
            database.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname.startswith("SQLITE_BUSY"):
            raise _in_use(target) from error
        # A damaged file cannot be asked; it is what a backup is restored for.


def _in_use(target: Path) -> JournalError:
    return JournalError(
        "The backup was not restored: another program has the journal open.",
        why="It would go on writing into a file that nobody reads any more.",
        next_step="Close Baton everywhere and try again.",
        detail=str(target),
    )


def _missing(backup: Path) -> JournalError:
    return JournalError(
        "There is no such backup.",
        why="No file stands there.",
        next_step="Check the name of the file.",
        detail=str(backup),
    )


def _no_room(error: OSError) -> JournalError:
    return JournalError(
        "The backup was not restored: the folder of the journal does not take it.",
        why="There is no room, or no right to write.",
        next_step="Free some space or grant the right, and try again; the journal is as it was.",
        detail=repr(error),
    )
