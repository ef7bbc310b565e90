"""Knows where this machine keeps credentials, and opens it. Must not know what they are for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from platformdirs import user_config_path

from runtime.vault import (
    EncryptedFileVault,
    EnvironmentVault,
    KeyringVault,
    MemoryVault,
    OverlayVault,
    VaultError,
    VaultLockedError,
    VaultUnavailableError,
    open_vault,
)

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject
    from runtime.errors import BatonError
    from runtime.vault import ConnectionBook, Vault

_PLACES: dict[type[Any], str] = {
    KeyringVault: "keychain",
    EncryptedFileVault: "file",
    EnvironmentVault: "environment",
    MemoryVault: "memory",
}


class SecretPlace:
    """Where credentials are kept: the keychain, or an encrypted file that a passphrase opens.

    Args:
        book: where connections are listed.
    """

    def __init__(self, book: ConnectionBook) -> None:
        self._book = book
        self._passphrase = ""

    def vault(self) -> Vault:
        """Open the vault of this machine: the encrypted file once its passphrase was given.

        Raises:
            VaultUnavailableError: this machine has no safe place, and no passphrase was given.
            VaultError: it cannot be opened.
        """
        if not self._passphrase:
            return open_vault(connections=self._book.names())
        return open_vault(
            "file", environ=self._with(self._passphrase), connections=self._book.names()
        )

    def of_kept(self) -> Vault | None:
        """Open the vault to take something out for good; None where there is nothing.

        Raises:
            VaultLockedError: an encrypted file is there, and its passphrase was not given. What
                stayed in it would be used by the next connection of the same name.
            VaultError: it cannot be opened.
        """
        try:
            return self.vault()
        except VaultUnavailableError:
            if not self._file().exists():
                return None
        raise VaultLockedError(
            "The credentials of this computer are locked.",
            why="They are in an encrypted file, and its passphrase was not given yet.",
            next_step="Open them with the passphrase and try again.",
        )

    def told(self) -> JsonObject:
        """Say where credentials are kept: `{place, is_open, is_new, why}`.

        The place is "keychain", "file", "environment", "memory", or "" where this machine has none
        and a passphrase would make an encrypted file; `is_new` tells that it is not there yet.
        """
        is_new = not self._file().exists()
        try:
            vault = self.vault()
            if isinstance(vault, OverlayVault):
                return {"place": "keychain", "is_open": True, "is_new": False, "why": ""}
            place = _PLACES.get(type(vault), "file")
        except VaultUnavailableError as error:
            return {"place": "", "is_open": False, "is_new": is_new, "why": _plain(error)}
        except VaultError as error:
            return {"place": "file", "is_open": False, "is_new": False, "why": str(error)}
        return {"place": place, "is_open": True, "is_new": False, "why": ""}

    def unlock(self, passphrase: str) -> JsonObject:
        """Open the encrypted file for as long as this process lives, or begin one.

        Raises:
            VaultLockedError: the file has another passphrase.
            VaultError: the passphrase is too short, or the file cannot be read.
        """
        open_vault("file", environ=self._with(passphrase)).names()
        self._passphrase = passphrase
        return self.told()

    def _with(self, passphrase: str) -> dict[str, str]:
        rest = {k: v for k, v in os.environ.items() if k != "BATON_VAULT_KEY_FILE"}
        return {**rest, "BATON_VAULT_PASSPHRASE": passphrase, "BATON_VAULT_FILE": str(self._file())}

    def _file(self) -> Path:
        named = os.environ.get("BATON_VAULT_FILE")
        return Path(named) if named else user_config_path("baton", appauthor=False) / "vault.json"


def _plain(error: BatonError) -> str:
    return " ".join(part for part in (error.what, error.why) if part)
