"""Knows how credentials stand in one encrypted file. Must not write them in the clear."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from runtime.vault.errors import VaultError, VaultLockedError
from runtime.vault.files import FileTooLargeError, locked, read_limited, replace_private
from runtime.vault.interface import SecretFields, checked_fields, checked_name, fields_from
from runtime.vault.sealing import Derivation, MasterKey, Sealed, parse_sealed, seal, unseal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

MAX_FILE = 64 * 1024 * 1024


class EncryptedFileVault:
    """A vault in one file that a passphrase or a key file opens.

    Several processes may use one file: it is read anew each time, replaced as a whole, and writers
    wait for each other.

    Args:
        path: the file; it need not be there yet.
        key: seals whatever is written.
        older: keys that may still open the file. `EncryptedFileVault(path, new, old).rotate()`
            changes the file from one to the other.
    """

    def __init__(self, path: Path, key: MasterKey, *older: MasterKey) -> None:
        self._path = path
        self._keys = (key, *older)
        self._derived: dict[tuple[int, Derivation], bytes] = {}

    def __repr__(self) -> str:
        return f"EncryptedFileVault({str(self._path)!r})"

    def get(self, connection: str) -> dict[str, str] | None:
        """Returns the secret fields, or None.

        Raises:
            VaultLockedError: no key opens the file, or it was damaged or changed by someone.
            VaultError: the file cannot be read.
        """
        return self._kept().get(checked_name(connection))

    def put(self, connection: str, fields: Mapping[str, str]) -> None:
        """Keeps the fields; raises like `get`, and VaultError when the file cannot be written."""
        name, checked = checked_name(connection), checked_fields(fields)
        self._change(lambda kept: {**kept, name: checked})

    def delete(self, connection: str) -> None:
        """Forgets the connection; raises like `put`."""
        gone = checked_name(connection)
        self._change(lambda kept: {name: fields for name, fields in kept.items() if name != gone})

    def names(self) -> tuple[str, ...]:
        """Returns the connections that have a credential, sorted; raises like `get`."""
        return tuple(sorted(self._kept()))

    def rotate(self) -> None:
        """Seals the file anew under the first key and a new salt; raises like `put`."""
        self._change(lambda kept: kept, fresh=True)

    def _change(
        self,
        change: Callable[[dict[str, SecretFields]], dict[str, SecretFields]],
        *,
        fresh: bool = False,
    ) -> None:
        try:
            with locked(self._path):
                sealed = self._read()
                kept = change(self._open(sealed))
                replace_private(self._path, self._seal(kept, None if fresh else sealed).to_bytes())
        except TimeoutError:
            raise self._trouble(
                "changed", "Another program has been changing it for long"
            ) from None
        except OSError as error:
            raise self._trouble("changed", "It cannot be written", type(error).__name__) from None

    def _kept(self) -> dict[str, SecretFields]:
        return self._open(self._read())

    def _read(self) -> Sealed | None:
        try:
            data = read_limited(self._path, MAX_FILE)
        except (OSError, FileTooLargeError) as error:
            raise self._trouble("read", "It cannot be read", type(error).__name__) from None
        return None if data is None else parse_sealed(data)

    def _open(self, sealed: Sealed | None) -> dict[str, SecretFields]:
        if sealed is None:
            return {}
        for place, master in enumerate(self._keys):
            if master.scheme == sealed.derivation.scheme:
                text = unseal(sealed, self._key(place, sealed.derivation))
                if text is not None:
                    return _parse(text)
        raise VaultLockedError(
            f"The vault file {self._path} cannot be opened.",
            why="It was sealed with another passphrase or key, or someone damaged or changed it.",
            next_step="Check BATON_VAULT_PASSPHRASE or BATON_VAULT_KEY_FILE; restore a backup.",
        )

    def _seal(self, kept: dict[str, SecretFields], before: Sealed | None) -> Sealed:
        text = json.dumps(kept, sort_keys=True, separators=(",", ":")).encode()
        derivation = self._keys[0].fresh_derivation()
        # Under the same key and salt nothing has to be derived again; the nonce is new each time.
        if before is not None and (0, before.derivation) in self._derived:
            opened = unseal(before, self._derived[0, before.derivation])
            derivation = derivation if opened is None else before.derivation
        return seal(text, derivation, self._key(0, derivation))

    def _key(self, place: int, derivation: Derivation) -> bytes:
        known = self._derived.get((place, derivation))
        if known is None:
            known = self._derived[place, derivation] = derivation.key(self._keys[place])
        return known

    def _trouble(self, what: str, why: str, detail: str = "") -> VaultError:
        return VaultError(
            f"The vault file {self._path} was not {what}.",
            why=f"{why}.",
            next_step="Check the file, its folder and their permissions, then try again.",
            detail=detail,
        )


def _parse(text: bytes) -> dict[str, SecretFields]:
    """Returns what an authentic file holds; only a holder of the key can have written it."""
    value: object = json.loads(text)
    found = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    return {name: fields_from(fields) or SecretFields() for name, fields in found.items()}
