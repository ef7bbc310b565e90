"""Keeps credentials and lists connections. Must not know connectors or runs, nor show a secret.

The only importer of keyring. `open_vault` chooses: the keychain of the operating system, an
encrypted file where there is none, environment variables for servers; never plain text.
"""

from runtime.vault.connections import ConnectionBook, ConnectionRecord
from runtime.vault.encrypted_file import EncryptedFileVault
from runtime.vault.environment import EnvironmentVault
from runtime.vault.errors import (
    ConnectionBookError,
    VaultError,
    VaultLockedError,
    VaultUnavailableError,
)
from runtime.vault.interface import SecretFields, Vault
from runtime.vault.keychain import KeyringVault, find_keychain, safe_keychain
from runtime.vault.master_key import create_key_file, key_from_file, key_from_passphrase
from runtime.vault.memory import MemoryVault
from runtime.vault.opening import VaultKind, open_vault
from runtime.vault.overlay import OverlayVault
from runtime.vault.sealing import MasterKey

__all__ = [
    "ConnectionBook",
    "ConnectionBookError",
    "ConnectionRecord",
    "EncryptedFileVault",
    "EnvironmentVault",
    "KeyringVault",
    "MasterKey",
    "MemoryVault",
    "OverlayVault",
    "SecretFields",
    "Vault",
    "VaultError",
    "VaultKind",
    "VaultLockedError",
    "VaultUnavailableError",
    "create_key_file",
    "find_keychain",
    "key_from_file",
    "key_from_passphrase",
    "open_vault",
    "safe_keychain",
]
