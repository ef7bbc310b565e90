"""What a name of a connection stands for is found without holding anything else up."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from runtime.embedded.bindings import BoundConnections
from runtime.vault import ConnectionBook, ConnectionRecord, MemoryVault, VaultUnavailableError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.anyio
async def test_other_work_goes_on_while_a_keychain_asks_its_owner(tmp_path: Path) -> None:
    """Else all runs stand still until somebody types a password, and the engine looks dead."""
    book = ConnectionBook(tmp_path / "connections.json")
    book.put(ConnectionRecord("shop", "web", {"base_url": "http://127.0.0.1:9"}))
    asked, answered = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def vault() -> MemoryVault:
        loop.call_soon_threadsafe(asked.set)
        assert answered.wait(60)
        return MemoryVault()

    bound = BoundConnections(book, vault)
    opening = asyncio.create_task(bound.session("shop"))
    await asyncio.wait_for(asked.wait(), 60)
    assert not opening.done()
    answered.set()
    assert (await opening).manifest.id == "web"
    await bound.close()


@pytest.mark.anyio
async def test_a_system_that_asks_nobody_who_they_are_needs_no_keychain(tmp_path: Path) -> None:
    """Else a service without a sign-in cannot be used where no keychain answers."""
    book = ConnectionBook(tmp_path / "connections.json")
    address = {"base_url": "http://127.0.0.1:9"}
    book.put(ConnectionRecord("shop", "web", address, signs_in=False))

    def none() -> MemoryVault:
        raise VaultUnavailableError("This machine has no keychain.")

    bound = BoundConnections(book, none)
    session = await bound.session("shop")
    assert session.connection.credential is None
    await bound.close()
