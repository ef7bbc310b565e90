"""Knows how to keep credentials until the process ends, for demonstrations. Must not write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.vault.interface import SecretFields, checked_fields, checked_name

if TYPE_CHECKING:
    from collections.abc import Mapping


class MemoryVault:
    """A vault that forgets everything when the process ends.

    Args:
        kept: connection -> fields to start with.
    """

    def __init__(self, kept: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self._kept: dict[str, SecretFields] = {}
        for connection, fields in (kept or {}).items():
            self.put(connection, fields)

    def __repr__(self) -> str:
        return f"MemoryVault({len(self._kept)} connections)"

    def get(self, connection: str) -> dict[str, str] | None:
        """Returns the secret fields, or None."""
        fields = self._kept.get(checked_name(connection))
        return None if fields is None else SecretFields(fields)

    def put(self, connection: str, fields: Mapping[str, str]) -> None:
        """Keeps the fields; raises VaultError when they cannot be a credential."""
        self._kept[checked_name(connection)] = checked_fields(fields)

    def delete(self, connection: str) -> None:
        """Forgets the connection."""
        self._kept.pop(checked_name(connection), None)

    def names(self) -> tuple[str, ...]:
        """Returns the connections that have a credential, sorted."""
        return tuple(sorted(self._kept))
