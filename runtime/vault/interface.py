"""Knows what every vault offers and what a credential is. Must not know where one is kept."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Protocol, cast

from runtime.vault.errors import VaultError

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_NAME = 100
MAX_BYTES = 64 * 1024
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,63}")


class SecretFields(dict[str, str]):
    """The secret fields of one connection; shows their names and never their values."""

    def __repr__(self) -> str:
        return f"SecretFields({', '.join(f'{name}=***' for name in sorted(self))})"

    __str__ = __repr__


class Vault(Protocol):
    """Keeps the credentials of connections. Calls may block (disk, keychain, user)."""

    def get(self, connection: str) -> dict[str, str] | None:
        """Returns the secret fields by name, or None when nothing is kept for the connection.

        Raises:
            VaultError: the vault cannot be read.
        """
        ...

    def put(self, connection: str, fields: Mapping[str, str]) -> None:
        """Keeps the fields in place of all that was kept for the connection.

        Raises:
            VaultError: the vault cannot be written, or the fields cannot be a credential.
        """
        ...

    def delete(self, connection: str) -> None:
        """Forgets the connection; one that is not kept is no error.

        Raises:
            VaultError: the vault cannot be written.
        """
        ...

    def names(self) -> tuple[str, ...]:
        """Returns the connections that have a credential, sorted.

        Raises:
            VaultError: the vault cannot be read.
        """
        ...


def checked_name(connection: str) -> str:
    """Returns the name; raises VaultError for one that no vault could keep."""
    if connection.strip() and len(connection) <= MAX_NAME and connection.isprintable():
        return connection
    raise VaultError(
        "This name cannot be the name of a connection.",
        why=f"A name has 1 to {MAX_NAME} characters that can be seen.",
        next_step="Choose a short name, such as erp.",
    )


def checked_fields(fields: Mapping[str, str]) -> SecretFields:
    """Returns a copy of the fields.

    Raises:
        VaultError: no field, a field name that not every vault can keep, or too much text. The
            error never shows a value.
    """
    if not fields:
        raise VaultError(
            "The credential is empty.", next_step="Give at least one field, such as password."
        )
    for name in fields:
        if not _FIELD.fullmatch(name):
            raise VaultError(
                "A field of the credential has a name that cannot be kept.",
                why="Field names are lower-case letters, digits and _, at most 64 of them.",
                next_step="Rename the field, for example to api_key.",
            )
    if len(fields_to_text(fields)) > MAX_BYTES:
        raise VaultError(
            "The credential is too large.",
            why=f"A vault keeps at most {MAX_BYTES // 1024} KiB for each connection.",
            next_step="Keep only the secret itself, not a whole file around it.",
        )
    return SecretFields(fields)


def fields_to_text(fields: Mapping[str, str]) -> str:
    """Returns the fields as one line of ASCII JSON, equal fields as equal text."""
    return json.dumps(dict(fields), sort_keys=True, separators=(",", ":"))


def fields_from(value: object) -> SecretFields | None:
    """Returns the fields that a parsed JSON value holds, or None when it is not a credential."""
    if not isinstance(value, dict):
        return None
    items = cast("dict[object, object]", value).items()
    fields = {key: text for key, text in items if isinstance(key, str) and isinstance(text, str)}
    return SecretFields(fields) if len(fields) == len(items) else None
