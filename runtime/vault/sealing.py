"""Knows how a text is sealed under a key, with a versioned header. Must not know files.

A sealed text is one JSON object: `format`, `version`, `derivation` (how the key came from the
master key), `nonce`, `sealed`. AES-256-GCM covers the header too, so nothing in it can be changed
unnoticed. The scrypt costs are those that OWASP's password storage cheat sheet names for 32 MiB.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, cast

from runtime.vault.errors import VaultLockedError

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = "baton-vault"
VERSION = 1
KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
# A hostile header may not ask for more memory or time than this: 256 MiB at r = 8.
MIN_SCRYPT_N = 2
MAX_SCRYPT_N = 2**18
MAX_SCRYPT_P = 8
SCRYPT_R = 8

Scheme = Literal["scrypt", "hkdf-sha256"]


@dataclass(frozen=True, slots=True)
class MasterKey:
    """What opens a vault file: a passphrase (stretched by scrypt) or random bytes (HKDF).

    Attributes:
        secret: never shown.
        scheme: how keys are derived from it.
        scrypt_n: cost for new derivations, a power of two; 32 MiB and 0.2 s by default.
    """

    secret: bytes = field(repr=False)
    scheme: Scheme
    scrypt_n: int = 2**15

    def fresh_derivation(self) -> Derivation:
        """Returns a derivation with a new salt."""
        salt = secrets.token_bytes(SALT_BYTES)
        if self.scheme == "scrypt":
            return Derivation("scrypt", salt, n=self.scrypt_n, p=3)
        return Derivation("hkdf-sha256", salt)


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a sealing key comes from a master key; not secret."""

    scheme: Scheme
    salt: bytes
    n: int = 0
    p: int = 0

    def key(self, master: MasterKey) -> bytes:
        """Returns the 32 bytes of the sealing key; scrypt takes its 0.2 s here."""
        if self.scheme == "scrypt":
            from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

            scrypt = Scrypt(salt=self.salt, length=KEY_BYTES, n=self.n, r=SCRYPT_R, p=self.p)
            return scrypt.derive(master.secret)
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        hkdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=self.salt, info=FORMAT.encode())
        return hkdf.derive(master.secret)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed text with its header."""

    derivation: Derivation
    nonce: bytes
    sealed: bytes = field(default=b"", repr=False)

    def to_bytes(self) -> bytes:
        """Returns the file's content."""
        text = json.dumps({**_header(self), "sealed": _text(self.sealed)}, indent=1)
        return text.encode() + b"\n"


def seal(text: bytes, derivation: Derivation, key: bytes) -> Sealed:
    """Returns the text sealed under a key that the derivation gave, with a new nonce."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    empty = Sealed(derivation, secrets.token_bytes(NONCE_BYTES))
    return replace(empty, sealed=AESGCM(key).encrypt(empty.nonce, text, _associated(empty)))


def unseal(sealed: Sealed, key: bytes) -> bytes | None:
    """Returns the text, or None when the key is another or anything was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(sealed.nonce, sealed.sealed, _associated(sealed))
    except InvalidTag:
        return None


def parse_sealed(data: bytes) -> Sealed:
    """Returns the sealed text of a file.

    Raises:
        VaultLockedError: it is no vault file, is damaged, or comes from a newer Baton.
    """
    try:
        value: object = json.loads(data)
        if not isinstance(value, dict):
            raise _damaged("it is not a JSON object")
        document = cast("dict[str, object]", value)
        _check_version(document)
        return Sealed(
            _derivation(document.get("derivation")),
            _bytes(document.get("nonce"), NONCE_BYTES),
            _bytes(document.get("sealed")),
        )
    except (ValueError, RecursionError):
        raise _damaged("it is not in the form that Baton writes") from None


def _check_version(document: Mapping[str, object]) -> None:
    if document.get("format") != FORMAT:
        raise _damaged("it does not say that it is a vault")
    version = document.get("version")
    if isinstance(version, int) and version > VERSION:
        raise VaultLockedError(
            "The vault file cannot be opened.",
            why=f"It has format {version}, and this Baton knows formats up to {VERSION}.",
            next_step="Use the newer Baton that wrote it.",
        )
    if version != VERSION:
        raise _damaged("it has no known version")


def _derivation(value: object) -> Derivation:
    if not isinstance(value, dict):
        raise _damaged("it does not say how its key is made")
    found = cast("dict[str, object]", value)
    salt = _bytes(found.get("salt"), SALT_BYTES)
    if found.get("scheme") == "hkdf-sha256":
        return Derivation("hkdf-sha256", salt)
    n, r, p = (found.get(name) for name in ("n", "r", "p"))
    if found.get("scheme") != "scrypt" or r != SCRYPT_R:
        raise _damaged("it does not say how its key is made")
    if not (isinstance(n, int) and isinstance(p, int)) or n & (n - 1) != 0:
        raise _damaged("the cost of its key is not a number that scrypt knows")
    if not (MIN_SCRYPT_N <= n <= MAX_SCRYPT_N and 1 <= p <= MAX_SCRYPT_P):
        raise _damaged("the cost of its key is beyond what Baton accepts")
    return Derivation("scrypt", salt, n=n, p=p)


def _header(sealed: Sealed) -> dict[str, object]:
    derivation = sealed.derivation
    how: dict[str, object] = {"scheme": derivation.scheme, "salt": _text(derivation.salt)}
    if derivation.scheme == "scrypt":
        how |= {"n": derivation.n, "r": SCRYPT_R, "p": derivation.p}
    return {
        "format": FORMAT,
        "version": VERSION,
        "derivation": how,
        "nonce": _text(sealed.nonce),
    }


def _associated(sealed: Sealed) -> bytes:
    return json.dumps(_header(sealed), sort_keys=True, separators=(",", ":")).encode()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(value: object, length: int | None = None) -> bytes:
    try:
        data = base64.b64decode(value if isinstance(value, str) else "", validate=True)
    except binascii.Error:
        raise _damaged("a part of it is not base64") from None
    if not data or (length is not None and len(data) != length):
        raise _damaged("a part of it is missing")
    if _text(data) != value:  # one content, one spelling
        raise _damaged("a part of it is not base64")
    return data


def _damaged(why: str) -> VaultLockedError:
    return VaultLockedError(
        "The vault file cannot be opened.",
        why=f"It is damaged: {why}.",
        next_step="Put a backup in its place, or move it away and enter the credentials again.",
    )
