"""Knows which vault suits this machine. Must not fall back to plain text, whatever is missing.

| variable | meaning |
|---|---|
| `BATON_VAULT` | `auto` (default), `keychain`, `file`, `environment` or `memory` |
| `BATON_VAULT_FILE` | the encrypted file, instead of `vault.json` in the user's folder for Baton |
| `BATON_VAULT_PASSPHRASE` | opens the encrypted file |
| `BATON_VAULT_KEY_FILE` | opens the encrypted file; made when neither file is there yet |
| `BATON_SECRET_<CONNECTION>_<FIELD>` | a secret itself |
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args

from runtime.vault.encrypted_file import EncryptedFileVault
from runtime.vault.environment import EnvironmentVault
from runtime.vault.errors import SETTINGS, VaultError, VaultUnavailableError
from runtime.vault.keychain import WHAT_TO_DO, KeyringVault, find_keychain
from runtime.vault.master_key import create_key_file, key_from_file, key_from_passphrase
from runtime.vault.memory import MemoryVault
from runtime.vault.overlay import OverlayVault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from runtime.vault.interface import Vault
    from runtime.vault.sealing import MasterKey

VaultKind = Literal["auto", "keychain", "file", "environment", "memory"]


def open_vault(
    kind: VaultKind | None = None,
    *,
    folder: Path | None = None,
    environ: Mapping[str, str] | None = None,
    connections: Iterable[str] = (),
) -> Vault:
    """Returns the vault that was asked for, or the safest that this machine offers.

    `auto` takes the encrypted file when a passphrase or key file is named, else the keychain;
    variables with secrets stand before either, and stand alone where neither is there.

    Args:
        kind: which vault; None takes `BATON_VAULT`, else `auto`.
        folder: where the encrypted file and locks stand; None takes the user's folder for Baton.
        environ: the variables of the table above; None takes this process's.
        connections: names in use, which tell variables of similar names apart.

    Raises:
        VaultUnavailableError: there is no safe place; it says what to set.
        VaultError: a setting is wrong.
    """
    variables = os.environ if environ is None else environ
    home = _user_folder() if folder is None else folder
    chosen = kind or _kind(variables.get("BATON_VAULT") or "auto")
    if chosen == "memory":
        return MemoryVault()
    environment = EnvironmentVault(variables, connections)
    if chosen == "environment":
        return environment
    store = _store(chosen, home, variables, optional=bool(environment))
    if store is None:
        return environment
    return OverlayVault(environment, store) if environment else store


def _store(
    kind: VaultKind, folder: Path, variables: Mapping[str, str], *, optional: bool
) -> Vault | None:
    if kind == "file" or (kind == "auto" and _names_key(variables)):
        path = Path(variables.get("BATON_VAULT_FILE") or folder / "vault.json")
        return EncryptedFileVault(path, _master_key(path, variables))
    try:
        return KeyringVault(find_keychain(), folder / "keychain")
    except VaultUnavailableError:
        if kind == "auto" and optional:
            return None
        raise


def _names_key(variables: Mapping[str, str]) -> bool:
    return any(variables.get(name) for name in ("BATON_VAULT_PASSPHRASE", "BATON_VAULT_KEY_FILE"))


def _master_key(path: Path, variables: Mapping[str, str]) -> MasterKey:
    passphrase = variables.get("BATON_VAULT_PASSPHRASE")
    key_file = variables.get("BATON_VAULT_KEY_FILE")
    if passphrase and key_file:
        raise VaultError(
            "The vault has two keys, and only one can be used.",
            why="BATON_VAULT_PASSPHRASE and BATON_VAULT_KEY_FILE are both set.",
            next_step="Unset one of them.",
        )
    if passphrase:
        return key_from_passphrase(passphrase)
    if key_file:
        # A new key beside an existing vault would only hide that the right one is lost.
        return key_from_file(Path(key_file)) if path.exists() else create_key_file(Path(key_file))
    raise VaultUnavailableError(
        "The encrypted file for credentials has no key.",
        why="It is opened by a passphrase or a key file, and neither was given.",
        next_step=WHAT_TO_DO,
        detail=SETTINGS,
    )


def _kind(text: str) -> VaultKind:
    if text in get_args(VaultKind):
        return cast("VaultKind", text)
    raise VaultError(
        "BATON_VAULT names no kind of vault.",
        why=f"It can be one of {', '.join(get_args(VaultKind))}.",
        next_step="Correct it, or unset it to let Baton choose.",
    )


def _user_folder() -> Path:
    from platformdirs import user_config_path

    return user_config_path("baton", appauthor=False)
