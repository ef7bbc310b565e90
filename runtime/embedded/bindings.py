"""Knows which system a connection's name stands for here. Must not know what is done with it.

Sessions are opened when a step first needs one and kept while the process lives, with their log-
in, limits and circuit breaker.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from runtime.errors import BatonError

if TYPE_CHECKING:
    from collections.abc import Callable

    from connectors.connector import Session
    from connectors.credential import Connection, Credential
    from connectors.manifest import Manifest
    from runtime.vault import ConnectionBook, ConnectionRecord, Vault


class UnboundConnectionError(BatonError):
    """A workflow names a connection that is not set up here."""

    code = "connection.unbound"


class BoundConnections:
    """Opens sessions by the name a definition uses.

    Args:
        book: where connections are listed.
        vault: makes the vault; called when the first credential is needed.
    """

    def __init__(self, book: ConnectionBook, vault: Callable[[], Vault]) -> None:
        self._book = book
        self._open_vault = vault
        self._sessions: dict[str, Session] = {}
        self._stack = AsyncExitStack()
        self._lock = asyncio.Lock()

    async def session(self, name: str) -> Session:
        """Returns the shared session of a connection.

        Raises:
            UnboundConnectionError: nothing is set up under this name.
            ConnectorError, VaultError: it is set up wrongly.
        """
        async with self._lock:
            found = self._sessions.get(name)
            if found is None:
                found = self._sessions[name] = await self._open(name)
            return found

    async def _open(self, name: str) -> Session:
        from connectors.connector import load

        record = self._book.get(name)
        if record is None:
            raise UnboundConnectionError(
                f"The connection “{name}” is not set up here.",
                why="A workflow names connections; each machine says what they lead to.",
                next_step=f"Run `baton connections add {name} --connector …`.",
            )
        connector = load(record.connector)
        # Beside the loop: a keychain may ask its owner first, and everything else goes on.
        connection = await asyncio.to_thread(self._connection, record, connector.manifest)
        return await self._stack.enter_async_context(connector.session(connection))

    def _connection(self, record: ConnectionRecord, manifest: Manifest) -> Connection:
        return connection_of(record, manifest, self._open_vault)

    def renew(self, name: str) -> None:
        """Opens a connection anew when it is next needed: it was set up otherwise meanwhile."""
        self._sessions.pop(name, None)

    async def close(self) -> None:
        """Closes all sessions."""
        await self._stack.aclose()
        self._sessions.clear()


def connection_of(
    record: ConnectionRecord, manifest: Manifest, vault: Callable[[], Vault]
) -> Connection:
    """Returns a connection with its credential, ready for the connector.

    Args:
        record: what anybody may see of it.
        manifest: of its connector.
        vault: opens the vault; not called for a connection that does not sign in.
    """
    from connectors.credential import Connection

    settings = dict(record.settings)
    base_url = str(settings.pop("base_url", ""))
    proxy = settings.pop("proxy", None)
    return Connection(
        record.name,
        record.connector,
        base_url,
        settings,
        _credential(manifest, vault().get(record.name) or {}) if record.signs_in else None,
        str(proxy) if proxy else None,
    )


def _credential(manifest: Manifest, kept: dict[str, str]) -> Credential | None:
    """Picks the auth scheme by name, else the first one that the manifest offers."""
    from connectors.credential import Credential

    wanted = kept.get("scheme", "")
    scheme = next((s for s in manifest.auth if wanted in (s.id, "")), None)
    if scheme is None:
        return None
    secret = {f.name for f in scheme.fields if f.secret}
    given = {name: value for name, value in kept.items() if name != "scheme"}
    return Credential(
        scheme.id,
        {name: value for name, value in given.items() if name not in secret},
        {name: value for name, value in given.items() if name in secret},
    )
