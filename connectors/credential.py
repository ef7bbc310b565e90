"""Knows what a credential and a connection are. Must not know where they are kept or used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from pydantic import JsonValue

from connectors.errors import MisconfiguredError

if TYPE_CHECKING:
    from collections.abc import Mapping

HIDDEN = "•••"


class Credential:
    """A way to prove who calls: public fields and secret fields of one auth scheme.

    The secrets never show in `repr`, `str`, a format or a pickle; `reveal` is the only way out.

    Args:
        scheme: id of the auth scheme in the connector's manifest, e.g. "password".
        fields: values anybody may see, e.g. {"user": "baton"}.
        secrets: values nobody may see, e.g. {"password": "…"}.
    """

    __slots__ = ("_fields", "_scheme", "_secrets")

    def __init__(
        self,
        scheme: str,
        fields: Mapping[str, str] | None = None,
        secrets: Mapping[str, str] | None = None,
    ) -> None:
        self._scheme = scheme
        self._fields = dict(fields or {})
        self._secrets = dict(secrets or {})

    @property
    def scheme(self) -> str:
        """Id of the auth scheme in the connector's manifest."""
        return self._scheme

    @property
    def fields(self) -> dict[str, str]:
        """The fields that are not secret."""
        return dict(self._fields)

    @property
    def secret_names(self) -> tuple[str, ...]:
        """Names of the secret fields, sorted; never their values."""
        return tuple(sorted(self._secrets))

    def reveal(self, name: str) -> str:
        """Return one field, secret or not.

        Raises:
            MisconfiguredError: the credential has no such field.
        """
        if name in self._secrets:
            return self._secrets[name]
        if name in self._fields:
            return self._fields[name]
        raise MisconfiguredError(
            f'The credential has no field "{name}".',
            why=f'It was made for the scheme "{self._scheme}".',
            next_step="Enter the credential of this connection again.",
        )

    def reveal_secrets(self) -> dict[str, str]:
        """Return all secret fields; for the vault that keeps and the redaction that hides them."""
        return dict(self._secrets)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Credential):
            return NotImplemented
        mine = (self._scheme, self._fields, self._secrets)
        return mine == (other.scheme, other.fields, other.reveal_secrets())

    def __hash__(self) -> int:
        return hash((self._scheme, tuple(sorted(self._fields.items())), self.secret_names))

    def __repr__(self) -> str:
        shown = {**self._fields, **dict.fromkeys(self.secret_names, HIDDEN)}
        inside = ", ".join(f"{name}={value!r}" for name, value in shown.items())
        return f"Credential({self._scheme!r}, {inside})"

    def __reduce__(self) -> NoReturn:
        message = "a credential is never pickled; read it from the vault where it is needed"
        raise TypeError(message)


@dataclass(frozen=True, slots=True)
class Connection:
    """A connector pointed at one system of the firm, with the credential to use there.

    Args:
        name: what people call it, e.g. "ERP".
        connector: id of the catalogue entry, e.g. "tryton".
        base_url: address of the system, scheme and host and perhaps a path.
        settings: what else the manifest's `settings_schema` asks for; never a secret.
        credential: how to prove who calls; None for systems that ask for nothing.
        proxy: address of an HTTP proxy on the way, if there is one.
    """

    name: str
    connector: str
    base_url: str = ""
    settings: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    credential: Credential | None = None
    proxy: str | None = None
