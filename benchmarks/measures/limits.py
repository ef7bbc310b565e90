"""Knows what this disk and SQLite can do at most at this moment. Must not know Baton.

The options are `folder` and `seconds` for each of the three.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from benchmarks import child

BLOCK = b"x" * 4096
BODY = b"x" * 120
"""About as long as the events of a step."""
GROUP = 200


def flushes(folder: Path, seconds: float) -> float:
    """Returns how often a second a block can be written and forced to the disk."""
    path = folder / "flush.bin"
    # Where data alone cannot be flushed, all of the file is.
    flush = getattr(os, "fdatasync", os.fsync)
    with path.open("wb", buffering=0) as file:
        file.write(BLOCK * 64)
        os.fsync(file.fileno())
        begun, count = time.perf_counter(), 0
        while time.perf_counter() - begun < seconds:
            file.seek(len(BLOCK) * (count % 64))
            file.write(BLOCK)
            flush(file.fileno())
            count += 1
        return count / (time.perf_counter() - begun)


def rows(folder: Path, seconds: float, group: int) -> float:
    """Returns rows a second into SQLite, WAL, synchronous FULL, so many rows a commit."""
    path = folder / f"limit-{group}.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(
            "CREATE TABLE event (run INTEGER, seq INTEGER, body BLOB, PRIMARY KEY (run, seq))"
            " WITHOUT ROWID"
        )
        begun, count = time.perf_counter(), 0
        while time.perf_counter() - begun < seconds:
            batch = [((count + n) // 20, (count + n) % 20, BODY) for n in range(group)]
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO event VALUES (?, ?, ?)", batch)
            connection.execute("COMMIT")
            count += group
        return count / (time.perf_counter() - begun)


def main() -> None:
    """Takes the three measurements."""
    options = child.options()
    folder, seconds = Path(options["folder"]), options["seconds"]
    child.hand_over(
        {
            "fdatasync": flushes(folder, seconds),
            "commits": rows(folder, seconds, 1),
            "rows": rows(folder, seconds, GROUP),
        }
    )


if __name__ == "__main__":
    main()
