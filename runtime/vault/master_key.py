"""Knows where a vault file's key comes from: passphrase or private key file. Must not show it."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import stat
from typing import TYPE_CHECKING

from runtime.vault.errors import VaultError
from runtime.vault.files import FileTooLargeError, locked, read_limited, replace_private
from runtime.vault.sealing import KEY_BYTES, MasterKey

if TYPE_CHECKING:
    from pathlib import Path

MIN_PASSPHRASE = 12
MAX_KEY_FILE = 4096
OTHERS = 0o077


def key_from_passphrase(passphrase: str, *, scrypt_n: int = 2**15) -> MasterKey:
    """Returns the master key that a passphrase gives.

    Args:
        passphrase: at least 12 characters.
        scrypt_n: cost of guessing it, a power of two.

    Raises:
        VaultError: the passphrase is too short to protect anything.
    """
    if len(passphrase) < MIN_PASSPHRASE:
        raise VaultError(
            "The passphrase of the vault is too short.",
            why=f"It could be guessed; it needs {MIN_PASSPHRASE} characters or more.",
            next_step="Take four random words, or use a key file.",
        )
    return MasterKey(passphrase.encode("utf-8", "surrogatepass"), "scrypt", scrypt_n)


def key_from_file(path: Path) -> MasterKey:
    """Returns the master key of a key file.

    Raises:
        VaultError: there is none, others may read it, or it holds no key.
    """
    try:
        _check_private(path)
        data = read_limited(path, MAX_KEY_FILE)
    except (OSError, FileTooLargeError) as error:
        raise _no_key(path, "It cannot be read.", type(error).__name__) from None
    if data is None:
        raise _no_key(path, "There is no such file.")
    try:
        secret = base64.b64decode(data.strip(), validate=True)
    except binascii.Error:
        secret = b""
    if len(secret) < KEY_BYTES:
        raise _no_key(path, "It does not hold 32 random bytes as base64.")
    return MasterKey(secret, "hkdf-sha256")


def create_key_file(path: Path) -> MasterKey:
    """Returns the key of the file and makes the file first, with mode 0600, when there is none.

    Raises:
        VaultError: the file cannot be made, or the one that is there cannot be used.
    """
    try:
        with locked(path):
            if not path.exists():
                replace_private(path, base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
    except OSError as error:
        raise _no_key(path, "It cannot be written.", type(error).__name__) from None
    return key_from_file(path)


def _check_private(path: Path) -> None:
    # Windows keeps a user's folders from other users by access lists, which no mode bits show.
    if os.name != "nt" and path.exists() and stat.S_IMODE(path.stat().st_mode) & OTHERS:
        raise VaultError(
            "The key file of the vault was not used.",
            why=f"Other users of this machine may read or change {path}.",
            next_step=f"Run chmod 600 {path}; if anyone else had access, change the credentials.",
        )


def _no_key(path: Path, why: str, detail: str = "") -> VaultError:
    return VaultError(
        f"The key file {path} of the vault cannot be used.",
        why=why,
        next_step="Name the right file in BATON_VAULT_KEY_FILE, or restore it from a backup.",
        detail=detail,
    )
