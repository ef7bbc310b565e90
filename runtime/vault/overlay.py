"""Knows how environment variables stand before a vault that keeps. Must not know how it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.vault.environment import EnvironmentVault
    from runtime.vault.interface import Vault


class OverlayVault:
    """Reads a connection from the environment when it is given there, else from the vault behind.

    Args:
        environment: what the operator gave this process; it wins, connection by connection.
        store: where credentials are kept, and the only one that is written.
    """

    def __init__(self, environment: EnvironmentVault, store: Vault) -> None:
        self._environment = environment
        self._store = store

    def __repr__(self) -> str:
        return f"OverlayVault({self._environment!r}, {self._store!r})"

    def get(self, connection: str) -> dict[str, str] | None:
        """Returns the secret fields, or None; raises VaultError when it cannot be read."""
        given = self._environment.get(connection)
        return self._store.get(connection) if given is None else given

    def put(self, connection: str, fields: Mapping[str, str]) -> None:
        """Keeps the fields in the vault behind.

        Raises:
            VaultError: variables give this connection, so that what is kept would never be read.
        """
        if self._environment.get(connection) is not None:
            self._environment.put(connection, fields)
        self._store.put(connection, fields)

    def delete(self, connection: str) -> None:
        """Forgets the connection; raises VaultError when variables still give it."""
        self._store.delete(connection)
        self._environment.delete(connection)

    def names(self) -> tuple[str, ...]:
        """Returns the connections that have a credential in either, sorted."""
        return tuple(sorted({*self._environment.names(), *self._store.names()}))
