"""Knows how a command gets the engine of a database to itself. Must not know what it does with it.

One process at a time runs the cases of a SQLite file: taking up what a killed process left is only
safe when no other process has it under way. A command that only waits gives the engine back.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from runtime.errors import JournalError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

    from runtime.cli.console import Console
    from runtime.embedded import EmbeddedRuntime
    from runtime.store import Store

LONGEST = 120.0
"""Seconds to wait until another process gives the engine back."""
LOOK = 0.05


@contextmanager
def stored(url: str | None) -> Generator[Store]:
    """Opens a database to look at; no case goes on. Raises JournalError."""
    from runtime.store import open_store

    with open_store(url) as store:
        yield store


@asynccontextmanager
async def opened(
    url: str | None, console: Console
) -> AsyncGenerator[tuple[EmbeddedRuntime, Store]]:
    """Opens the engine of a database; what a killed process left is taken up at once.

    Raises:
        JournalError: the database cannot be used, or another process keeps its engine.
    """
    from runtime.embedded import EmbeddedRuntime

    with stored(url) as store:
        async with _alone(_file(url), console), EmbeddedRuntime(store) as runtime:
            yield runtime, store


def _file(url: str | None) -> Path | None:
    """Returns the file of a SQLite address; another database has no file to lock."""
    if url is None:
        from runtime.store.opening import default_file

        return default_file()
    kind, _, name = url.partition(":///")
    return Path(name.partition("?")[0]) if kind.startswith("sqlite") else None


@asynccontextmanager
async def _alone(file: Path | None, console: Console) -> AsyncGenerator[None]:
    if file is None:
        yield
        return
    from filelock import FileLock, Timeout

    lock = FileLock(file.with_name(file.name + ".engine"))
    for look in range(int(LONGEST / LOOK)):
        try:
            lock.acquire(timeout=0)
            break
        except Timeout:
            if look == int(1 / LOOK) and not console.json:
                console.note("Another baton works on this database; waiting for it …")
            await asyncio.sleep(LOOK)
        except OSError as error:
            raise _busy("The file that says so cannot be written.", repr(error)) from error
    else:
        raise _busy(f"Another process has kept it for {LONGEST:.0f} seconds.", str(file))
    try:
        yield
    finally:
        lock.release()


def _busy(why: str, detail: str) -> JournalError:
    return JournalError(
        "The engine of this database cannot be had.",
        why=why,
        next_step="Wait until the other baton ends, or name another database with --db.",
        detail=detail,
    )
