"""Runs the main story in the test's own process. Must not know its steps."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from runtime.calendars import NamedCalendars
from runtime.embedded import EmbeddedRuntime
from runtime.embedded.bindings import BoundConnections
from runtime.vault import ConnectionBook, ConnectionRecord, MemoryVault

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from tryton_server import TrytonServer

    from runtime.ports import Clock


@asynccontextmanager
async def story_runtime(
    server: TrytonServer, folder: Path, clock: Clock | None = None
) -> AsyncGenerator[EmbeddedRuntime]:
    """A runtime in this process whose connection `erp` leads to the given server."""
    book = ConnectionBook(folder / "connections.json")
    settings = {"base_url": server.url, "database": server.database}
    book.put(ConnectionRecord("erp", "tryton", settings))
    vault = MemoryVault({"erp": {"user": server.user, "password": server.password}})
    connections = BoundConnections(book, lambda: vault)
    parts = {"connections": connections, "clock": clock, "calendars": NamedCalendars()}
    try:
        async with EmbeddedRuntime.open(f"sqlite:///{folder / 'cases.sqlite'}", **parts) as runtime:
            yield runtime
    finally:
        await connections.close()
