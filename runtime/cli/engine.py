"""Knows how a command opens a database: to look, or with its engine. Must not know what for.

Several processes may run cases of one database; each case is under way in one of them at a time.
"""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

    from runtime.embedded import EmbeddedRuntime
    from runtime.store import Store


@contextmanager
def stored(url: str | None) -> Generator[Store]:
    """Opens a database to look at; no case goes on. Raises JournalError."""
    from runtime.store import open_store

    with open_store(url) as store:
        yield store


@asynccontextmanager
async def opened(url: str | None) -> AsyncGenerator[tuple[EmbeddedRuntime, Store]]:
    """Opens the engine of a database; what a killed process left is taken up at once.

    Raises:
        JournalError: the database cannot be used.
    """
    from runtime.embedded import EmbeddedRuntime

    with stored(url) as store:
        async with EmbeddedRuntime(store) as runtime:
            yield runtime, store


@contextmanager
def looked_at(url: str | None) -> Generator[EmbeddedRuntime]:
    """Gives the runtime of a database without its engine: no case goes on. Raises JournalError."""
    from runtime.embedded import EmbeddedRuntime

    with stored(url) as store:
        yield EmbeddedRuntime(store)
