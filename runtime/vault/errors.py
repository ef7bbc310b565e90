"""Knows how to say that credentials or connections cannot be kept. Must not know any secret."""

from __future__ import annotations

from runtime.errors import BatonError

SETTINGS = (
    "Set BATON_VAULT_KEY_FILE to the path of a key file or BATON_VAULT_PASSPHRASE to a passphrase "
    "to use an encrypted file, or give the secrets as BATON_SECRET_<CONNECTION>_<FIELD>."
)
"""What whoever sets a computer up can do; a technical detail for everybody else."""


class VaultError(BatonError):
    """A credential cannot be kept or read. No argument ever holds a secret."""

    code = "vault"


class VaultUnavailableError(VaultError):
    """This machine offers no safe place for credentials, or not the one asked for.

    Its next step is for who uses Baton; `SETTINGS` stand in the detail.
    """

    code = "vault.unavailable"


class VaultLockedError(VaultError):
    """The key does not open the vault file, or the file was damaged or changed by someone."""

    code = "vault.locked"


class ConnectionBookError(BatonError):
    """The list of connections cannot be read or written, or an entry does not belong in it."""

    code = "connections"
