"""Knows a connection as a person fills it in. Must not know what is kept of it, or where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from connectors.connector import load
from connectors.connector.inputs import compile_schema, problems_of
from connectors.errors import ConnectorError
from runtime.errors import RefusedError
from runtime.vault import ConnectionRecord

if TYPE_CHECKING:
    from connectors.manifest import AuthScheme, Manifest
    from runtime.definition.json_value import JsonObject

ALWAYS = ("base_url", "proxy")
"""Settings that every connector takes."""


@dataclass(slots=True)
class Draft:
    """A connection as a person fills it in.

    Attributes:
        settings: as in a `ConnectionRecord`.
        scheme_id: of the way to sign in.
        fields: of the sign-in, those that anybody may see.
        secrets: of the sign-in, the others; one that is left out stays as it is kept.
        expires: date on which the credential ends; "" where nobody knows.
        old: its name until now; "" for a new one.
        like: another connection whose secrets are taken where none are typed.
    """

    name: str
    connector: str
    environment: str
    settings: JsonObject
    scheme_id: str
    fields: dict[str, str]
    secrets: dict[str, str] = field(repr=False)
    expires: str = ""
    old: str = ""
    like: str = ""

    @classmethod
    def of(cls, args: JsonObject) -> Draft:
        """Read what the window sent."""
        given: Any = args
        return cls(
            str(given["name"]),
            str(given["connector"]),
            str(given.get("environment") or "local"),
            dict(given["settings"]),
            str(given["scheme"]),
            dict(given["fields"]),
            dict(given["secrets"]),
            str(given.get("expires") or ""),
            str(given.get("old") or ""),
            str(given.get("like") or ""),
        )

    def record(self) -> ConnectionRecord:
        """Return what anybody may see; raises like `scheme`."""
        signs_in = bool(self.scheme().fields)
        return ConnectionRecord(
            self.name, self.connector, self.settings, self.environment, signs_in
        )

    def scheme(self) -> AuthScheme:
        """Return its way to sign in, where all its settings are there and fit.

        Raises:
            RefusedError: something is missing or does not fit, or the connector is not here.
            ConnectorError: the connector has no such way to sign in.
        """
        manifest = manifest_of(self.connector)
        scheme = manifest.scheme(self.scheme_id)
        _check_settings(manifest, self.settings)
        return scheme

    def typed(self, scheme: AuthScheme) -> dict[str, str]:
        """Return what was typed of the sign-in."""
        names = [f.name for f in scheme.fields]
        both = {**self.fields, **self.secrets}
        return {name: text for name, text in both.items() if text and name in names}


def manifest_of(connector: str) -> Manifest:
    """Return what a connector says of itself; raises RefusedError where it is not here."""
    try:
        return load(connector).manifest
    except ConnectorError as error:
        raise RefusedError(error.what, why=error.why, next_step=error.next_step) from None


def _check_settings(manifest: Manifest, settings: JsonObject) -> None:
    asked = {name: value for name, value in settings.items() if name not in ALWAYS}
    problems = problems_of(compile_schema(manifest.settings_schema), asked)
    if not settings.get("base_url"):
        problems = (f"{manifest.base_url.title} is missing.", *problems)
    if problems:
        raise RefusedError(
            "Something is not filled in yet, or does not fit.",
            why=" ".join(problems),
            next_step="Correct it.",
        )
